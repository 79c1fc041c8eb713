/**
 * What the tables need to know of one run: what kind of plan its case expects, which of the case's keys came out right, and
 * what the run took. A case that is about a class of failure is a recovery case and counts in the recovery rows alone.
 */
import type { CaseResult, EvalCase, Key } from '@pitcrew/cli/eval';
import type { ErrorClass } from '@pitcrew/contracts';
import type { Pack } from '@pitcrew/workflow';

/** Of the first plan that the case accepts, so that it is the same whoever runs it. */
export type Shape = {
  /** 0: no plan is expected. */
  readonly steps: number;
  /** A step of it is taken or left by a condition of the pack's template; one that the request sets makes no branch. */
  readonly branches: boolean;
  /** A step of it runs once for each element of a list that is known only then. */
  readonly fansOut: boolean;
};

export type Outcome = Pick<
  CaseResult,
  'line' | 'request' | 'finished' | 'latencyMs' | 'stepsBegun' | 'sampledTokens'
> & {
  readonly failure: ErrorClass | undefined;
  readonly shape: Shape;
  /** Only the keys that the case expects something of. */
  readonly right: Readonly<Partial<Record<Key, boolean>>>;
  /** Undefined when the case expects none. */
  readonly stopReason: unknown;
};

export function outcomeOf(packs: readonly Pack[], evalCase: EvalCase, result: CaseResult): Outcome {
  const { line, request, finished, latencyMs, stepsBegun, sampledTokens, keys } = result;
  const right = Object.fromEntries(Object.entries(keys).map(([key, compared]) => [key, compared.passed]));
  return {
    line,
    request,
    failure: evalCase.class,
    shape: shapeOf(packs, evalCase),
    right,
    stopReason: keys.stop_reason?.got,
    finished,
    latencyMs,
    stepsBegun,
    sampledTokens,
  };
}

export function shapeOf(packs: readonly Pack[], { expect }: Pick<EvalCase, 'expect'>): Shape {
  const plan = expect.plan?.[0] ?? [];
  const template = packs.find(({ name }) => name === expect.workflow)?.template;
  return {
    steps: plan.length,
    branches: plan.some(({ tool, when = [] }) => when.length > 0 && template?.[tool]?.when !== undefined),
    fansOut: plan.some(({ forEach }) => forEach !== undefined),
  };
}

/**
 * Whether the run came to the right end: every expected call made once and no other, the outcome, and the reason to stop.
 * Undefined when the case does not tell: it names no outcome, or a plan without its calls.
 */
export function endedRight({ shape, right }: Pick<Outcome, 'shape' | 'right'>): boolean | undefined {
  if (right.outcome === undefined || (shape.steps > 0 && right.calls === undefined)) return undefined;
  return right.outcome && (right.calls ?? true) && (right.stop_reason ?? true);
}
