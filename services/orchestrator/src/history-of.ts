import type { StepId, StepResult } from '@pitcrew/contracts';
import { type RunState, resultsOf } from '@pitcrew/run';

/** Results in plan order: all of them, or those that a step depends on, directly or not. */
export function historyOf(state: RunState, step?: StepId): StepResult[] {
  const results = resultsOf(state);
  const wanted = step === undefined ? undefined : ancestorsOf(state, step);
  return (state.plan?.steps ?? []).flatMap(({ id, tool }) => {
    const result = results.get(id);
    return result === undefined || wanted?.has(id) === false ? [] : [{ step: id, tool, result }];
  });
}

function ancestorsOf(state: RunState, step: StepId): ReadonlySet<StepId> {
  const found = new Set<StepId>();
  const visit = (id: StepId): void => {
    for (const dependency of state.steps.get(id)?.step.dependsOn ?? []) {
      if (found.has(dependency)) continue;
      found.add(dependency);
      visit(dependency);
    }
  };
  visit(step);
  return found;
}
