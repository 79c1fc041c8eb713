/** Specialists that answer right after some time; the tools are the world's. */
import type { FactBody, Outcome, Plan } from '@pitcrew/contracts';
import type { Effect, RunState } from '@pitcrew/run';
import { rules, scriptedCrew } from '@pitcrew/run/scripted';
import { scriptedRepair } from '@pitcrew/run/scripted-repair';
import type { Crew } from '../ports.ts';

export function simulatedCrew(
  pass: () => Promise<void>,
  perform: (tool: string, key: string) => Outcome,
  plan?: Plan,
): Crew {
  const script = scriptedCrew({
    ...(plan && { plan }),
    arguments: (tool) => ({ tool }),
    replan: (state, failed) => scriptedRepair(rules, state, failed, 'refresh'),
  });
  const answer = async (effect: Effect, state: RunState): Promise<FactBody> => {
    await pass();
    return script(effect, state) as FactBody;
  };
  return {
    route: (state) => answer({ kind: 'route' }, state),
    plan: (state, effect) => answer(effect, state),
    replan: (state, effect) => answer(effect, state),
    propose: (state, effect) => answer(effect, state),
    judgeCall: (state, effect) => answer(effect, state),
    judgeStep: (state, effect) => answer(effect, state),
    judgeRun: (state) => answer({ kind: 'judge-run' }, state),
    perform: async (_, { tool, idempotencyKey }) => {
      await pass();
      const outcome = perform(tool, idempotencyKey);
      await pass();
      return { outcome, latencyMs: 5 };
    },
  };
}
