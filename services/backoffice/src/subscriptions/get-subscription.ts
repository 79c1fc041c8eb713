/** Reads a subscription by its id, in any spelling, with the period that is running; the answer has the canonical id. */
import { z } from 'zod';
import { defineTool } from '../tool.ts';
import { periodAt } from './period.ts';
import { findSubscription } from './subscriptions.ts';

export const getSubscription = defineTool({
  name: 'get_subscription',
  title: 'Get subscription',
  description: 'Look a subscription up: its account, plan, seats, billing period and status.',
  effect: 'read',
  input: z.strictObject({
    subscription_id: z.string().min(1).max(64).describe('Id of the subscription, such as SUB-3312'),
  }),
  output: z.object({
    subscription_id: z.string(),
    account: z.string(),
    plan: z.string(),
    seats: z.int(),
    seats_used: z.int(),
    billing: z.string(),
    period_start: z.string(),
    period_end: z.string(),
    status: z.string(),
  }),
  run: ({ database, input, now }) => {
    const subscription = findSubscription(database, input.subscription_id);
    const { subscription_id, account, plan, seats, seats_used, billing, started_on, status } = subscription;
    const { start, end } = periodAt(started_on, billing, now);
    return {
      subscription_id,
      account,
      plan,
      seats,
      seats_used,
      billing,
      period_start: start,
      period_end: end,
      status,
    };
  },
});
