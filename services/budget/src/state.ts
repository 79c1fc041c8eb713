/**
 * What a replica knows of the ledger, folded from its entries: limits, what each period holds, reservations, alerts and how
 * long answers were. Only `fold.ts` changes a state; everybody else reads it. Whoever wants to try facts out takes a copy.
 */
import {
  type BudgetFactOf,
  PERIODS,
  type Period,
  type Purpose,
  type SpendAlert,
  type SpendScope,
  type TenantId,
} from '@pitcrew/contracts';

/** What became of a reservation. */
export type Standing =
  | { readonly kind: 'open' }
  | { readonly kind: 'settled'; readonly amountMicroUsd: number }
  | { readonly kind: 'released' }
  | { readonly kind: 'expired' };

export type HeldReservation = Omit<BudgetFactOf<'spend-reserved'>, 'kind'> & {
  readonly expiresAtMs: number;
  /** The buckets that it counts towards, for good: also what is settled later. */
  readonly buckets: readonly string[];
  readonly standing: Standing;
};

/** What one scope has spent in one period. */
export type Bucket = {
  readonly scope: SpendScope;
  readonly period: Period;
  readonly endsAtMs: number;
  readonly reservedMicroUsd: number;
  readonly settledMicroUsd: number;
};

/** How long an answer was, and of how many words the request. */
export type OutputLength = { readonly requestWords: number; readonly outputTokens: number; readonly cutShort: boolean };

export type LedgerState = {
  readonly limits: ReadonlyMap<string, Omit<BudgetFactOf<'limit-set'>, 'kind'>>;
  readonly buckets: ReadonlyMap<string, Bucket>;
  readonly reservations: ReadonlyMap<string, HeldReservation>;
  /** Keys of the reservations that are open. */
  readonly open: ReadonlySet<string>;
  readonly alerts: ReadonlyMap<string, SpendAlert & { readonly endsAtMs: number }>;
  /** The last ones of each model and purpose, oldest first. */
  readonly lengths: ReadonlyMap<string, readonly OutputLength[]>;
  /** When the month of the last entry that carries began; empty before the first. */
  readonly carriedMonth: string;
  /** Periods that ended before this are gone from the state. */
  readonly forgottenBeforeMs: number;
};

export const emptyState = (): LedgerState => ({
  limits: new Map(),
  buckets: new Map(),
  reservations: new Map(),
  open: new Set(),
  alerts: new Map(),
  lengths: new Map(),
  carriedMonth: '',
  forgottenBeforeMs: 0,
});

// Keys end with the text that somebody else chose, so that no two things share one.
export const scopeKey = (scope: SpendScope): string => (scope.kind === 'all' ? 'all' : `tenant ${scope.tenant}`);
export const limitKey = (scope: SpendScope, period: Period): string => `${period} ${scopeKey(scope)}`;
export const bucketKey = (scope: SpendScope, period: Period, startsAt: string): string =>
  `${period} ${startsAt} ${scopeKey(scope)}`;
export const alertKey = (bucket: string, thresholdPercent: number): string => `${thresholdPercent} ${bucket}`;
export const reservationKey = (tenant: TenantId, reservation: string): string => JSON.stringify([tenant, reservation]);
export const lengthsKey = (model: string, purpose: Purpose): string => `${purpose} ${model}`;

/** Both scopes that a tenant's spend counts towards. */
export const scopesOf = (tenant: TenantId): readonly SpendScope[] => [{ kind: 'all' }, { kind: 'tenant', tenant }];

/** Undefined: this period does not bind, because another of the scope does. A scope without any limit may spend nothing. */
export function limitOf({ limits }: LedgerState, scope: SpendScope, period: Period): number | undefined {
  const own = limits.get(limitKey(scope, period));
  if (own !== undefined) return own.limitMicroUsd;
  return PERIODS.some((other) => limits.has(limitKey(scope, other))) ? undefined : 0;
}

/** Reserved and settled. */
export function spentIn({ buckets }: LedgerState, bucket: string): number {
  const found = buckets.get(bucket);
  return found === undefined ? 0 : found.reservedMicroUsd + found.settledMicroUsd;
}

/** What the reservation stands for in the sum now. */
export function amountOf({ standing, amountMicroUsd }: HeldReservation): number {
  if (standing.kind === 'released') return 0;
  return standing.kind === 'settled' ? standing.amountMicroUsd : amountMicroUsd;
}
