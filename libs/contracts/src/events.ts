/**
 * The facts of a run. `in` facts come from outside and are appended by gateways; all others are appended by the run's
 * owner. The log of these events is the only truth about a run; a reader that meets a kind it does not know leaves the
 * run to newer code. Kinds are never removed and fields never change their meaning: golden histories replay for ever.
 */
import { z } from 'zod';
import { EscalationFacts, OnBudget } from './escalation.ts';
import { InstanceId, RunId, StepId, TenantId } from './ids.ts';
import { Digest, JsonObject, JsonValue } from './json.ts';
import { Mode } from './mode.ts';
import { Finding, Outcome } from './outcome.ts';
import { FirstCall, Limits, Plan, Repair } from './plan.ts';
import { ReviewResolution, reviewPlace, reviewQuestion } from './review.ts';
import { ArgumentSource, Confidence, Route, Usage, Verdict } from './verdict.ts';

export const RunStatus = z.enum(['succeeded', 'partial', 'failed', 'cancelled']);
export type RunStatus = z.infer<typeof RunStatus>;

/** Why a run ended. A bound that was hit is named by the reason. */
export const StopReason = z.enum([
  'completed',
  'cancelled',
  'no_workflow',
  'needs_clarification',
  'plan_refused',
  'input_error',
  'logic_error',
  'transient_error',
  'outcome_unknown',
  'verdict_failed',
  'approval_refused',
  'approval_expired',
  'review_aborted',
  'review_expired',
  'no_progress',
  'max_steps_exceeded',
  'max_errors_exceeded',
  'internal_error',
]);
export type StopReason = z.infer<typeof StopReason>;

/** One call of a run: a step, the item of its `for_each` (0 without one), and how often its arguments were proposed. */
const call = { step: StepId, item: z.uint32(), attempt: z.uint32().min(1) };

const body = <K extends string, S extends z.ZodRawShape>(kind: K, shape: S) =>
  z.object({ kind: z.literal(kind), ...shape });

export const InBody = z.discriminatedUnion('kind', [
  body('run-requested', {
    requestId: z.string(),
    request: z.string(),
    /** Without a mode the workflow's own holds. */
    mode: Mode.optional(),
    onBudget: OnBudget.optional(),
    /** Whether the caller may be asked one question about an unclear request. */
    clarify: z.boolean().optional(),
  }),
  body('approval-decided', {
    step: StepId,
    item: z.uint32(),
    planVersion: z.uint32(),
    tool: z.string(),
    argumentDigest: Digest,
    approved: z.boolean(),
    decidedBy: z.string(),
    reason: z.string(),
  }),
  body('review-resolved', { ...reviewPlace, decidedBy: z.string(), resolution: ReviewResolution }),
  /** The answer joins the request, which is routed anew. */
  body('clarification-given', { answer: z.string() }),
  body('cancel-requested', { reason: z.string() }),
  /** A limit was raised: who waits for budget may ask again. */
  body('budget-raised', {}),
]);
export type InBody = z.infer<typeof InBody>;

export const FactBody = z.discriminatedUnion('kind', [
  body('run-claimed', { owner: InstanceId }),
  /** `explanation` says how the labels were decided: the values, the limits, and what would have changed it. */
  body('run-routed', { route: Route, question: z.string(), usage: Usage, explanation: z.string().optional() }),
  body('clarification-wanted', { question: z.string(), expiresAt: z.iso.datetime() }),
  body('plan-proposed', {
    plan: Plan,
    packDigest: Digest,
    confidence: Confidence,
    usage: Usage,
    /** What the single model wrote; a run that has one goes on in that mode. */
    scratchpad: z.string().optional(),
    /** The call that it wrote in the same turn. */
    firstCall: FirstCall.optional(),
    /** Whether who made the plan also revises it after an impossible state; logs from before that was possible don't say so. */
    revisable: z.boolean().optional(),
    /** The escalation that this plan answers; absent when the local crew made it. */
    escalation: z.uint32().min(1).optional(),
    /** The bounds of the run's workflow, where its pack sets them; they hold for the whole run. */
    limits: Limits.optional(),
  }),
  body('plan-refused', { message: z.string() }),
  ...EscalationFacts,
  /** The plan in the place of the one before: finished steps stay as they were, everything else has a new id (R3). */
  body('plan-revised', {
    plan: Plan,
    failedStep: StepId,
    repair: Repair,
    confidence: Confidence,
    packDigest: Digest,
    usage: Usage,
  }),
  body('replan-refused', { step: StepId, message: z.string() }),
  body('call-proposed', {
    ...call,
    tool: z.string(),
    arguments: JsonObject,
    sources: z.array(ArgumentSource),
    argumentDigest: Digest,
    idempotencyKey: z.string(),
    usage: Usage,
    scratchpad: z.string().optional(),
  }),
  body('call-refused', { ...call, message: z.string() }),
  body('call-judged', { ...call, verdict: Verdict, usage: Usage }),
  body('approval-requested', {
    step: StepId,
    item: z.uint32(),
    planVersion: z.uint32(),
    tool: z.string(),
    arguments: JsonObject,
    argumentDigest: Digest,
    /** What was done so far and what will happen, for the person who decides. */
    summary: z.string(),
    expiresAt: z.iso.datetime(),
  }),
  body('call-performed', {
    ...call,
    /** 1 for the first performance of these arguments, one more for each transient retry. */
    performance: z.uint32().min(1),
    outcome: Outcome,
    latencyMs: z.number().min(0),
  }),
  /** Asked before a call of unknown outcome may be repeated. */
  body('call-probed', {
    ...call,
    /** The performance that is asked about. */
    performance: z.uint32().min(1),
    /** How often it was asked about, this time included. */
    probe: z.uint32().min(1),
    tool: z.string(),
    finding: Finding,
    latencyMs: z.number().min(0),
  }),
  body('step-judged', { ...call, verdict: Verdict, usage: Usage }),
  body('step-succeeded', { step: StepId }),
  body('step-failed', { step: StepId, stopReason: StopReason, message: z.string() }),
  body('step-skipped', { step: StepId, message: z.string() }),
  /** A person is asked about the failed step; an answer that fits makes it an open step again. */
  body('review-requested', { ...reviewPlace, tool: z.string(), stopReason: StopReason, ...reviewQuestion }),
  /** The last scratchpad, in which every step is through. */
  body('run-judged', { verdict: Verdict, usage: Usage, scratchpad: z.string().optional() }),
  body('run-parked', { waitingFor: z.array(StepId), waitingForBudget: z.boolean().optional() }),
  body('timer-fired', { timer: z.string() }),
  body('run-finished', {
    status: RunStatus,
    stopReason: StopReason,
    /** The result of each succeeded step, by step id. */
    result: z.record(z.string(), JsonValue),
    /** What was done, what failed and why, in sentences for the caller. */
    account: z.string(),
    confidence: Confidence,
    /** What the caller has to know before relying on the result. */
    disclaimer: z.string().optional(),
  }),
]);
export type FactBody = z.infer<typeof FactBody>;

export const EventBody = z.discriminatedUnion('kind', [...InBody.options, ...FactBody.options]);
export type EventBody = z.infer<typeof EventBody>;
export type EventKind = EventBody['kind'];
export type BodyOf<K extends EventKind> = Extract<EventBody, { kind: K }>;

export const RunEvent = z.object({
  schemaVersion: z.literal(1),
  /** `run:epoch:n` for facts, `run:in:<uuid>` for facts from outside; also the message id in the log. */
  id: z.string(),
  tenant: TenantId,
  run: RunId,
  /** 0 until the run is first claimed. */
  epoch: z.uint32(),
  at: z.iso.datetime(),
  /** W3C trace context of whoever appended the fact; empty when tracing is off. */
  traceparent: z.string(),
  /** Digest of the event before as it was stored, or of the empty text for the first; loss is at least detected. */
  previousDigest: Digest,
  body: EventBody,
});
export type RunEvent = z.infer<typeof RunEvent>;

/** An event with its place in the log: the stream sequence, which is also the resume token of a watch. */
export const StoredEvent = z.object({ sequence: z.int().min(1), event: RunEvent });
export type StoredEvent = z.infer<typeof StoredEvent>;

/** The envelope of an event whose body this code may not know. */
export const isKnownKind = (kind: string): kind is EventKind =>
  EventBody.options.some((option) => option.shape.kind.value === kind);
