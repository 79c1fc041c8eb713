/** Changes plan and seats of a subscription for the calculated amount. The effect of the subscription workflow. */
import { z } from 'zod';
import { nextNumber } from '../counter.ts';
import { insert } from '../sql.ts';
import { defineTool, refuseInput, refuseLogic } from '../tool.ts';
import { PLANS } from './plans.ts';
import { prorate, type Target, targetOf } from './proration.ts';
import { findSubscription, type Subscription } from './subscriptions.ts';

const AMOUNT_TOLERANCE = 0.005;
const DAY_MS = 86_400_000;

export const changeSubscription = defineTool({
  name: 'change_subscription',
  title: 'Change subscription',
  description: 'Change the plan and the seats of a subscription for the rest of its period and from then on.',
  effect: 'idempotent',
  input: z.strictObject({
    subscription_id: z.string().min(1).max(64).describe('Id of the subscription'),
    new_plan: z.enum(PLANS).describe('Plan after the change'),
    new_seats: z.int().min(1).describe('Seats after the change'),
    amount_due: z.number().describe('As calculated for the change; below zero it is a credit'),
  }),
  output: z.object({ changed: z.boolean(), change_id: z.string() }),
  run: ({ database, input: { subscription_id: id, new_plan, new_seats, amount_due }, now }) => {
    const subscription = findSubscription(database, id);
    const { number, subscription_id, plan: old_plan, seats: old_seats, status } = subscription;
    const target = targetOf(subscription, { plan: new_plan, seats: new_seats });
    if (status === 'past_due') refuseLogic(`subscription_id ${subscription_id} is past due, so nothing can be changed`);
    checkAmount(subscription, target, amount_due, now);
    const change_id = `SCH-${nextNumber(database, 'subscription_change')}`;
    const change = { number, old_plan, old_seats, new_plan, new_seats, amount_due };
    insert(database, 'subscription_changes', { change_id, ...change, changed_at: now.toISOString() });
    database
      .prepare('UPDATE subscriptions SET plan = ?, seats = ? WHERE number = ?')
      .run(new_plan, new_seats, subscription.number);
    return { changed: true, change_id };
  },
});

/** An amount of yesterday is still good, or no change could be calculated shortly before midnight. */
function checkAmount(subscription: Subscription, target: Target, amount: number, now: Date): void {
  const days = [now, new Date(now.getTime() - DAY_MS)];
  const [due, ...earlier] = days.map((day) => prorate(subscription, target, day).amountDue);
  if ([due, ...earlier].every((each) => Math.abs(amount - (each ?? 0)) > AMOUNT_TOLERANCE))
    refuseInput(`amount_due ${amount}: this change of ${subscription.subscription_id} costs ${due}`);
}
