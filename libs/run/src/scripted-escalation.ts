/** Plays runs whose crew may ask a frontier: the budget's and the frontier's answers by the script, in the order of asking. */
import { digestOf, type EventBody, type JsonObject, type Plan, type StepId } from '@pitcrew/contracts';
import type { RunRules } from './rules.ts';
import { type Answer, packDigest, rules, type Script, scriptedCrew, usage } from './scripted.ts';
import type { RunState } from './state.ts';

export type FrontierScript = {
  /** One for each time that budget is asked for; the last one holds for all later times. */
  readonly budget: readonly ('granted' | 'refused')[];
  readonly frontier: Plan | 'failed' | 'unavailable';
  /** The arguments with which the frontier re-runs a failed step. */
  readonly rescue?: JsonObject;
  /** What a run that waits for budget is told; it waits for ever otherwise. */
  readonly waiting?: 'period-turns' | 'limit-raised';
};

export const hybridRules: RunRules = { ...rules, hybrid: true, planConfidenceMin: () => 0.98 };

export function escalatingCrew(script: Script, { budget, frontier, waiting, rescue }: FrontierScript): Answer {
  const crew = scriptedCrew(script);
  let asked = 0;
  return (effect, state): EventBody | undefined => {
    switch (effect.kind) {
      case 'reserve-spend': {
        const { escalation, reservation } = effect;
        if (frontier === 'unavailable') return failed(escalation, 'no key is configured', { kind: 'none' });
        const answer = budget[Math.min(asked, budget.length - 1)];
        asked += 1;
        if (answer === 'refused')
          return { kind: 'spend-refused', escalation, message: 'the month is used up', resumesAt: NEXT_MONTH };
        const granted = { reservation, model: 'big', amountMicroUsd: 9_000, inputTokens: 400, outputTokensMax: 512 };
        return { kind: 'spend-reserved', escalation, ...granted, expiresAt: '2026-01-01T00:02:00.000Z' };
      }
      case 'ask-frontier': {
        const { escalation } = effect;
        if (typeof frontier === 'string') return failed(escalation, 'the connection was cut', { kind: 'unknown' });
        const rescued = state.escalations[escalation - 1]?.rescue;
        if (rescued !== undefined) return rescuedBy(state, escalation, rescued, rescue ?? {});
        const spent = { ...usage, model: 'big', inputTokens: 380, outputTokens: 90 };
        return { kind: 'plan-proposed', plan: frontier, packDigest, confidence: 1, usage: spent, escalation };
      }
      case 'settle-spend': {
        const { escalation, reserved, charge } = effect;
        const amountMicroUsd = charge.kind === 'used' ? 2_000 : charge.kind === 'none' ? 0 : reserved.amountMicroUsd;
        return { kind: 'spend-settled', escalation, reservation: reserved.reservation, amountMicroUsd };
      }
      case 'park':
        if (!effect.waitingForBudget) return crew(effect, state);
        if (waiting === 'period-turns') return { kind: 'timer-fired', timer: `budget:1:${asked}` };
        if (waiting === 'limit-raised') return { kind: 'budget-raised' };
        return { kind: 'run-parked', waitingFor: [], waitingForBudget: true };
      default:
        return crew(effect, state);
    }
  };

  function failed(
    escalation: number,
    message: string,
    charge: Extract<EventBody, { kind: 'escalation-failed' }>['charge'],
  ): EventBody {
    return { kind: 'escalation-failed', escalation, message, charge };
  }
}

export const NEXT_MONTH = '2026-02-01T00:00:00.000Z';

function rescuedBy(
  state: RunState,
  escalation: number,
  { step, item }: { readonly step: StepId; readonly item: number },
  args: JsonObject,
): EventBody {
  const attempt = (state.steps.get(step)?.calls.get(item)?.attempt ?? 0) + 1;
  const tool = state.plan?.steps.find(({ id }) => id === step)?.tool ?? '';
  const argumentDigest = digestOf(args);
  const idempotencyKey = `${step}:${item}:${attempt}:${argumentDigest.slice(7, 15)}`;
  const call = { step, item, attempt, tool, arguments: args, argumentDigest, idempotencyKey };
  return { kind: 'step-rescued', escalation, ...call, usage: { ...usage, inputTokens: 380, outputTokens: 90 } };
}
