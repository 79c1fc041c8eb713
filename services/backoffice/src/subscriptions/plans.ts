/** The price list: what a seat costs and how many seats a plan takes. */
export const PLANS_SOLD = ['basic', 'team', 'business', 'enterprise'] as const;
/** `classic` is no longer sold; accounts that have it may keep it. */
export const PLANS = [...PLANS_SOLD, 'classic'] as const;
export type PlanName = (typeof PLANS)[number];

export const BILLINGS = ['monthly', 'yearly'] as const;
export type Billing = (typeof BILLINGS)[number];

/** Price of a seat for a month. */
const SEAT_PRICES: Readonly<Record<PlanName, number>> = {
  basic: 6,
  team: 12,
  business: 20,
  enterprise: 32,
  classic: 9,
};

export const SEATS_MAX: Readonly<Record<PlanName, number>> = {
  basic: 25,
  team: 200,
  business: 1000,
  enterprise: 5000,
  classic: 1000,
};

/** A year costs ten months. */
const MONTHS_PAID: Readonly<Record<Billing, number>> = { monthly: 1, yearly: 10 };

/** Price of a whole period. */
export const priceOf = (plan: PlanName, seats: number, billing: Billing): number =>
  SEAT_PRICES[plan] * seats * MONTHS_PAID[billing];
