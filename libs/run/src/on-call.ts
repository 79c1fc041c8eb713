/** A call of an open step, changed; everything else of the state stays. */
import type { StepId } from '@pitcrew/contracts';
import { IllegalFact } from './illegal-fact.ts';
import { type CallState, freshCall, type ProposedCall, type RunState } from './state.ts';

export type Place = { readonly step: StepId; readonly item: number };

export function onCall(state: RunState, { step, item }: Place, change: (call: CallState) => CallState): RunState {
  const found = state.steps.get(step);
  if (found?.phase.kind !== 'open') throw new IllegalFact(`a call of ${step}, which is not an open step`);
  const calls = new Map(found.calls).set(item, change(found.calls.get(item) ?? freshCall));
  return { ...state, steps: new Map(state.steps).set(step, { ...found, calls }) };
}

export const onProposed = (state: RunState, place: Place, change: (call: ProposedCall) => ProposedCall): RunState =>
  onCall(state, place, (call) => ({ ...call, phase: change(proposedPhase(call)) }));

export function proposedPhase(call: CallState): ProposedCall {
  if (call.phase.kind !== 'proposed') throw new IllegalFact('a call that was not proposed');
  return call.phase;
}
