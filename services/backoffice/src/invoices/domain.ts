/** The payables side of the back office: suppliers' invoices with their purchase orders and goods receipts. */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { defineDomain } from '../domain.ts';
import { insert } from '../sql.ts';
import { extractInvoice } from './extract-invoice.ts';
import { flagMismatch } from './flag-mismatch.ts';
import { getGoodsReceipt } from './get-goods-receipt.ts';
import { getPurchaseOrder } from './get-purchase-order.ts';
import { completeInvoice } from './invoice-defaults.ts';
import { postInvoice } from './post-invoice.ts';
import { type InvoiceRow, invoiceRows } from './rows.ts';
import { SEED_INVOICES } from './seed.ts';
import { TABLES } from './tables.ts';
import { threeWayMatch } from './three-way-match.ts';

export const invoices = defineDomain({
  tables: TABLES,
  counters: { invoice_posting: 61_200, invoice_mismatch: 1_400 },
  rows: invoiceRows,
  seed: (database) => add(database, z.object(invoiceRows).parse({ invoices: SEED_INVOICES })),
  add,
  tools: [extractInvoice, getPurchaseOrder, getGoodsReceipt, threeWayMatch, postInvoice, flagMismatch],
});

function add(database: DatabaseSync, { invoices: rows }: { readonly invoices: readonly InvoiceRow[] }): void {
  for (const row of rows) addInvoice(database, row);
}

function addInvoice(database: DatabaseSync, row: InvoiceRow): void {
  const { order_total, ordered_quantity, buyer, receipt_id, received_quantity, ...invoice } = completeInvoice(row);
  const { po_number } = invoice;
  insert(database, 'invoices', invoice);
  database.prepare('DELETE FROM goods_receipts WHERE po_number = ?').run(po_number);
  insert(database, 'purchase_orders', { po_number, buyer, order_total, ordered_quantity });
  if (received_quantity > 0) insert(database, 'goods_receipts', { po_number, receipt_id, received_quantity });
}
