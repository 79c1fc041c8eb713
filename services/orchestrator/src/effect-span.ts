/**
 * What a service is asked is one span that says which of them and for which step, around the call with its retries and
 * waits. A performance has its `execute_tool` span where the tool is called; what asks nobody has none.
 */
import type { Effect, RunState } from '@pitcrew/run';
import {
  type Attributes,
  attributeNames,
  errorTypeOf,
  genAi,
  metrics,
  record,
  secondsSince,
  spanNames,
  withSpan,
} from '@pitcrew/telemetry';

export function tracedEffect<T>(state: RunState, effect: Effect, work: () => Promise<T>): Promise<T> {
  const asked = effect.kind === 'plan' && effect.mode === 'scratchpad' ? planningByExecutor : ASKED[effect.kind];
  if (asked === undefined) return work();
  const attributes = {
    ...asked.attributes,
    [attributeNames.genAiConversation]: state.run,
    ...('step' in effect && { [attributeNames.step]: effect.step }),
    ...('item' in effect && { [attributeNames.item]: effect.item }),
    ...('attempt' in effect && { [attributeNames.attempt]: effect.attempt }),
    ...('escalation' in effect && escalationOf(state, effect.escalation)),
  };
  return withSpan(asked.name, { attributes }, () => timed(asked.attributes, work));
}

/** What an agent is asked; reserving and settling spend ask none. */
async function timed<T>(who: Attributes, work: () => Promise<T>): Promise<T> {
  if (!(attributeNames.genAiAgent in who)) return work();
  const begun = performance.now();
  try {
    const answer = await work();
    record(metrics.agentDuration, secondsSince(begun), who);
    return answer;
  } catch (error) {
    record(metrics.agentDuration, secondsSince(begun), { ...who, [attributeNames.errorType]: errorTypeOf(error) });
    throw error;
  }
}

/** Why the frontier is asked, or paid. */
const escalationOf = ({ escalations }: RunState, number: number): Attributes => ({
  [attributeNames.escalation]: number,
  [attributeNames.escalationCause]: escalations[number - 1]?.cause,
});

type Asked = { readonly name: string; readonly attributes: Attributes };

const agent = (name: string, operation: string, of: string): Asked => ({
  name,
  attributes: { [attributeNames.genAiOperation]: operation, [attributeNames.genAiAgent]: of },
});

/** A specialist runs on models of our own; which provider the frontier asks stands on its spans. */
const specialist = (name: string, operation: string, of: string): Asked => {
  const { attributes } = agent(name, operation, of);
  return { name, attributes: { ...attributes, [attributeNames.genAiProvider]: genAi.provider } };
};

const judging = specialist(spanNames.judge, genAi.invokeAgent, 'validator');
const planningByExecutor = specialist(spanNames.plan, genAi.plan, 'executor');

const ASKED: Readonly<Partial<Record<Effect['kind'], Asked>>> = {
  route: specialist(spanNames.route, genAi.invokeAgent, 'router'),
  plan: specialist(spanNames.plan, genAi.plan, 'planner'),
  replan: specialist(spanNames.replan, genAi.plan, 'planner'),
  propose: specialist(spanNames.propose, genAi.invokeAgent, 'executor'),
  'judge-call': judging,
  'judge-step': judging,
  'judge-run': judging,
  'ask-frontier': agent(spanNames.askFrontier, genAi.invokeAgent, 'frontier'),
  'reserve-spend': { name: spanNames.reserveSpend, attributes: {} },
  'settle-spend': { name: spanNames.settleSpend, attributes: {} },
};
