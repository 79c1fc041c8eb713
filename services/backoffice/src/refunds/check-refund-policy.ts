/** Says whether a purchase may be refunded, and why. No is an answer, not a refusal: somebody may only want to know. */
import { z } from 'zod';
import { defineTool } from '../tool.ts';
import { verdictOn } from './policy.ts';
import { askedOf, findPurchase } from './purchases.ts';

export const checkRefundPolicy = defineTool({
  name: 'check_refund_policy',
  title: 'Check refund policy',
  description: 'Check whether the refund policy allows an amount to be paid back for a purchase.',
  effect: 'read',
  input: z.strictObject({
    order_id: z.int().min(1).describe('Number of the order'),
    amount: z.number().min(0).describe('Amount asked back'),
  }),
  output: z.object({ eligible: z.boolean(), reason: z.string(), refund_amount: z.number() }),
  run: ({ database, input, now }) => {
    const purchase = findPurchase(database, input.order_id);
    return verdictOn(purchase, askedOf(purchase, input.amount), now);
  },
});
