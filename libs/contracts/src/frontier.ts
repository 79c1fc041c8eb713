/**
 * The frontier service, as the orchestrator calls it: it plans for a request, or finds the arguments of one call that failed
 * locally, through a provider's API. It runs no tool and keeps no state. A call costs money, so the transport repeats none,
 * and each answer says what it cost: `usage`, or for a failure whether it may have cost anything.
 */
import { z } from 'zod';
import { RunId, StepId, TenantId } from './ids.ts';
import { Digest, JsonObject, JsonValue } from './json.ts';
import { Plan } from './plan.ts';
import { service, unary } from './service.ts';
import { FailedCall, StepResult } from './specialists.ts';

const caller = { tenant: TenantId, run: RunId };

const planTask = {
  /** What the caller wants, in the caller's words. */
  request: z.string(),
  /** Packs whose tools may be used; empty for all. */
  workflows: z.array(z.string()),
  /** Steps that are finished; usually none. */
  history: z.array(StepResult),
};
const rescueTask = {
  request: z.string(),
  workflow: z.string(),
  plan: Plan,
  /** The step that failed, and its tool. */
  step: StepId,
  tool: z.string(),
  /** Results of the steps that this one depends on, directly or not, in plan order. */
  history: z.array(StepResult),
  /** Failed calls of this step, oldest first. */
  failures: z.array(FailedCall),
  /** The current element of `for_each`. */
  itemValue: z.object({ result: JsonValue }).optional(),
};
export const PlanTask = z.object(planTask);
export type PlanTask = z.infer<typeof PlanTask>;
export const RescueTask = z.object(rescueTask);
export type RescueTask = z.infer<typeof RescueTask>;
export const FrontierTask = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('plan'), ...planTask }),
  z.object({ kind: z.literal('rescue'), ...rescueTask }),
]);
export type FrontierTask = z.infer<typeof FrontierTask>;

/** Tokens as the provider reports them; the worst case (the bound of the input, the most of the output) where it reports none. */
export const FrontierUsage = z.object({ model: z.string(), inputTokens: z.uint32(), outputTokens: z.uint32() });
export type FrontierUsage = z.infer<typeof FrontierUsage>;

/** `exact`: the provider's own count. `bound`: never less than the provider's count. */
export const TokenCount = z.enum(['exact', 'bound']);
export type TokenCount = z.infer<typeof TokenCount>;

/** `no`: surely not. `unknown`: a timeout after sending, a cut connection, an error of the provider. */
export const Charged = z.enum(['no', 'unknown']);
export type Charged = z.infer<typeof Charged>;

export const Preparation = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('prepared'),
    model: z.string(),
    inputTokens: z.uint32(),
    tokenCount: TokenCount,
    /** Digest of model, messages and answer schema; the audit record of the call carries the same. */
    bodyDigest: Digest,
  }),
  /** Hybrid is off: no key, no audit folder, or the provider fails too often. */
  z.object({ kind: z.literal('unavailable'), message: z.string() }),
  /** The task cannot be sent: redaction failed, or there is nothing to ask. */
  z.object({ kind: z.literal('refused'), message: z.string() }),
]);
export type Preparation = z.infer<typeof Preparation>;

const charged = { message: z.string(), usage: FrontierUsage };
const malformed = z.object({ kind: z.literal('malformed'), ...charged });
const failed = z.object({ kind: z.literal('failed'), message: z.string(), charged: Charged });

export const FrontierPlanning = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('planned'),
    workflow: z.string(),
    plan: Plan,
    packDigest: Digest,
    usage: FrontierUsage,
  }),
  /** The model says that no workflow it was shown can do this. */
  z.object({ kind: z.literal('unplannable'), ...charged }),
  /** A plan that must not run: an unknown tool, a cycle, too many steps, anything that the static check finds. */
  z.object({ kind: z.literal('refused-plan'), ...charged }),
  /** Cut at its bound, or not of the shape that was asked for. */
  malformed,
  failed,
]);
export type FrontierPlanning = z.infer<typeof FrontierPlanning>;

export const Rescuing = z.discriminatedUnion('kind', [
  /** The arguments fit the tool's declaration, each from the request, a result or a closed set. */
  z.object({ kind: z.literal('called'), arguments: JsonObject, usage: FrontierUsage }),
  /** The model says that no arguments can make the call succeed. */
  z.object({ kind: z.literal('unable'), ...charged }),
  malformed,
  failed,
]);
export type Rescuing = z.infer<typeof Rescuing>;

/** `spend`: id of the reservation that pays for the call, the same when the call is repeated. */
const paid = { ...caller, outputTokensMax: z.uint32().min(1), spend: z.string().min(1).max(256) };

export const frontierService = service('pitcrew.frontier.v1.FrontierService', {
  prepare: unary(z.object({ ...caller, task: FrontierTask }), z.object({ preparation: Preparation })),
  plan: unary(z.object({ ...paid, task: PlanTask }), z.object({ planning: FrontierPlanning }), false),
  rescue: unary(z.object({ ...paid, task: RescueTask }), z.object({ rescuing: Rescuing }), false),
});
