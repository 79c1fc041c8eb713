/**
 * A plan: the steps of a run in topological order, each naming one tool. Arguments are not part of it; the executor
 * proposes them when the step's dependencies are done. Tools and order are fixed before any result is read (R7).
 */
import { z } from 'zod';
import { StepId } from './ids.ts';
import { JsonObject } from './json.ts';
import { ArgumentSource } from './verdict.ts';

/** A path into the result of an earlier step: `$s1.zone`, `$s1.items[].sku` (a projection), or the current `for_each` item: `$item`. */
export const Reference = z
  .string()
  .regex(/^\$(s[1-9]\d{0,2}|item)(\.[A-Za-z_][A-Za-z0-9_-]*(\[\])?)*$/, 'a reference looks like $s1.items[].sku');
export type Reference = z.infer<typeof Reference>;

export const Operator = z.enum(['eq', 'ne', 'lt', 'le', 'gt', 'ge']);
export type Operator = z.infer<typeof Operator>;

/** A declared field, an operator and a literal: `$s3.cost le 500`. */
export const Condition = z.object({
  reference: Reference,
  operator: Operator,
  literal: z.union([z.string(), z.number(), z.boolean()]),
});
export type Condition = z.infer<typeof Condition>;

/** Optional arguments that the request speaks of -> a member of the closed set, `given`, or `-` for left out. */
export const GivenArguments = z.object({ arguments: z.record(z.string(), z.string()) });
export type GivenArguments = z.infer<typeof GivenArguments>;

export const PlanStep = z.object({
  id: StepId,
  tool: z.string().min(1),
  dependsOn: z.array(StepId),
  /** Run the step once for each element of a list known only at run time; at most 32. */
  forEach: Reference.optional(),
  /** Skip the step unless the condition holds. */
  when: Condition.optional(),
  /** A condition of the request beside the one that the pack's template puts in `when`; both must hold. */
  andWhen: Condition.optional(),
  given: GivenArguments.optional(),
  /** A person approves every call of the step: a repair added a side effect that the request's plan did not have (R7). */
  needsApproval: z.boolean().optional(),
});
export type PlanStep = z.infer<typeof PlanStep>;

/** What must hold for a step to be done: all of it. */
export const conditionsOf = ({ when, andWhen }: PlanStep): readonly Condition[] =>
  [when, andWhen].filter((condition) => condition !== undefined);

export const Plan = z.object({
  workflow: z.string().min(1),
  /** The name of the pack's variation that was chosen. */
  variation: z.string(),
  /** 1 for the first plan of a run, one more for each replan. */
  version: z.uint32().min(1),
  steps: z.array(PlanStep).min(1),
});
export type Plan = z.infer<typeof Plan>;

/** Time of one performance of a call (R5), without queueing, model load and waiting for people. */
export const STEP_TIMEOUT_MS = 5000;

/** Bounds of one workflow's runs (R5), at most the machine's own. */
export const Limits = z.object({
  maxSteps: z.uint32().min(1),
  maxErrors: z.uint32().min(1),
  stepTimeoutMs: z.uint32().min(1),
});
export type Limits = z.infer<typeof Limits>;

/**
 * What can be done about a step that met an impossible state, a closed set that code expands:
 * `refresh` repeats the reads that went stale, then the step; `skip` goes on without the step; `alternative` takes the
 * template's other branch.
 */
export const Repair = z.enum(['refresh', 'skip', 'alternative']);
export type Repair = z.infer<typeof Repair>;
/** A call that was written together with the plan, by a model that does both. */
export const FirstCall = z.object({ tool: z.string(), arguments: JsonObject, sources: z.array(ArgumentSource) });
export type FirstCall = z.infer<typeof FirstCall>;
