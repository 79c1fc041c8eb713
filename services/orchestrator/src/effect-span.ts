/**
 * What a specialist is asked is one span that says which of them and for which step, around the call with its retries and
 * waits. A performance has its `execute_tool` span where the tool is called; what asks nobody has none.
 */
import type { Effect, RunState } from '@pitcrew/run';
import { attributeNames, genAi, spanNames, withSpan } from '@pitcrew/telemetry';

export function tracedEffect<T>(state: RunState, effect: Effect, work: () => Promise<T>): Promise<T> {
  const asked = effect.kind === 'plan' && effect.mode === 'scratchpad' ? planningByExecutor : ASKED[effect.kind];
  if (asked === undefined) return work();
  const { name, operation, agent } = asked;
  const attributes = {
    [attributeNames.genAiOperation]: operation,
    [attributeNames.genAiAgent]: agent,
    [attributeNames.genAiConversation]: state.run,
    ...('step' in effect && { [attributeNames.step]: effect.step }),
    ...('item' in effect && { [attributeNames.item]: effect.item }),
    ...('attempt' in effect && { [attributeNames.attempt]: effect.attempt }),
    ...('escalation' in effect && escalationOf(state, effect.escalation)),
  };
  return withSpan(name, { attributes }, work);
}

/** Why the frontier is asked, beside what it costs. */
const escalationOf = ({ escalations }: RunState, number: number) => ({
  [attributeNames.escalation]: number,
  [attributeNames.escalationCause]: escalations[number - 1]?.cause,
});

type Asked = { readonly name: string; readonly operation: string; readonly agent: string };

const judging: Asked = { name: spanNames.judge, operation: genAi.invokeAgent, agent: 'validator' };

const planningByExecutor: Asked = { name: spanNames.plan, operation: genAi.plan, agent: 'executor' };

const ASKED: Readonly<Partial<Record<Effect['kind'], Asked>>> = {
  route: { name: spanNames.route, operation: genAi.invokeAgent, agent: 'router' },
  plan: { name: spanNames.plan, operation: genAi.plan, agent: 'planner' },
  replan: { name: spanNames.replan, operation: genAi.plan, agent: 'planner' },
  propose: { name: spanNames.propose, operation: genAi.invokeAgent, agent: 'executor' },
  'ask-frontier': { name: spanNames.askFrontier, operation: genAi.invokeAgent, agent: 'frontier' },
  'judge-call': judging,
  'judge-step': judging,
  'judge-run': judging,
};
