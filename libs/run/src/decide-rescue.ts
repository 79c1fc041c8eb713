/**
 * Whether the frontier is asked to re-run a failed step with its full context, where the workflow wants that: after an impossible
 * state that no repair of the plan got over, and when no arguments were found that the tool takes. R3: only of a call that
 * surely did nothing. R5: a step is rescued once, and at most MAX_RESCUES steps of a run.
 */
import type { StopReason } from '@pitcrew/contracts';
import { MAX_RESCUES } from './bounds.ts';
import { failedCall } from './decide-review.ts';
import { mayHaveTakenEffect } from './doubt.ts';
import type { Effect } from './effect.ts';
import type { RunRules } from './rules.ts';
import type { RunState, StepState } from './state.ts';

const RESCUABLE: readonly StopReason[] = ['logic_error', 'input_error', 'no_progress'];

export function rescueWanted(rules: RunRules, state: RunState): readonly Effect[] | undefined {
  const workflow = state.plan?.workflow ?? '';
  if (!rules.hybrid || rules.onLogicError(workflow) !== 'frontier') return undefined;
  const [failed, ...others] = [...state.steps.values()].filter(({ phase }) => phase.kind === 'failed');
  const rescues = state.escalations.filter(({ rescue }) => rescue !== undefined);
  if (failed === undefined || others.length > 0 || rescues.length >= MAX_RESCUES) return undefined;
  if (rescues.some(({ rescue }) => rescue?.step === failed.step.id)) return undefined;
  const item = itemToRescue(rules, state, failed);
  if (item === undefined || failed.phase.kind !== 'failed') return undefined;
  const explanation = `${failed.step.tool} failed and the crew got no further: ${failed.phase.message.replace(/\.+$/, '')}.`;
  const body = {
    kind: 'escalation-wanted',
    escalation: state.escalations.length + 1,
    cause: 'step_failed',
    explanation,
    rescue: { step: failed.step.id, item },
  } as const;
  return [{ kind: 'append', body }];
}

/** A step that failed before its calls has nothing to re-run. */
function itemToRescue(rules: RunRules, state: RunState, failed: StepState): number | undefined {
  if (failed.phase.kind !== 'failed' || !RESCUABLE.includes(failed.phase.stopReason)) return undefined;
  const found = failedCall(rules, state, failed);
  if (found === undefined) return undefined;
  const [item, call] = found;
  const isRead = rules.effectOf(state.plan?.workflow ?? '', failed.step.tool) === 'read';
  if (call.phase.kind === 'performed') return undefined;
  return isRead || !mayHaveTakenEffect(call, state.epoch) ? item : undefined;
}
