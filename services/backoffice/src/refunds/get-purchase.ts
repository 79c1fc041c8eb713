/** Reads a purchase and what is asked back for it. Whether the policy allows that is for check_refund_policy to say. */
import { z } from 'zod';
import { defineTool } from '../tool.ts';
import { askedOf, deliveredOn, findPurchase } from './purchases.ts';

export const getPurchase = defineTool({
  name: 'get_purchase',
  title: 'Get purchase',
  description: 'Look a purchase up by its order number, for a refund of all of it or of an amount.',
  effect: 'read',
  input: z.strictObject({
    order_id: z.int().min(1).describe('Number of the order, such as 70115'),
    amount: z.number().positive().optional().describe('Amount asked back; all that is left when absent'),
  }),
  output: z.object({
    order_id: z.int(),
    customer: z.string(),
    item: z.string(),
    item_class: z.string(),
    status: z.string(),
    delivered_on: z.string(),
    amount_paid: z.number(),
    amount_refunded: z.number(),
    amount_asked: z.number(),
  }),
  run: ({ database, input, now }) => {
    const purchase = findPurchase(database, input.order_id);
    const { order_id, customer, item, item_class, status, amount_paid, amount_refunded } = purchase;
    return {
      order_id,
      customer,
      item,
      item_class,
      status,
      delivered_on: deliveredOn(purchase, now) ?? 'none',
      amount_paid,
      amount_refunded,
      amount_asked: askedOf(purchase, input.amount),
    };
  },
});
