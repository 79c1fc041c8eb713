/** Reads what was ordered, for how much, and who ordered it. */
import { z } from 'zod';
import { defineTool } from '../tool.ts';
import { findPurchaseOrder, PurchaseOrder } from './invoices.ts';

export const getPurchaseOrder = defineTool({
  name: 'get_purchase_order',
  title: 'Get purchase order',
  description: 'Look a purchase order up: who ordered, the total and the quantity.',
  effect: 'read',
  input: z.strictObject({ po_number: z.string().min(1).max(64).describe('Number of the purchase order') }),
  output: PurchaseOrder,
  run: ({ database, input }) => findPurchaseOrder(database, input.po_number),
});
