/**
 * Facts of an escalation: what a run asks a frontier API for, what that may cost, what it did cost. Amounts are integer
 * micro-dollars (a millionth of a dollar). An escalation has a number, 1 for the first of its run; its reservation is known
 * by run and number, so that a repeated request reserves once.
 */
import { z } from 'zod';
import { StepId } from './ids.ts';
import { Digest, JsonObject } from './json.ts';
import { MicroUsd } from './micro-usd.ts';
import { Usage } from './verdict.ts';

/** What the caller wants when the budget is used up: a local answer that says so, or to wait until there is budget again. */
export const OnBudget = z.enum(['serve_with_disclaimer', 'queue']);
export type OnBudget = z.infer<typeof OnBudget>;

/** Why the local crew does not go on by itself. */
export const EscalationCause = z.enum(['novel', 'ambiguous', 'plan_refused', 'plan_unsure', 'step_failed']);
export type EscalationCause = z.infer<typeof EscalationCause>;

const number = z.uint32().min(1);
const event = <K extends string, S extends z.ZodRawShape>(kind: K, shape: S) =>
  z.object({ kind: z.literal(kind), escalation: number, ...shape });

export const EscalationFacts = [
  /** What was decided and why: the values, the limit, and what would have changed it. */
  event('escalation-wanted', {
    cause: EscalationCause,
    explanation: z.string(),
    /** The call to be rescued; absent when a plan is wanted. */
    rescue: z.object({ step: StepId, item: z.uint32() }).optional(),
  }),
  /** Granted: at most this much, for at most so many tokens of output. */
  event('spend-reserved', {
    reservation: z.string(),
    model: z.string(),
    amountMicroUsd: MicroUsd,
    inputTokens: z.uint32(),
    outputTokensMax: z.uint32().min(1),
    expiresAt: z.iso.datetime(),
  }),
  /** The budget is used up. `resumesAt` is when there may be some again. */
  event('spend-refused', { message: z.string(), resumesAt: z.iso.datetime().optional() }),
  /** No usable answer. `charge` says what the provider may have charged: nothing, what it reported, or nobody knows. */
  event('escalation-failed', {
    message: z.string(),
    charge: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('none') }),
      z.object({ kind: z.literal('used'), inputTokens: z.uint32(), outputTokens: z.uint32() }),
      z.object({ kind: z.literal('unknown') }),
    ]),
  }),
  /** The call with which the frontier re-runs the failed step; the one before surely did nothing (R3). */
  event('step-rescued', {
    step: StepId,
    item: z.uint32(),
    attempt: z.uint32().min(1),
    tool: z.string(),
    arguments: JsonObject,
    argumentDigest: Digest,
    idempotencyKey: z.string(),
    usage: Usage,
  }),
  event('spend-settled', { reservation: z.string(), amountMicroUsd: MicroUsd }),
] as const;

/** What an escalation was charged, as far as its provider said. */
export const Charge = EscalationFacts[3].shape.charge;
export type Charge = z.infer<typeof Charge>;
