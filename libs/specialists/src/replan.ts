/**
 * The planner's question after a tool met an impossible state: which of the repairs is it a case for? The encoder reads the
 * tool, what it said and the request; code knows which repairs are possible at all and expands the one that is chosen.
 * Anything that is not surely a repair is `stop`: the run ends with what it has.
 */
import { Repair } from '@pitcrew/contracts';
import { type Decision, head, probability } from './decision.ts';
import type { DeciderRow } from './rows.ts';
import { deciderText } from './text.ts';

export const REPLAN_HEAD = 'replan';
export const STOP = 'stop';
export const REPLAN_LABELS = [...Repair.options, STOP] as const;
export type ReplanLabel = (typeof REPLAN_LABELS)[number];

/** An error text that is longer tells nothing more. */
export const REPLAN_MESSAGE_CHARACTERS_MAX = 300;

export type ReplanTask = { readonly tool: string; readonly message: string; readonly request: string };

export const replanInput = ({ tool, message, request }: ReplanTask): string =>
  `replan ${tool} | ${deciderText(message, REPLAN_MESSAGE_CHARACTERS_MAX)} | ${deciderText(request)}`;

export type ChosenRepair = { readonly repair: ReplanLabel; readonly confidence: number };

/**
 * The most probable of what is possible, if it is probable enough. What the impossible ones got goes to nobody: a model that is
 * sure of an impossible repair is not sure of another one.
 */
export function parseRepair(decision: Decision, possible: Iterable<Repair>, limit: number): ChosenRepair {
  const answer = head(decision, REPLAN_HEAD);
  const [best] = [...possible, STOP]
    .map((label): ChosenRepair => ({ repair: label as ReplanLabel, confidence: probability(answer, label) }))
    .sort((a, b) => b.confidence - a.confidence);
  if (best !== undefined && best.repair !== STOP && best.confidence >= limit) return best;
  return { repair: STOP, confidence: probability(answer, STOP) };
}

export const replanRow = (task: ReplanTask, repair: ReplanLabel, voice: string): DeciderRow => ({
  text: replanInput(task),
  labels: { [REPLAN_HEAD]: repair },
  voice,
});
