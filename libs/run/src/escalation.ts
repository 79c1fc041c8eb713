/**
 * The course of one escalation, folded from its facts: wanted, reserved, answered or failed, settled; or refused for want of
 * budget, and perhaps asked for again. R8 is the ledger's business; here nothing is asked of the frontier without a
 * reservation, and what was reserved is settled before the run ends.
 */
import { assertNever, type BodyOf, type Charge } from '@pitcrew/contracts';
import type { Escalation, EscalationPhase } from './escalation-phase.ts';
import { IllegalFact } from './illegal-fact.ts';
import type { RunState } from './state.ts';

export type EscalationFact = Extract<
  BodyOf<
    | 'escalation-wanted'
    | 'spend-reserved'
    | 'spend-refused'
    | 'escalation-failed'
    | 'step-rescued'
    | 'spend-settled'
    | 'plan-proposed'
  >,
  { readonly escalation?: unknown }
>;

export function foldEscalation(state: RunState, body: EscalationFact): RunState {
  switch (body.kind) {
    case 'escalation-wanted': {
      const { escalation: number, cause, explanation, rescue } = body;
      if (number !== state.escalations.length + 1) throw new IllegalFact(`escalation ${number} is not the next`);
      const wanted: Escalation = { number, cause, explanation, rescue, phase: { kind: 'wanted', tries: 0 } };
      return { ...state, escalations: [...state.escalations, wanted] };
    }
    case 'spend-reserved': {
      const { kind: _, escalation, ...reserved } = body;
      return onEscalation(state, escalation, () => ({ kind: 'reserved', reserved, sinceEpoch: state.epoch }));
    }
    case 'spend-refused':
      return onEscalation(state, body.escalation, (phase) => ({
        kind: 'no-budget',
        tries: triesOf(phase) + 1,
        message: body.message,
        resumesAt: body.resumesAt,
      }));
    case 'escalation-failed':
      return onEscalation(state, body.escalation, (phase) => over(phase, false, body.message, body.charge));
    case 'plan-proposed':
    case 'step-rescued': {
      if (body.escalation === undefined) return state;
      const { inputTokens, outputTokens } = body.usage;
      return onEscalation(state, body.escalation, (phase) =>
        over(phase, true, '', { kind: 'used', inputTokens, outputTokens }),
      );
    }
    case 'spend-settled':
      return onEscalation(state, body.escalation, (phase) =>
        phase.kind === 'over' ? { ...phase, unsettled: undefined } : phase,
      );
    default:
      return assertNever(body);
  }
}

/** Whoever waits for budget may ask again: its period turned, or a limit was raised. */
export const askAgain = (state: RunState): RunState => ({
  ...state,
  escalations: state.escalations.map((each) =>
    each.phase.kind === 'no-budget' ? { ...each, phase: { kind: 'wanted', tries: each.phase.tries } } : each,
  ),
});

const over = (phase: EscalationPhase, answered: boolean, message: string, charge: Charge): EscalationPhase => ({
  kind: 'over',
  answered,
  message,
  unsettled: phase.kind === 'reserved' ? { reserved: phase.reserved, charge } : undefined,
});

const triesOf = (phase: EscalationPhase): number =>
  phase.kind === 'wanted' || phase.kind === 'no-budget' ? phase.tries : 0;

function onEscalation(state: RunState, number: number, change: (phase: EscalationPhase) => EscalationPhase): RunState {
  const found = state.escalations[number - 1];
  if (found === undefined) throw new IllegalFact(`escalation ${number} was never wanted`);
  const changed = { ...found, phase: change(found.phase) };
  return { ...state, escalations: state.escalations.map((each) => (each === found ? changed : each)) };
}
