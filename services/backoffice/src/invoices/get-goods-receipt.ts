/** Reads how much of a purchase order has arrived. Nothing yet is an answer, not a refusal. */
import { z } from 'zod';
import { defineTool } from '../tool.ts';
import { findPurchaseOrder, GoodsReceipt, receiptOf } from './invoices.ts';

export const getGoodsReceipt = defineTool({
  name: 'get_goods_receipt',
  title: 'Get goods receipt',
  description: 'Look up how much of a purchase order was received.',
  effect: 'read',
  input: z.strictObject({ po_number: z.string().min(1).max(64).describe('Number of the purchase order') }),
  output: GoodsReceipt,
  run: ({ database, input }) => receiptOf(database, findPurchaseOrder(database, input.po_number)),
});
