/**
 * Whether a call of the frontier may be made: state, request and time in, facts and answer out. Pure.
 *
 * R8: a reservation is granted only if its amount, the most that the call can cost, fits beside all that is reserved and
 * settled under every limit of the tenant and of all tenants. What costs nothing always fits.
 */
import {
  type BudgetFact,
  PERIODS,
  type Period,
  type Purpose,
  type Reservation,
  type ReservationId,
  type RunId,
  type SpendScope,
  type TenantId,
  type TokenPrice,
  usdText,
} from '@pitcrew/contracts';
import type { Moment } from './fold.ts';
import {
  bucketKey,
  type HeldReservation,
  type LedgerState,
  limitOf,
  reservationKey,
  scopesOf,
  spentIn,
} from './state.ts';
import { tokenCost } from './token-cost.ts';
import { worthWanted } from './worth.ts';

export type AskedReservation = {
  readonly tenant: TenantId;
  readonly run: RunId;
  readonly reservation: ReservationId;
  readonly model: string;
  readonly purpose: Purpose;
  readonly inputTokens: number;
  readonly requestWords: number;
  /** As predicted; what is granted is the maximum of the call. */
  readonly outputTokensMax: number;
  readonly deadlineMs: number;
  readonly worth?: number | undefined;
};

export type ReservationRules = {
  readonly prices: ReadonlyMap<string, TokenPrice>;
  /** Below this share of a limit the worthier go first. */
  readonly scarceShare: number;
  /** How long a reservation holds beyond the deadline of its call. */
  readonly expiryMarginMs: number;
};

export type ReservationAnswer =
  | Reservation
  | { readonly kind: 'unknown-model'; readonly model: string }
  /** The id stands for another request already. */
  | { readonly kind: 'reservation-differs'; readonly reservation: ReservationId };

export type Decision<Answer> = { readonly facts: readonly BudgetFact[]; readonly answer: Answer };

export function decideReservation(
  state: LedgerState,
  asked: AskedReservation,
  moment: Moment,
  rules: ReservationRules,
): Decision<ReservationAnswer> {
  const held = state.reservations.get(reservationKey(asked.tenant, asked.reservation));
  if (held !== undefined) return { facts: [], answer: answerAgain(held, asked) };
  const price = rules.prices.get(asked.model);
  if (price === undefined) return { facts: [], answer: { kind: 'unknown-model', model: asked.model } };
  const amountMicroUsd = tokenCost(price, asked.inputTokens, asked.outputTokensMax);
  const refused = refusal(state, asked, amountMicroUsd, moment, rules.scarceShare);
  if (refused !== undefined) return { facts: [], answer: refused };
  const { worth: _, deadlineMs, ...kept } = asked;
  const expiresAt = new Date(Date.parse(moment.at) + deadlineMs + rules.expiryMarginMs).toISOString();
  const { reservation, outputTokensMax } = asked;
  return {
    facts: [{ kind: 'spend-reserved', ...kept, price, amountMicroUsd, expiresAt }],
    answer: { kind: 'granted', reservation, amountMicroUsd, outputTokensMax, expiresAt },
  };
}

/** As it was answered first, whatever became of it. */
function answerAgain(held: HeldReservation, asked: AskedReservation): ReservationAnswer {
  const { reservation, amountMicroUsd, outputTokensMax, expiresAt } = held;
  const same =
    held.run === asked.run &&
    held.model === asked.model &&
    held.purpose === asked.purpose &&
    held.inputTokens === asked.inputTokens;
  if (!same) return { kind: 'reservation-differs', reservation };
  return { kind: 'granted', reservation, amountMicroUsd, outputTokensMax, expiresAt };
}

/** A limit that binds now, and how much of it is taken. */
type Bound = {
  readonly scope: SpendScope;
  readonly period: Period;
  readonly limit: number;
  readonly spent: number;
  readonly endsAt: string;
};

function refusal(
  state: LedgerState,
  { tenant, worth = 1 }: AskedReservation,
  amount: number,
  moment: Moment,
  scarceShare: number,
): Reservation | undefined {
  if (amount === 0) return undefined;
  const bounds = boundsOf(state, tenant, moment);
  const full = latest(
    bounds.filter(({ limit, spent }) => spent + amount > limit),
    amount,
  );
  if (full !== undefined) return refusedBy(full, amount, `and this call may cost ${usdText(amount)}`);
  const wanted = ({ limit, spent }: Bound) => worthWanted(limit - spent, scarceShare * limit);
  const scarce = latest(
    bounds.filter((bound) => worth < wanted(bound)),
    amount,
  );
  if (scarce === undefined) return undefined;
  const why = `which is kept for requests whose worth is ${wanted(scarce).toFixed(2)} or more, and this one's is ${worth}`;
  return refusedBy(scarce, amount, why);
}

const boundsOf = (state: LedgerState, tenant: TenantId, { periods }: Moment): readonly Bound[] =>
  scopesOf(tenant).flatMap((scope) =>
    PERIODS.flatMap((period) => {
      const limit = limitOf(state, scope, period);
      const { startsAt, endsAt } = periods[period];
      return limit === undefined
        ? []
        : [{ scope, period, limit, spent: spentIn(state, bucketKey(scope, period, startsAt)), endsAt }];
    }),
  );

/** The one that gives way last; one that is below the amount never does by itself. */
function latest(bounds: readonly Bound[], amount: number): Bound | undefined {
  const givesWayAt = ({ limit, endsAt }: Bound) => (amount > limit ? Number.POSITIVE_INFINITY : Date.parse(endsAt));
  return bounds.toSorted((one, other) => compare(givesWayAt(one), givesWayAt(other))).at(-1);
}

/** Two infinities differ by no number. */
const compare = (one: number, other: number): number => (one === other ? 0 : one < other ? -1 : 1);

/** The tenant reads the message in its run: of its own limit it is told all, of what others have spent nothing. */
function refusedBy({ scope, period, limit, spent, endsAt }: Bound, amount: number, why: string): Reservation {
  const left = usdText(Math.max(0, limit - spent));
  const message =
    scope.kind === 'all'
      ? `what all tenants together may spend this ${period} leaves no room for it`
      : `${left} is left of the ${usdText(limit)} that tenant ${scope.tenant} may spend this ${period}, ${why}`;
  return { kind: 'refused', message, scope, period, ...(amount > limit ? {} : { resumesAt: endsAt }) };
}
