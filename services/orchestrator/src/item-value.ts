/** The element of a `for_each` list that one item of a step is about; undefined for a step without one. */
import { type JsonValue, resolveReference, type StepId } from '@pitcrew/contracts';
import { type RunState, resultsOf } from '@pitcrew/run';

export function itemValue(state: RunState, step: StepId, item: number): JsonValue | undefined {
  const forEach = state.steps.get(step)?.step.forEach;
  if (forEach === undefined) return undefined;
  const list = resolveReference(forEach, { steps: resultsOf(state) });
  return Array.isArray(list) ? list[item] : undefined;
}
