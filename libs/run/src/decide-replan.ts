/**
 * Whether the plan is to be revised: one step alone failed, because its tool met an impossible state, and it surely did nothing.
 * R5: at most MAX_REPLANS revisions. R3: what may have had an effect is nobody's to repeat or to leave out. The machine's own
 * guards (a reference without a value, too long a list) are faults of the plan that no repair gets over.
 */
import { MAX_REPLANS } from './bounds.ts';
import { mayHaveTakenEffect } from './doubt.ts';
import type { Effect } from './effect.ts';
import type { RunRules } from './rules.ts';
import { isBegun, type RunState, type StepState } from './state.ts';

export function stepToRepair(rules: RunRules, state: RunState): StepState | undefined {
  if (rules.without.has('replan')) return undefined;
  if (!state.revisable || state.repaired.length >= MAX_REPLANS || state.errorCount >= state.limits.maxErrors)
    return undefined;
  const [failed, ...others] = [...state.steps.values()].filter(({ phase }) => phase.kind === 'failed');
  // Where a person has taken part, a person goes on: a revised plan would do again what they left out.
  if ([...state.steps.values()].some(({ review }) => review !== undefined)) return undefined;
  if (failed === undefined || others.length > 0 || failed.step.id === state.replanRefused) return undefined;
  return isImpossible(failed) && didNothing(rules, state, failed) ? failed : undefined;
}

export function replan(state: RunState, { step, phase }: StepState): Effect {
  const begun = state.begunBefore + [...state.steps.values()].filter(isBegun).length;
  return {
    kind: 'replan',
    step: step.id,
    message: phase.kind === 'failed' ? phase.message : '',
    firstOrdinal: state.lastOrdinal + 1,
    stepsLeft: Math.max(0, state.limits.maxSteps - begun),
  };
}

/** The tool said so, in one of the step's calls. */
const isImpossible = ({ phase, calls }: StepState): boolean =>
  phase.kind === 'failed' &&
  phase.stopReason === 'logic_error' &&
  [...calls.values()].some((call) => call.phase.kind === 'failed' && call.phase.stopReason === 'logic_error');

/** A read does nothing in any case. Of a step with an effect no call succeeded, and none may have been executed. */
const didNothing = (rules: RunRules, state: RunState, { step, calls }: StepState): boolean =>
  rules.effectOf(state.plan?.workflow ?? '', step.tool) === 'read' ||
  [...calls.values()].every((call) => call.phase.kind !== 'performed' && !mayHaveTakenEffect(call, state.epoch));
