/**
 * What a decider answers, as this library reads it, and the limits that turn its probabilities into decisions. The
 * limits are data, stored beside the heads: they are measured on the gate split, never guessed in code.
 */
import { z } from 'zod';

export type HeadDecision = {
  readonly label: string;
  readonly confidence: number;
  readonly probabilities: Readonly<Record<string, number>>;
};
export type Decision = { readonly heads: Readonly<Record<string, HeadDecision>> };

/** The answer of one head; a head that the model lacks is a mistake of the set-up, not of the request. */
export function head(decision: Decision, name: string): HeadDecision {
  const found = decision.heads[name];
  if (found === undefined)
    throw new Error(`the model has no head "${name}"; it has ${Object.keys(decision.heads).join(', ')}`);
  return found;
}

export const probability = (decision: HeadDecision, label: string): number => decision.probabilities[label] ?? 0;

/** A bad label counts once its probability reaches its limit. */
export const Thresholds = z.object({
  router: z.object({
    /** Below it a workflow that the head names is not believed. */
    workflow: z.number().min(0).max(1),
    /** The probability from which a request counts as incomplete or ambiguous. */
    incomplete: z.number().min(0).max(1),
    ambiguous: z.number().min(0).max(1),
  }),
  validator: z.object({
    call: z.number().min(0).max(1),
    step: z.number().min(0).max(1),
    run: z.number().min(0).max(1),
  }),
  /** The probability from which a repair is believed; below it the run ends with what it has. */
  planner: z.object({ replan: z.number().min(0).max(1) }).default({ replan: 0.5 }),
});
export type Thresholds = z.infer<typeof Thresholds>;
export type PlannerThresholds = Thresholds['planner'];
export type RouterThresholds = Thresholds['router'];
export type ValidatorThresholds = Thresholds['validator'];

/** Where nothing was measured: the label that is more likely than not. */
export const EVEN_THRESHOLDS: Thresholds = {
  router: { workflow: 0, incomplete: 0.5, ambiguous: 0.5 },
  validator: { call: 0.5, step: 0.5, run: 0.5 },
  planner: { replan: 0.5 },
};

export type Scored = { readonly score: number; readonly bad: boolean };

/**
 * The lowest limit at which at most `falseAlarmMax` of the good ones would be called bad: the highest recall that the
 * false alarms allow. Scores are probabilities of "bad" on the gate split. Above every good score when none may pass.
 */
export function thresholdFor(scored: readonly Scored[], falseAlarmMax: number): number {
  const good = scored
    .filter((each) => !each.bad)
    .map((each) => each.score)
    .sort((a, b) => b - a);
  const allowed = Math.floor(good.length * falseAlarmMax);
  const firstKept = good[allowed];
  if (firstKept === undefined) return 0.5;
  return Math.min(1, Math.max(0.5, firstKept + 1e-6));
}
