/** Specialists that answer right after some time, as a script says; the executor has the scene's tools perform, as the real one would. */
import type { FactBody, Outcome } from '@pitcrew/contracts';
import type { Effect, RunRules, RunState } from '@pitcrew/run';
import { rules as orderRules, type Script, scriptedCrew } from '@pitcrew/run/scripted';
import { createToolCalls } from '../call-tools.ts';
import type { Crew } from '../ports.ts';
import { type Called, orderScript } from './scene.ts';

export function simulatedCrew(
  pass: () => Promise<void>,
  perform: (call: Called) => Outcome,
  rules: RunRules = orderRules,
  script: Script = orderScript,
): Crew {
  const answers = scriptedCrew(script);
  const answer = async (effect: Effect, state: RunState): Promise<FactBody> => {
    await pass();
    return answers(effect, state) as FactBody;
  };
  const executor = {
    perform: async (call: Called) => {
      await pass();
      const outcome = perform(call);
      await pass();
      return { outcome, latencyMs: 5 };
    },
  };
  return {
    route: (state) => answer({ kind: 'route' }, state),
    plan: (state, effect) => answer(effect, state),
    replan: (state, effect) => answer(effect, state),
    propose: (state, effect) => answer(effect, state),
    judgeCall: (state, effect) => answer(effect, state),
    judgeStep: (state, effect) => answer(effect, state),
    judgeRun: (state) => answer({ kind: 'judge-run' }, state),
    reserveSpend: (state, effect) => answer(effect, state),
    askFrontier: (state, effect) => answer(effect, state),
    settleSpend: (state, effect) => answer(effect, state),
    ...createToolCalls(executor, rules),
  };
}
