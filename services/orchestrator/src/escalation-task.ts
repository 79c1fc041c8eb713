/** What the frontier is asked for, from the state of a run: a plan for its request, or one failed call with all that was done and tried. */
import type { FailedCall, PlanTask, RescueTask, StepId } from '@pitcrew/contracts';
import type { RunState } from '@pitcrew/run';
import { historyOf } from './history-of.ts';
import { itemValue } from './item-value.ts';

export type Rescued = { readonly step: StepId; readonly item: number };

export const rescuedCall = ({ escalations }: RunState, number: number): Rescued | undefined =>
  escalations[number - 1]?.rescue;

/** Of a request that the router could place, that workflow's tools; of a novel one, all. */
export function planTask(state: RunState): PlanTask {
  const workflow = state.routed?.route.clarity === 'ambiguous' ? undefined : state.routed?.route.workflow;
  const request = state.request?.text ?? '';
  return { request, workflows: workflow === undefined ? [] : [workflow], history: historyOf(state) };
}

/** The failed step with all that was done and tried. */
export function rescueTask(state: RunState, { step, item }: Rescued): RescueTask {
  const { plan, request } = state;
  if (plan === undefined) throw new Error('a run without a plan');
  const element = itemValue(state, step, item);
  return {
    request: request?.text ?? '',
    workflow: plan.workflow,
    plan,
    step,
    tool: toolOf(state, step),
    history: historyOf(state, step),
    failures: failedCalls(state, step, item),
    ...(element !== undefined && { itemValue: { result: element } }),
  };
}

/** Oldest first; the last is the one that the step failed on. */
function failedCalls(state: RunState, step: StepId, item: number): FailedCall[] {
  const call = state.steps.get(step)?.calls.get(item);
  const before = (call?.failures ?? []).map(({ arguments: args, message }) => ({ arguments: args, message }));
  const last = call?.phase.kind === 'failed' ? call.phase : undefined;
  return last?.proposed === undefined
    ? before
    : [...before, { arguments: last.proposed.arguments, message: last.message }];
}

export const toolOf = ({ plan }: RunState, step: StepId): string =>
  plan?.steps.find(({ id }) => id === step)?.tool ?? '';
