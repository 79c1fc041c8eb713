/** When a step may begin, what its calls need, and when it is over. */
import {
  assertNever,
  type Condition,
  conditionsOf,
  holds,
  type JsonValue,
  resolveReference,
  type StepId,
  stepReferredTo,
  UnresolvedReference,
} from '@pitcrew/contracts';
import { FOR_EACH_ITEMS_MAX } from './bounds.ts';
import { decideCall, isThrough } from './decide-call.ts';
import { type Effect, stepFailed } from './effect.ts';
import type { RunRules } from './rules.ts';
import { freshCall, isBegun, type RunState, resultsOf, type StepState } from './state.ts';

export function decideStep(rules: RunRules, state: RunState, step: StepState): readonly Effect[] {
  if (step.phase.kind !== 'open') return [];
  if (step.review?.kind === 'resolved' && step.review.resolution.kind === 'skip')
    return [skipped(step, `${step.review.decidedBy} left it out`)];
  if (isBegun(step)) return decideCalls(rules, state, step);
  const readiness = readinessOf(state, step);
  switch (readiness.kind) {
    case 'blocked':
      return [];
    case 'skip':
      return [skipped(step, readiness.message)];
    case 'ready':
      return begin(rules, state, step);
    default:
      return assertNever(readiness);
  }
}

type Readiness = { readonly kind: 'blocked' | 'ready' } | { readonly kind: 'skip'; readonly message: string };

/** A step waits for all that it depends on; when all of that was skipped, so is the step. */
function readinessOf(state: RunState, { step }: StepState): Readiness {
  const phases = step.dependsOn.map((id) => state.steps.get(id)?.phase.kind);
  if (phases.some((kind) => kind !== 'succeeded' && kind !== 'skipped')) return { kind: 'blocked' };
  if (phases.length > 0 && phases.every((kind) => kind === 'skipped'))
    return { kind: 'skip', message: 'everything it depends on was skipped' };
  return { kind: 'ready' };
}

/** After a failure the reads that are still possible go on; nothing with a side effect begins. */
function begin(rules: RunRules, state: RunState, step: StepState): readonly Effect[] {
  const { id, tool } = step.step;
  const failed = [...state.steps.values()].some(({ phase }) => phase.kind === 'failed');
  if (failed && rules.effectOf(state.plan?.workflow ?? '', tool) !== 'read') return [];
  const { maxSteps } = state.limits;
  if (begunBefore(state, id) >= maxSteps)
    return [stepFailed(id, 'max_steps_exceeded', `a run begins at most ${maxSteps} steps`)];
  return guarded(id, () => {
    const results = { steps: resultsOf(state) };
    for (const condition of conditionsOf(step.step)) {
      const { reference, operator, literal } = condition;
      if (looksAtSkipped(state, condition)) return [skipped(step, `${reference}: that step was skipped`)];
      if (!holds(condition, results))
        return [skipped(step, `${reference} ${operator} ${JSON.stringify(literal)} does not hold`)];
    }
    return decideCalls(rules, state, step);
  });
}

/** What did not happen fulfils no condition: "if the room is under 130" books nothing when no room was looked for. */
const looksAtSkipped = (state: RunState, { reference }: Condition): boolean =>
  state.steps.get(stepReferredTo(reference))?.phase.kind === 'skipped';

/** Steps begun, replaced ones included, and those that this same decision begins before this one, in plan order. */
function begunBefore(state: RunState, id: StepId): number {
  const order = [...state.steps.values()];
  const index = order.findIndex(({ step }) => step.id === id);
  const begun = order.filter((other, at) => {
    if (isBegun(other)) return true;
    return at < index && other.phase.kind === 'open' && readinessOf(state, other).kind === 'ready';
  }).length;
  return state.begunBefore + begun;
}

function decideCalls(rules: RunRules, state: RunState, step: StepState): readonly Effect[] {
  return guarded(step.step.id, () => {
    const count = itemCount(state, step);
    if (count > FOR_EACH_ITEMS_MAX)
      return [stepFailed(step.step.id, 'logic_error', `${count} items; at most ${FOR_EACH_ITEMS_MAX} are allowed`)];
    const calls = Array.from({ length: count }, (_, item) => step.calls.get(item) ?? freshCall);
    if (calls.every((call) => isThrough(rules, call)))
      return [{ kind: 'append', body: { kind: 'step-succeeded', step: step.step.id } }];
    const needs = calls.map((call, item) => decideCall(rules, state, step.step, item, call));
    const failure = needs.flat().find((effect) => effect.kind === 'append' && effect.body.kind === 'step-failed');
    if (failure === undefined) return needs.flat();
    // An item whose call may have begun is seen to its end before its sibling's failure ends the step: no outcome is dropped.
    const underWay = needs.flat().filter(({ kind }) => kind === 'perform' || kind === 'probe' || kind === 'judge-step');
    return underWay.length > 0 ? underWay : [failure];
  });
}

function itemCount(state: RunState, { step }: StepState): number {
  if (step.forEach === undefined) return 1;
  const list: JsonValue = resolveReference(step.forEach, { steps: resultsOf(state) });
  if (!Array.isArray(list)) throw new UnresolvedReference(`${step.forEach} is not a list`);
  return list.length;
}

/** A plan that refers to what a result does not hold met an impossible state. */
function guarded(id: StepId, effects: () => readonly Effect[]): readonly Effect[] {
  try {
    return effects();
  } catch (error) {
    if (error instanceof UnresolvedReference) return [stepFailed(id, 'logic_error', error.message)];
    throw error;
  }
}

const skipped = ({ step }: StepState, message: string): Effect => ({
  kind: 'append',
  body: { kind: 'step-skipped', step: step.id, message },
});
