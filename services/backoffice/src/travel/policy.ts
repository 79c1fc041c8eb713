/** The travel policy: a hotel costs at most so much a night, and a trip at most the budget that it was granted. */
import type { BudgetedTrip } from './trips.ts';

/** In the unit of all prices. */
export const HOTEL_NIGHT_MAX = 350;

export type Prices = { readonly flight: number; readonly hotel: number };
export type Verdict = { readonly allowed: boolean; readonly total: number; readonly reason: string };

export function judge({ nights, budget }: BudgetedTrip, { flight, hotel }: Prices): Verdict {
  const total = Number((flight + hotel).toFixed(2));
  const nightly = nights > 0 ? Number((hotel / nights).toFixed(2)) : 0;
  if (nightly > HOTEL_NIGHT_MAX)
    return { allowed: false, total, reason: `the hotel costs ${nightly} a night, more than ${HOTEL_NIGHT_MAX}` };
  if (total > budget) return { allowed: false, total, reason: `the total ${total} exceeds the budget of ${budget}` };
  return { allowed: true, total, reason: 'within policy' };
}

const PRICE_TOLERANCE = 0.005;

export const samePrice = (one: number, other: number): boolean => Math.abs(one - other) <= PRICE_TOLERANCE;
