/** Pays an amount back. The effect of the refund workflow, so the policy is asked again: it is the last to be able to say no. */
import { z } from 'zod';
import { nextNumber } from '../counter.ts';
import { insert } from '../sql.ts';
import { defineTool, refuseLogic } from '../tool.ts';
import { verdictOn } from './policy.ts';
import { askedOf, findPurchase, toCents } from './purchases.ts';

export const issueRefund = defineTool({
  name: 'issue_refund',
  title: 'Issue refund',
  description: 'Pay an amount back to the customer of a purchase.',
  effect: 'idempotent',
  input: z.strictObject({
    order_id: z.int().min(1).describe('Number of the order'),
    amount: z.number().min(0).describe('As the refund policy allows it'),
  }),
  output: z.object({ issued: z.boolean(), refund_id: z.string() }),
  run: ({ database, input, now }) => {
    const purchase = findPurchase(database, input.order_id);
    const { eligible, reason, refund_amount: amount } = verdictOn(purchase, askedOf(purchase, input.amount), now);
    if (!eligible) refuseLogic(`order_id ${purchase.order_id}: ${reason}`);
    const refundId = `RFD-${nextNumber(database, 'refund')}`;
    const { order_id } = purchase;
    insert(database, 'refunds', { refund_id: refundId, order_id, amount, issued_at: now.toISOString() });
    database
      .prepare('UPDATE purchases SET amount_refunded = ? WHERE order_id = ?')
      .run(toCents(purchase.amount_refunded + amount), order_id);
    return { issued: true, refund_id: refundId };
  },
});
