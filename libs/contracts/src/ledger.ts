/**
 * The facts of the spend ledger, which all replicas of the budget service append to one subject and fold alike. One entry
 * is one message: its facts are stored together or not at all, and hold in their order.
 *
 * Whoever parked a request for want of budget may go on after a `limit-set` of its scope, or when the period of the refusal
 * has turned.
 */
import { z } from 'zod';
import { CallUsage, Period, Purpose, ReservationId, SpendScope } from './budget.ts';
import { InstanceId, RunId, TenantId } from './ids.ts';
import { MicroUsd } from './micro-usd.ts';

/** Stream and subject of the ledger. */
export const LEDGER_STREAM = 'BUDGET';
export const LEDGER_SUBJECT = 'budget.ledger';
export const LEDGER_SCHEMA_VERSION = 1;

/** A thousand dollars: whatever a call may ask for, its cost stays a safe integer. */
export const PRICE_MICRO_USD_MAX = 1_000_000_000;
const price = MicroUsd.max(PRICE_MICRO_USD_MAX);

/** Whole micro-dollars for a million tokens. */
export const TokenPrice = z.object({ inputMicroUsd: price, outputMicroUsd: price });
export type TokenPrice = z.infer<typeof TokenPrice>;

const reserved = { tenant: TenantId, reservation: ReservationId };

export const BudgetFact = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('spend-reserved'),
    ...reserved,
    run: RunId,
    model: z.string(),
    purpose: Purpose,
    /** What the prediction of lengths learns from; the request itself is not kept. */
    requestWords: z.int().min(0),
    inputTokens: z.uint32(),
    outputTokensMax: z.uint32(),
    /** The price that was reserved with, and that is settled with. */
    price: TokenPrice,
    amountMicroUsd: MicroUsd,
    expiresAt: z.iso.datetime(),
  }),
  z.object({ kind: z.literal('spend-settled'), ...reserved, usage: CallUsage, amountMicroUsd: MicroUsd }),
  /** The call was surely not made: nothing is spent. */
  z.object({ kind: z.literal('spend-released'), ...reserved }),
  /** Nobody settled it in time: spent in full. */
  z.object({ kind: z.literal('spend-expired'), ...reserved }),
  z.object({ kind: z.literal('limit-set'), scope: SpendScope, period: Period, limitMicroUsd: MicroUsd }),
  /** At most one for each scope, period and threshold. */
  z.object({
    kind: z.literal('alert-raised'),
    scope: SpendScope,
    period: Period,
    thresholdPercent: z.uint32(),
    limitMicroUsd: MicroUsd,
    spentMicroUsd: MicroUsd,
  }),
]);
export type BudgetFact = z.infer<typeof BudgetFact>;
export type BudgetFactOf<Kind extends BudgetFact['kind']> = Extract<BudgetFact, { kind: Kind }>;

/** From its start, included, to its end, excluded. */
const span = z.object({ startsAt: z.iso.datetime(), endsAt: z.iso.datetime() });

/** The hour, the day and the month that hold an instant, in the time zone of whoever wrote them down. */
export const CurrentPeriods = z.object({ hour: span, day: span, month: span });
export type CurrentPeriods = z.infer<typeof CurrentPeriods>;

export const LedgerEntry = z.object({
  schemaVersion: z.literal(LEDGER_SCHEMA_VERSION),
  /** Different for every attempt to append. */
  id: z.uuid(),
  writtenBy: InstanceId,
  at: z.iso.datetime(),
  /** What the facts count towards. In the entry, so that folding it needs neither clock nor time zone. */
  periods: CurrentPeriods,
  /** The first entry of its month: it sets every limit anew as it was, so that a reader may begin with it. */
  carries: z.boolean(),
  facts: z.array(BudgetFact).min(1),
});
export type LedgerEntry = z.infer<typeof LedgerEntry>;
