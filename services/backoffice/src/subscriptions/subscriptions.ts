/** Subscriptions as the tools see them, found by their id in any spelling. */

import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { idDigits } from '../id-digits.ts';
import { rowOf } from '../sql.ts';
import { refuseInput } from '../tool.ts';
import { BILLINGS, PLANS } from './plans.ts';

const Subscription = z.object({
  number: z.string(),
  subscription_id: z.string(),
  account: z.string(),
  owner_email: z.string().nullable(),
  owner_phone: z.string().nullable(),
  plan: z.enum(PLANS),
  seats: z.int(),
  seats_used: z.int(),
  billing: z.enum(BILLINGS),
  started_on: z.string(),
  status: z.string(),
});
export type Subscription = z.infer<typeof Subscription>;

/** A subscription is known by its digits: `sub-3312`, `3312` and `SUB-3312` are one. */
export const subscriptionNumber = idDigits;

export const findSubscription = (database: DatabaseSync, id: string): Subscription =>
  rowOf(database, Subscription, 'SELECT * FROM subscriptions WHERE number = ?', subscriptionNumber(id)) ??
  refuseInput(`subscription_id ${id} not found`);
