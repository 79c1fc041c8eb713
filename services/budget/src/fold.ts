/**
 * Ledger entries -> state. It needs no clock, no time zone and no configuration: replicas that fold the same entries know the
 * same. A fact that cannot follow what came before is a damaged ledger, and an error.
 */
import {
  assertNever,
  type BudgetFact,
  type BudgetFactOf,
  type CurrentPeriods,
  type LedgerEntry,
  PERIODS,
} from '@pitcrew/contracts';
import {
  alertKey,
  amountOf,
  type Bucket,
  bucketKey,
  emptyState,
  type HeldReservation,
  type LedgerState,
  lengthsKey,
  limitKey,
  reservationKey,
  type Standing,
  scopesOf,
} from './state.ts';

/** When an entry was written, and what its facts count towards. */
export type Moment = { readonly at: string; readonly periods: CurrentPeriods };

/** How many answers of a model and purpose are remembered for the prediction. */
export const LENGTHS_MAX = 1_000;
/** How long after its end a period, and after its expiry a reservation that is closed, is remembered. */
export const REMEMBERED_MS = 48 * 60 * 60_000;

/** A state that `record` may change. */
export type Draft = { -readonly [Part in keyof LedgerState]: Changeable<LedgerState[Part]> };
type Changeable<T> = T extends ReadonlyMap<infer K, infer V> ? Map<K, V> : T extends ReadonlySet<infer E> ? Set<E> : T;

export function fold(entries: Iterable<LedgerEntry>, state: LedgerState = emptyState()): LedgerState {
  const draft = draftOf(state);
  for (const entry of entries) {
    for (const fact of entry.facts) record(draft, fact, entry);
    if (entry.carries) draft.carriedMonth = entry.periods.month.startsAt;
  }
  return draft;
}

export const draftOf = (state: LedgerState): Draft => ({
  limits: new Map(state.limits),
  buckets: new Map(state.buckets),
  reservations: new Map(state.reservations),
  open: new Set(state.open),
  alerts: new Map(state.alerts),
  lengths: new Map(state.lengths),
  carriedMonth: state.carriedMonth,
  forgottenBeforeMs: state.forgottenBeforeMs,
});

/** Changes the draft by one fact. */
export function record(draft: Draft, fact: BudgetFact, moment: Moment): void {
  if (fact.kind === 'spend-reserved') reserve(draft, fact, moment);
  else if (fact.kind === 'limit-set') setLimit(draft, fact);
  else if (fact.kind === 'alert-raised') raise(draft, fact, moment);
  else {
    close(draft, fact, standingAfter(fact));
    if (fact.kind === 'spend-settled') learn(draft, fact);
  }
}

/** Leaves out what is long over. By the clock of this replica alone, so that another's wrong clock takes nothing away. */
export function forget(draft: Draft, nowMs: number): void {
  const beforeMs = nowMs - REMEMBERED_MS;
  if (beforeMs <= draft.forgottenBeforeMs) return;
  for (const [key, { endsAtMs, reservedMicroUsd }] of draft.buckets)
    if (endsAtMs <= beforeMs && reservedMicroUsd === 0) draft.buckets.delete(key);
  for (const [key, { endsAtMs }] of draft.alerts) if (endsAtMs <= beforeMs) draft.alerts.delete(key);
  for (const [key, { expiresAtMs, standing }] of draft.reservations)
    if (expiresAtMs <= beforeMs && standing.kind !== 'open') draft.reservations.delete(key);
  draft.forgottenBeforeMs = beforeMs;
}

function reserve(draft: Draft, { kind: _, ...fact }: BudgetFactOf<'spend-reserved'>, { periods }: Moment): void {
  const key = reservationKey(fact.tenant, fact.reservation);
  // An id may come again once whoever wrote it had forgotten the first.
  if (draft.open.has(key)) throw new Error(`the ledger has the reservation ${key} twice`);
  const cells = scopesOf(fact.tenant).flatMap((scope) =>
    PERIODS.map((period) => ({ scope, period, key: bucketKey(scope, period, periods[period].startsAt) })),
  );
  for (const { scope, period, key: bucket } of cells) {
    const empty = { scope, period, endsAtMs: Date.parse(periods[period].endsAt), ...NOTHING };
    draft.buckets.set(bucket, moved(draft.buckets.get(bucket) ?? empty, fact.amountMicroUsd, 0));
  }
  const expiresAtMs = Date.parse(fact.expiresAt);
  const buckets = cells.map(({ key: bucket }) => bucket);
  draft.reservations.set(key, { ...fact, expiresAtMs, buckets, standing: { kind: 'open' } });
  draft.open.add(key);
}

function close(draft: Draft, fact: ClosingFact, standing: Standing): void {
  const key = reservationKey(fact.tenant, fact.reservation);
  const held = draft.reservations.get(key);
  // It is forgotten already, or was made before the entry with which the reading began.
  if (held === undefined) return;
  if (held.standing.kind !== 'open') throw new Error(`the ledger closes the reservation ${key} twice`);
  const closed: HeldReservation = { ...held, standing };
  const spent = amountOf(closed);
  if (spent > held.amountMicroUsd) throw new Error(`the ledger settles the reservation ${key} above its amount`);
  draft.reservations.set(key, closed);
  draft.open.delete(key);
  for (const bucket of held.buckets) {
    const found = draft.buckets.get(bucket);
    if (found !== undefined) draft.buckets.set(bucket, moved(found, -held.amountMicroUsd, spent));
  }
}

function standingAfter(fact: ClosingFact): Standing {
  switch (fact.kind) {
    case 'spend-settled':
      return { kind: 'settled', amountMicroUsd: fact.amountMicroUsd };
    case 'spend-released':
      return { kind: 'released' };
    case 'spend-expired':
      return { kind: 'expired' };
    default:
      return assertNever(fact);
  }
}

function setLimit(draft: Draft, { kind: _, ...limit }: BudgetFactOf<'limit-set'>): void {
  draft.limits.set(limitKey(limit.scope, limit.period), limit);
}

function raise(draft: Draft, { kind: _, ...alert }: BudgetFactOf<'alert-raised'>, { at, periods }: Moment): void {
  const { startsAt, endsAt } = periods[alert.period];
  const key = alertKey(bucketKey(alert.scope, alert.period, startsAt), alert.thresholdPercent);
  if (draft.alerts.has(key)) throw new Error(`the ledger has the alert ${key} twice`);
  draft.alerts.set(key, { ...alert, at, endsAtMs: Date.parse(endsAt) });
}

/** An answer that used all it might have was cut short, as far as anybody knows. */
function learn(draft: Draft, { tenant, reservation, usage }: BudgetFactOf<'spend-settled'>): void {
  const held = draft.reservations.get(reservationKey(tenant, reservation));
  if (held === undefined || usage.kind === 'unknown') return;
  const { model, purpose, requestWords, outputTokensMax } = held;
  const key = lengthsKey(model, purpose);
  const { outputTokens } = usage;
  const length = { requestWords, outputTokens, cutShort: outputTokens >= outputTokensMax };
  draft.lengths.set(key, [...(draft.lengths.get(key) ?? []), length].slice(-LENGTHS_MAX));
}

type ClosingFact = BudgetFactOf<'spend-settled' | 'spend-released' | 'spend-expired'>;

const NOTHING = { reservedMicroUsd: 0, settledMicroUsd: 0 };

const moved = (bucket: Bucket, reserved: number, settled: number): Bucket => ({
  ...bucket,
  reservedMicroUsd: bucket.reservedMicroUsd + reserved,
  settledMicroUsd: bucket.settledMicroUsd + settled,
});
