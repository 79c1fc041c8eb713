/**
 * The planner's questions about a known workflow: which of the pack's variations does the request ask for, and does it make
 * a step depend on something (conditions.ts)? One head a workflow for each, all on one encoder; code expands the decision
 * into steps, so no model writes a tool name.
 */
import type { Pack, RequestCondition } from '@pitcrew/workflow';
import { sideOf } from './comparison.ts';
import { COMPARISON_HEAD, conditionHead, conditionLabel, NO_CONDITION } from './conditions.ts';
import { type Decision, head, probability } from './decision.ts';
import { givenRow } from './given.ts';
import type { DeciderRow } from './rows.ts';
import { deciderText } from './text.ts';

export const variationHead = (workflow: string): string => `variation.${workflow}`;

export const plannerInput = (request: string): string => deciderText(request);

/** What every planner's model has to answer. A head of another question is left out where its rows know one answer only. */
export const variationLabels = (packs: readonly Pack[]): Record<string, string[]> =>
  Object.fromEntries(packs.map((pack) => [variationHead(pack.name), Object.keys(pack.variations)]));

export type ChosenVariation = { readonly variation: string; readonly confidence: number };

/** The most probable variation that the pack still has: a label of an older pack is passed over. */
export function parseVariation(decision: Decision, pack: Pack): ChosenVariation {
  const answer = head(decision, variationHead(pack.name));
  const [best] = Object.keys(pack.variations)
    .map((variation) => ({ variation, confidence: probability(answer, variation) }))
    .sort((a, b) => b.confidence - a.confidence);
  if (best === undefined) throw new Error(`${pack.name} has no variations; declare at least one in its workflow.yaml`);
  return best;
}

/**
 * A second question that only training asks, of all workflows alike: is the last step, the one with the effect, withheld?
 * "Don't book it" and "no ticket" are said in the same ways, so each workflow learns from the other's words.
 */
const WITHHELD_HEAD = 'withheld';

export const plannerRow = (
  request: string,
  pack: Pack,
  { variation, when }: { readonly variation: string; readonly when?: RequestCondition | undefined },
  values: Readonly<Record<string, string>>,
  voice: string,
): DeciderRow => ({
  text: plannerInput(request),
  labels: {
    ...(pack.conditions.length > 0 && {
      [conditionHead(pack.name)]: when === undefined ? NO_CONDITION : conditionLabel(when),
    }),
    ...(when !== undefined && { [COMPARISON_HEAD]: sideOf(when.operator) }),
    ...givenRow(pack, variation, values),
    [variationHead(pack.name)]: variation,
    [WITHHELD_HEAD]: pack.variations[variation]?.without.includes(pack.order.at(-1) ?? '') ? 'yes' : 'no',
  },
  voice,
});
