/** Reads an invoice by its id, in any spelling; the answer has the canonical one. One that is not open is reported, not refused. */
import { z } from 'zod';
import { defineTool, refuseLogic } from '../tool.ts';
import { findInvoice, Invoice, sameSupplier } from './invoices.ts';

export const extractInvoice = defineTool({
  name: 'extract_invoice',
  title: 'Extract invoice',
  description: 'Read an invoice: its supplier, purchase order number, lines total, quantity and status.',
  effect: 'read',
  input: z.strictObject({
    invoice_id: z.string().min(1).max(64).describe('Id of the invoice, such as INV-5540'),
    supplier: z.string().min(1).max(200).optional().describe('When given, the invoice must be this supplier’s'),
  }),
  output: Invoice,
  run: ({ database, input }) => {
    const invoice = findInvoice(database, input.invoice_id);
    if (input.supplier !== undefined && !sameSupplier(input.supplier, invoice.supplier))
      refuseLogic(`invoice_id ${invoice.invoice_id} is not an invoice of supplier ${input.supplier}`);
    return invoice;
  },
});
