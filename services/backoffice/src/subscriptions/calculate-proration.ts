/** Calculates what a change would cost. It promises nothing: only change_subscription changes. */
import { z } from 'zod';
import { defineTool } from '../tool.ts';
import { PLANS_SOLD } from './plans.ts';
import { prorate, targetOf } from './proration.ts';
import { findSubscription } from './subscriptions.ts';

export const calculateProration = defineTool({
  name: 'calculate_proration',
  title: 'Calculate proration',
  description: 'Calculate what another plan, another number of seats or both cost for the rest of the billing period.',
  effect: 'read',
  input: z.strictObject({
    subscription_id: z.string().min(1).max(64).describe('Id of the subscription'),
    plan: z.enum(PLANS_SOLD).optional().describe('The wanted plan; the present one when absent'),
    seats: z.int().min(1).optional().describe('The wanted number of seats; the present one when absent'),
  }),
  output: z.object({
    new_plan: z.string(),
    new_seats: z.int(),
    amount_due: z.number(),
    days_left: z.int(),
    period_end: z.string(),
  }),
  run: ({ database, input, now }) => {
    const subscription = findSubscription(database, input.subscription_id);
    const target = targetOf(subscription, input);
    const { amountDue, daysLeft, periodEnd } = prorate(subscription, target, now);
    return {
      new_plan: target.plan,
      new_seats: target.seats,
      amount_due: amountDue,
      days_left: daysLeft,
      period_end: periodEnd,
    };
  },
});
