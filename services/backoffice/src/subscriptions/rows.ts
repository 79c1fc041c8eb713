/** Subscriptions that a caller adds to a world: the id is enough. */
import { z } from 'zod';
import { ROWS_MAX } from '../domain.ts';
import { BILLINGS, PLANS } from './plans.ts';
import { subscriptionNumber } from './subscriptions.ts';

const SubscriptionRow = z
  .object({
    subscription_id: z.string().refine((id) => subscriptionNumber(id) !== '', 'a subscription id has digits'),
    account: z.string().min(1).optional(),
    /** Null: none is known. */
    owner_email: z.string().min(1).nullable().optional(),
    owner_phone: z.string().min(1).nullable().optional(),
    plan: z.enum(PLANS).optional(),
    seats: z.int().min(1).optional(),
    seats_used: z.int().min(0).optional(),
    billing: z.enum(BILLINGS).optional(),
    started_on: z.iso.date().optional(),
    status: z.enum(['active', 'past_due', 'cancelled']).default('active'),
  })
  .refine(({ seats, seats_used: used }) => used === undefined || (seats !== undefined && used <= seats), {
    message: 'give seats as well, at least as many as are used',
    path: ['seats_used'],
  });
export type SubscriptionRow = z.output<typeof SubscriptionRow>;

export const subscriptionRows = { subscriptions: z.array(SubscriptionRow).max(ROWS_MAX).default([]) };
