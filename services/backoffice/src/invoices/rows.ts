/** Invoices that a caller adds to a world, each with its order and receipt: a figure is given when it matters to the case. */
import { z } from 'zod';
import { ROWS_MAX } from '../domain.ts';
import { invoiceNumber } from './invoices.ts';

const amount = z.number().positive();
const quantity = z.int().min(1);

const InvoiceRow = z.object({
  invoice_id: z.string().refine((id) => invoiceNumber(id) !== '', 'an invoice id has digits'),
  supplier: z.string().min(1).optional(),
  po_number: z.string().min(1).optional(),
  status: z.string().min(1).default('open'),
  lines_total: amount.optional(),
  quantity: quantity.optional(),
  order_total: amount.optional(),
  ordered_quantity: quantity.optional(),
  /** 0: nothing has arrived yet. */
  received_quantity: z.int().min(0).optional(),
  buyer: z.string().min(1).optional(),
});
export type InvoiceRow = z.output<typeof InvoiceRow>;

export const invoiceRows = { invoices: z.array(InvoiceRow).max(ROWS_MAX).default([]) };
