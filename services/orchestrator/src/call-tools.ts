/**
 * The effects that reach a tool: a call of a step, and the probe that is asked about one. Each has the time that the run's workflow
 * allows (R5) and is performed by the executor under the call's idempotency key.
 */
import type { executorService } from '@pitcrew/contracts';
import type { Client } from '@pitcrew/rpc';
import type { Effect, RunRules, RunState } from '@pitcrew/run';
import { caller } from './caller.ts';
import { findingOf } from './finding-of.ts';
import { performCall } from './perform-call.ts';
import type { Crew } from './ports.ts';

/** The tool has the step's time; this is for the way there and back. */
const WAY_MS = 1000;

type Called = Pick<Extract<Effect, { kind: 'perform' }>, 'step' | 'tool' | 'arguments' | 'idempotencyKey'>;

export function createToolCalls(
  executor: Pick<Client<(typeof executorService)['methods']>, 'perform'>,
  rules: RunRules,
): Pick<Crew, 'perform' | 'probe'> {
  const perform = (state: RunState, called: Called, signal: AbortSignal) => {
    const { step, tool, arguments: args, idempotencyKey } = called;
    const { stepTimeoutMs: timeoutMs } = state.limits;
    const request = { ...caller(state), step, tool, arguments: args, idempotencyKey, timeoutMs };
    const repeatable = rules.effectOf(state.plan?.workflow ?? '', tool) !== 'irreversible';
    const deadline = { deadlineMs: timeoutMs + WAY_MS, signal };
    return performCall(() => executor.perform(request, deadline), repeatable, signal);
  };
  return {
    perform,
    probe: async (state, effect, signal) => {
      const { outcome, latencyMs } = await perform(state, effect, signal);
      return { finding: findingOf(outcome, effect.field), latencyMs };
    },
  };
}
