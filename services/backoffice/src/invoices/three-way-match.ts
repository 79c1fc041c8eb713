/**
 * Compares an invoice with what was ordered and what was received. The figures are checked against the records first, so
 * a mixed-up call is refused and never taken for a mismatch.
 */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { defineTool, refuseInput } from '../tool.ts';
import { differenceOf, findInvoice, findPurchaseOrder, receiptOf, sameAmount } from './invoices.ts';

/** Euros that rounding may cost. */
const TOLERANCE_USUAL = 0.5;
/** A larger difference is a matter for the buyer, whatever the caller says. */
const TOLERANCE_MAX = 500;
const AGREED = 'totals and quantities agree';

const input = z.strictObject({
  invoice_id: z.string().min(1).max(64).describe('Id of the invoice'),
  lines_total: z.number().min(0).describe('Total of the invoice, in euros'),
  quantity: z.int().min(0).describe('Quantity invoiced'),
  order_total: z.number().min(0).describe('Total of the purchase order, in euros'),
  ordered_quantity: z.int().min(0).describe('Quantity ordered'),
  received_quantity: z.int().min(0).describe('Quantity received'),
  tolerance: z.number().min(0).max(TOLERANCE_MAX).optional().describe('Euros that the totals may differ by'),
});
type Figures = z.output<typeof input>;

export const threeWayMatch = defineTool({
  name: 'three_way_match',
  title: 'Three-way match',
  description: 'Compare an invoice with its purchase order and goods receipt.',
  effect: 'read',
  input,
  output: z.object({ match: z.boolean(), difference: z.number(), reason: z.string() }),
  run: ({ database, input: figures }) => {
    checkFigures(database, figures);
    const difference = differenceOf(figures, figures);
    const reason = mismatchOf(figures, difference) ?? AGREED;
    return { match: reason === AGREED, difference, reason };
  },
});

function mismatchOf(figures: Figures, difference: number): string | undefined {
  const { quantity, ordered_quantity, received_quantity, tolerance = TOLERANCE_USUAL } = figures;
  if (quantity > ordered_quantity) return 'invoiced more than ordered';
  if (quantity > received_quantity) return 'invoiced more than received';
  return Math.abs(difference) > tolerance ? 'total differs from order' : undefined;
}

function checkFigures(database: DatabaseSync, figures: Figures): void {
  const { invoice_id, po_number, lines_total, quantity } = findInvoice(database, figures.invoice_id);
  const order = findPurchaseOrder(database, po_number);
  const { order_total, ordered_quantity } = order;
  const { received_quantity } = receiptOf(database, order);
  const records = { lines_total, quantity, order_total, ordered_quantity, received_quantity };
  for (const [name, recorded] of Object.entries(records) as [keyof typeof records, number][])
    if (!sameAmount(figures[name], recorded))
      refuseInput(`${name} of invoice_id ${invoice_id} is ${recorded}, not ${figures[name]}`);
}
