/**
 * The service that keeps what the frontier may cost. Amounts are whole micro-dollars as safe integers; a reservation is
 * the most that a call can cost, so settling it only ever lowers what is spent (R8).
 */
import { z } from 'zod';
import { RunId, TenantId } from './ids.ts';
import { MicroUsd } from './micro-usd.ts';
import { service, unary } from './service.ts';

export const RESERVATION_DEADLINE_MS_MAX = 60 * 60_000;

/** Chosen by the caller and unique within the tenant, such as run and step. */
export const ReservationId = z.string().min(1).max(128).brand('ReservationId');
export type ReservationId = z.infer<typeof ReservationId>;

/** Whose spend: that of all tenants together, or of one. */
export const SpendScope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.literal('tenant'), tenant: TenantId }),
]);
export type SpendScope = z.infer<typeof SpendScope>;

/** Calendar periods in the time zone of the service, the shortest first. */
export const Period = z.enum(['hour', 'day', 'month']);
export type Period = z.infer<typeof Period>;
export const PERIODS: readonly Period[] = Period.options;

export const Purpose = z.enum(['plan', 'rescue']);
export type Purpose = z.infer<typeof Purpose>;

export const ReserveRequest = z.object({
  tenant: TenantId,
  run: RunId,
  reservation: ReservationId,
  model: z.string().min(1).max(256),
  purpose: Purpose,
  /** Exact. */
  inputTokens: z.uint32(),
  /** What is asked: the length of the answer is predicted from it. It is not stored. */
  request: z.string(),
  /** How long the call may take; the reservation holds some time longer. */
  deadlineMs: z.uint32().min(1).max(RESERVATION_DEADLINE_MS_MAX),
  /** How likely it is that the local plan is wrong. Where little is left the worthier go first; absent: not held to that. */
  worth: z.number().min(0).max(1).optional(),
  /** Of a run that was parked for want of budget: since when. Of those that ask together, who has waited longest goes first. */
  waitingSince: z.iso.datetime().optional(),
});
export type ReserveRequest = z.infer<typeof ReserveRequest>;

export const GrantedReservation = z.object({
  kind: z.literal('granted'),
  reservation: ReservationId,
  amountMicroUsd: MicroUsd,
  /** To be sent as the maximum of the call. */
  outputTokensMax: z.uint32().min(1),
  /** What is still open then is settled in full. */
  expiresAt: z.iso.datetime(),
});
export const RefusedReservation = z.object({
  kind: z.literal('refused'),
  message: z.string(),
  /** The limit that has to give way last. */
  scope: SpendScope,
  period: Period,
  /** When that period turns; absent when only a higher limit helps. */
  resumesAt: z.iso.datetime().optional(),
});
export const Reservation = z.discriminatedUnion('kind', [GrantedReservation, RefusedReservation]);
export type Reservation = z.infer<typeof Reservation>;
export const ReserveResponse = z.object({ reservation: Reservation });

/** What a call took; unknown is settled in full. */
export const CallUsage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('used'), inputTokens: z.uint32(), outputTokens: z.uint32() }),
  z.object({ kind: z.literal('unknown') }),
]);
export type CallUsage = z.infer<typeof CallUsage>;

export const SettleRequest = z.object({ tenant: TenantId, reservation: ReservationId, usage: CallUsage });
export const ReleaseRequest = z.object({ tenant: TenantId, reservation: ReservationId });
/** What is spent for the reservation now. */
const spentFor = z.object({ amountMicroUsd: MicroUsd });

export const Spend = z.object({
  scope: SpendScope,
  period: Period,
  /** Absent when the period has no limit but another of the scope has one. A scope without any limit may spend nothing. */
  limitMicroUsd: MicroUsd.optional(),
  reservedMicroUsd: MicroUsd,
  settledMicroUsd: MicroUsd,
  resetsAt: z.iso.datetime(),
});
export type Spend = z.infer<typeof Spend>;

export const ALERT_THRESHOLDS_PERCENT = [50, 80, 100] as const;

/** One for each scope, period and threshold. */
export const SpendAlert = z.object({
  scope: SpendScope,
  period: Period,
  thresholdPercent: z.uint32(),
  limitMicroUsd: MicroUsd,
  /** Reserved and settled, when the alert was raised. */
  spentMicroUsd: MicroUsd,
  at: z.iso.datetime(),
});
export type SpendAlert = z.infer<typeof SpendAlert>;

/** Absent: all tenants that have a limit or have spent. */
export const GetSpendRequest = z.object({ tenant: TenantId.optional() });
export const GetSpendResponse = z.object({
  spends: z.array(Spend),
  alerts: z.array(SpendAlert),
  asOf: z.iso.datetime(),
});
export type GetSpendResponse = z.infer<typeof GetSpendResponse>;

/** 0: nothing may be spent. */
export const SetLimitRequest = z.object({ scope: SpendScope, period: Period, limitMicroUsd: MicroUsd });

export const budgetService = service('pitcrew.budget.v1.BudgetService', {
  reserve: unary(ReserveRequest, ReserveResponse),
  settle: unary(SettleRequest, spentFor),
  release: unary(ReleaseRequest, spentFor),
  getSpend: unary(GetSpendRequest, GetSpendResponse),
  setLimit: unary(SetLimitRequest, z.object({})),
});
