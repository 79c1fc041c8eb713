/** Holds an open invoice back and puts its mismatch before the buyer. The effect of a failed match. */
import { z } from 'zod';
import { nextNumber } from '../counter.ts';
import { defineTool, refuseInput, refuseLogic } from '../tool.ts';
import { differenceOf, findInvoice, findPurchaseOrder, sameAmount } from './invoices.ts';

export const flagMismatch = defineTool({
  name: 'flag_mismatch',
  title: 'Flag mismatch',
  description: 'Hold an open invoice back and report its mismatch to the buyer.',
  effect: 'idempotent',
  input: z.strictObject({
    invoice_id: z.string().min(1).max(64).describe('Id of the invoice'),
    buyer: z.string().min(1).max(100).describe('Who ordered'),
    difference: z.number().describe('Euros between the totals'),
    reason: z.string().min(1).max(200).describe('Why the match failed'),
  }),
  output: z.object({ mismatch_id: z.string(), status: z.string() }),
  run: ({ database, input: { invoice_id: id, buyer, difference, reason }, now }) => {
    const invoice = findInvoice(database, id);
    if (invoice.status !== 'open') refuseLogic(`invoice_id ${invoice.invoice_id} is ${invoice.status}, not open`);
    const order = findPurchaseOrder(database, invoice.po_number);
    if (buyer !== order.buyer) refuseInput(`buyer of po_number ${order.po_number} is ${order.buyer}, not ${buyer}`);
    const actual = differenceOf(invoice, order);
    if (!sameAmount(difference, actual))
      refuseInput(`difference of invoice_id ${invoice.invoice_id} is ${actual}, not ${difference}`);
    const mismatchId = `MIS-${nextNumber(database, 'invoice_mismatch')}`;
    const sql = `INSERT INTO invoice_mismatches (mismatch_id, invoice_id, buyer, difference, reason, flagged_at)
      VALUES (?, ?, ?, ?, ?, ?)`;
    database.prepare(sql).run(mismatchId, invoice.invoice_id, buyer, difference, reason, now.toISOString());
    database.prepare(`UPDATE invoices SET status = 'flagged' WHERE invoice_id = ?`).run(invoice.invoice_id);
    return { mismatch_id: mismatchId, status: 'flagged' };
  },
});
