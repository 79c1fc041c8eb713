/**
 * How a reservation ends: settled by what the call took, in full when nobody knows or nobody says in time, or released
 * because the call was surely not made. The first ending holds; each later one is answered with what it left. Pure.
 */
import type { BudgetFact, CallUsage, ReservationId, TenantId } from '@pitcrew/contracts';
import type { Decision } from './decide-reservation.ts';
import { amountOf, type HeldReservation, type LedgerState, reservationKey } from './state.ts';
import { tokenCost } from './token-cost.ts';

export type ClosingAnswer =
  /** What is spent for the reservation. */
  | { readonly kind: 'closed'; readonly amountMicroUsd: number }
  | { readonly kind: 'unknown-reservation'; readonly reservation: ReservationId };

/** Which reservation. */
export type ReservationPlace = { readonly tenant: TenantId; readonly reservation: ReservationId };

/** Facts about reservations that one entry takes at most; the others expire with the next. */
export const EXPIRED_AT_ONCE_MAX = 128;

export const decideSettle = (
  state: LedgerState,
  { usage, ...place }: ReservationPlace & { readonly usage: CallUsage },
): Decision<ClosingAnswer> =>
  closing(state, place, (held) => {
    const amountMicroUsd = costOf(held, usage);
    return [{ kind: 'spend-settled', ...place, usage, amountMicroUsd }, amountMicroUsd];
  });

export const decideRelease = (state: LedgerState, place: ReservationPlace): Decision<ClosingAnswer> =>
  closing(state, place, () => [{ kind: 'spend-released', ...place }, 0]);

/** Reservations that nobody ended in time. */
export const decideExpiry = (state: LedgerState, nowMs: number): readonly BudgetFact[] =>
  [...state.open]
    .flatMap((key) => state.reservations.get(key) ?? [])
    .filter(({ expiresAtMs }) => expiresAtMs <= nowMs)
    .slice(0, EXPIRED_AT_ONCE_MAX)
    .map(({ tenant, reservation }) => ({ kind: 'spend-expired', tenant, reservation }));

function closing(
  state: LedgerState,
  { tenant, reservation }: ReservationPlace,
  end: (held: HeldReservation) => readonly [fact: BudgetFact, amountMicroUsd: number],
): Decision<ClosingAnswer> {
  const held = state.reservations.get(reservationKey(tenant, reservation));
  if (held === undefined) return { facts: [], answer: { kind: 'unknown-reservation', reservation } };
  if (held.standing.kind !== 'open') return { facts: [], answer: { kind: 'closed', amountMicroUsd: amountOf(held) } };
  const [fact, amountMicroUsd] = end(held);
  return { facts: [fact], answer: { kind: 'closed', amountMicroUsd } };
}

/** At the price that was reserved with, and never more than was reserved (R8), even if the provider says that it was more. */
const costOf = ({ amountMicroUsd, price }: HeldReservation, usage: CallUsage): number =>
  usage.kind === 'unknown'
    ? amountMicroUsd
    : Math.min(amountMicroUsd, tokenCost(price, usage.inputTokens, usage.outputTokens));
