/** The subscriptions that every tenant begins with: each plan, both billings, and what stands in the way of a change. */
import type { z } from 'zod';
import type { subscriptionRows } from './rows.ts';

export const SEED_SUBSCRIPTIONS = [
  {
    subscription_id: 'SUB-3312',
    account: 'Juniper Robotics',
    plan: 'team',
    seats: 25,
    seats_used: 19,
    billing: 'monthly',
    started_on: '2024-03-08',
  },
  {
    subscription_id: 'SUB-3313',
    account: 'Hollis & Daughters',
    plan: 'basic',
    seats: 5,
    seats_used: 4,
    billing: 'monthly',
    started_on: '2025-01-31',
  },
  {
    subscription_id: 'SUB-3314',
    account: 'Copper Lane Dental Group',
    plan: 'business',
    seats: 120,
    seats_used: 96,
    billing: 'yearly',
    started_on: '2023-09-15',
  },
  {
    subscription_id: 'SUB-3315',
    account: 'Meridian Freight',
    plan: 'enterprise',
    seats: 800,
    seats_used: 640,
    billing: 'yearly',
    started_on: '2022-06-01',
  },
  /** An invoice is open. */
  {
    subscription_id: 'SUB-3316',
    account: 'Saffron Media',
    plan: 'team',
    seats: 12,
    seats_used: 7,
    billing: 'monthly',
    started_on: '2024-11-20',
    status: 'past_due',
  },
  {
    subscription_id: 'SUB-3317',
    account: 'Willow Outdoor',
    plan: 'basic',
    seats: 3,
    seats_used: 2,
    billing: 'monthly',
    started_on: '2023-04-02',
    status: 'cancelled',
  },
  /** Too many seats for basic, and the owner left no mobile number. */
  {
    subscription_id: 'SUB-3318',
    account: 'Granite Legal',
    owner_phone: null,
    plan: 'classic',
    seats: 40,
    seats_used: 31,
    billing: 'monthly',
    started_on: '2022-02-17',
  },
  /** Full: no seat can be given back, and the plan takes no more. */
  {
    subscription_id: 'SUB-3319',
    account: 'Orchard Interiors',
    plan: 'team',
    seats: 200,
    seats_used: 200,
    billing: 'yearly',
    started_on: '2024-07-05',
  },
] as const satisfies z.input<typeof subscriptionRows.subscriptions>;
