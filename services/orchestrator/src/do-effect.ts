/** One effect of the machine -> the fact that comes of it. */
import { assertNever, type FactBody } from '@pitcrew/contracts';
import type { Effect, RunState } from '@pitcrew/run';
import { tracedEffect } from './effect-span.ts';
import type { Clock, Ports } from './ports.ts';

export const doEffect = (ports: Ports, state: RunState, effect: Effect, signal: AbortSignal): Promise<FactBody> =>
  tracedEffect(state, effect, () => factOf(ports, state, effect, signal));

async function factOf(
  { crew, clock, expiry }: Ports,
  state: RunState,
  effect: Effect,
  signal: AbortSignal,
): Promise<FactBody> {
  const workflow = state.plan?.workflow ?? '';
  switch (effect.kind) {
    case 'route':
      return crew.route(state, signal);
    case 'plan':
      return crew.plan(state, effect, signal);
    case 'replan':
      return crew.replan(state, effect, signal);
    case 'propose':
      return crew.propose(state, effect, signal);
    case 'judge-call':
      return crew.judgeCall(state, effect, signal);
    case 'judge-step':
      return crew.judgeStep(state, effect, signal);
    case 'judge-run':
      return crew.judgeRun(state, signal);
    case 'reserve-spend':
      return crew.reserveSpend(state, effect, signal);
    case 'ask-frontier':
      return crew.askFrontier(state, effect, signal);
    case 'settle-spend':
      return crew.settleSpend(state, effect, signal);
    case 'perform': {
      if (effect.delayMs > 0) await clock.sleep(effect.delayMs, signal);
      const { outcome, latencyMs } = await crew.perform(state, effect, signal);
      const { step, item, attempt, performance } = effect;
      return { kind: 'call-performed', step, item, attempt, performance, outcome, latencyMs };
    }
    case 'probe': {
      await clock.sleep(effect.delayMs, signal);
      const { finding, latencyMs } = await crew.probe(state, effect, signal);
      const { step, item, attempt, performance, probe, tool } = effect;
      return { kind: 'call-probed', step, item, attempt, performance, probe, tool, finding, latencyMs };
    }
    case 'request-approval': {
      const { kind: _, ...asked } = effect;
      return { kind: 'approval-requested', ...asked, expiresAt: within(clock, expiry.approvalMs(workflow)) };
    }
    case 'request-review': {
      const { kind: _, ...asked } = effect;
      return { kind: 'review-requested', ...asked, expiresAt: within(clock, expiry.reviewMs(workflow)) };
    }
    case 'request-clarification': {
      const { question } = effect;
      return { kind: 'clarification-wanted', question, expiresAt: within(clock, expiry.clarificationMs) };
    }
    case 'append':
    case 'park':
      throw new Error(`${effect.kind} is recorded, not done`);
    default:
      return assertNever(effect);
  }
}

const within = (clock: Clock, ms: number): string => new Date(clock.now().getTime() + ms).toISOString();
