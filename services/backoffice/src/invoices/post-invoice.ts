/** Posts an open invoice to the ledger for payment, under a posting id. The effect of a match. */
import { z } from 'zod';
import { nextNumber } from '../counter.ts';
import { defineTool, refuseInput, refuseLogic } from '../tool.ts';
import { findInvoice, sameAmount } from './invoices.ts';

export const postInvoice = defineTool({
  name: 'post_invoice',
  title: 'Post invoice',
  description: 'Post an open invoice for payment.',
  effect: 'idempotent',
  input: z.strictObject({
    invoice_id: z.string().min(1).max(64).describe('Id of the invoice'),
    amount: z.number().positive().describe('Lines total of the invoice, in euros'),
  }),
  output: z.object({ posted: z.boolean(), posting_id: z.string() }),
  run: ({ database, input, now }) => {
    const invoice = findInvoice(database, input.invoice_id);
    if (invoice.status !== 'open') refuseLogic(`invoice_id ${invoice.invoice_id} is ${invoice.status}, not open`);
    if (!sameAmount(input.amount, invoice.lines_total))
      refuseInput(`amount of invoice_id ${invoice.invoice_id} is ${invoice.lines_total}, not ${input.amount}`);
    const postingId = `PST-${nextNumber(database, 'invoice_posting')}`;
    const sql = `UPDATE invoices SET status = 'posted', posting_id = ?, posted_at = ? WHERE invoice_id = ?`;
    database.prepare(sql).run(postingId, now.toISOString(), invoice.invoice_id);
    return { posted: true, posting_id: postingId };
  },
});
