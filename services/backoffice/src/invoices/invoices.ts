/** Invoices, purchase orders and goods receipts as the tools see them, and what counts as the same supplier. */

import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { idDigits } from '../id-digits.ts';
import { rowOf } from '../sql.ts';
import { refuseInput } from '../tool.ts';

export const Invoice = z.object({
  invoice_id: z.string(),
  supplier: z.string(),
  po_number: z.string(),
  lines_total: z.number(),
  quantity: z.int(),
  status: z.string(),
});
export type Invoice = z.infer<typeof Invoice>;

export const PurchaseOrder = z.object({
  po_number: z.string(),
  buyer: z.string(),
  order_total: z.number(),
  ordered_quantity: z.int(),
});
export type PurchaseOrder = z.infer<typeof PurchaseOrder>;

export const GoodsReceipt = z.object({ receipt_id: z.string(), received_quantity: z.int() });
export type GoodsReceipt = z.infer<typeof GoodsReceipt>;

/** An invoice is known by its digits: `inv-5540`, `5540` and `INV-5540` are one. */
export const invoiceNumber = idDigits;

export function findInvoice(database: DatabaseSync, id: string): Invoice {
  const sql = 'SELECT invoice_id, supplier, po_number, lines_total, quantity, status FROM invoices WHERE number = ?';
  return rowOf(database, Invoice, sql, invoiceNumber(id)) ?? refuseInput(`invoice_id ${id} not found`);
}

export function findPurchaseOrder(database: DatabaseSync, poNumber: string): PurchaseOrder {
  const sql = 'SELECT po_number, buyer, order_total, ordered_quantity FROM purchase_orders WHERE po_number = ?';
  return rowOf(database, PurchaseOrder, sql, poNumber) ?? refuseInput(`po_number ${poNumber} not found`);
}

/** An order of which nothing has arrived has a receipt of nothing, so that the match can say what is missing. */
export function receiptOf(database: DatabaseSync, { po_number: poNumber }: PurchaseOrder): GoodsReceipt {
  const sql = 'SELECT receipt_id, received_quantity FROM goods_receipts WHERE po_number = ?';
  return rowOf(database, GoodsReceipt, sql, poNumber) ?? { receipt_id: 'none', received_quantity: 0 };
}

/** Case, accents and punctuation do not count, and one name may be the beginning of the other: people leave out `GmbH`. */
export function sameSupplier(one: string, other: string): boolean {
  const [shorter = [], longer = []] = [wordsOf(one), wordsOf(other)].sort((a, b) => a.length - b.length);
  return shorter.length > 0 && shorter.every((word, index) => word === longer[index]);
}

const wordsOf = (name: string): readonly string[] =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

/** Euros that an invoice asks above its share of the order's total: a part of an order may be invoiced. */
export const differenceOf = (invoice: Pick<Invoice, 'lines_total' | 'quantity'>, order: OrderFigures): number =>
  toCents(invoice.lines_total - (order.order_total * invoice.quantity) / order.ordered_quantity);
type OrderFigures = Pick<PurchaseOrder, 'order_total' | 'ordered_quantity'>;

/** Euros with two decimals. */
export const toCents = (euros: number): number => Number(euros.toFixed(2));

/** Sums of cents are not exact in binary; half a cent apart is the same amount. */
export const sameAmount = (one: number, other: number): boolean => Math.abs(one - other) < 0.005;
