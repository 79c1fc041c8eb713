/**
 * A condition that a request puts on a step ("but only if it stays under 80"). The encoder says whether there is one, on
 * what (one of the subjects that the pack declares) and on which side of the value the step is done; the value itself, and
 * whether it counts, are read by code, which can spell. A condition whose value can't be found is unreadable: the run must not act as if nothing had been asked.
 */
import type { Operator } from '@pitcrew/contracts';
import type { ConditionSubject, Pack, RequestCondition } from '@pitcrew/workflow';
import { operatorOn, sideOf } from './comparison.ts';
import { literalIn, type SaidLiteral } from './condition-literal.ts';
import { type Decision, probability } from './decision.ts';
import { oneLine } from './text.ts';

export const COMPARISON_HEAD = 'comparison';
export const NO_CONDITION = 'none';

/** One head a workflow that declares conditions; one for the comparison, shared by all of them. */
export const conditionHead = (workflow: string): string => `condition.${workflow}`;

export const conditionLabel = ({ tool, reference }: Pick<ConditionSubject, 'tool' | 'reference'>): string =>
  `${tool} if ${reference}`;

export type ReadCondition =
  | { readonly kind: 'none'; readonly confidence: number }
  | { readonly kind: 'condition'; readonly condition: RequestCondition; readonly confidence: number }
  | { readonly kind: 'unreadable'; readonly message: string };

/** Only what the variation has both ends of may carry a condition. */
export function subjectsOf(pack: Pack, variation: string): readonly ConditionSubject[] {
  const without = pack.variations[variation]?.without ?? [];
  return pack.conditions.filter(
    ({ tool, reference }) => !without.includes(tool) && !without.includes(reference.split('.')[0] ?? ''),
  );
}

/** Texts are equal or not; numbers compare in all six ways. */
export const operatorsOf = ({ type }: ConditionSubject): readonly Operator[] =>
  type === 'string' ? ['eq', 'ne'] : ['lt', 'le', 'gt', 'ge', 'eq', 'ne'];

/** A model without the head knows of no condition. */
export function readCondition(decision: Decision, request: string, pack: Pack, variation: string): ReadCondition {
  const answer = decision.heads[conditionHead(pack.name)];
  if (answer === undefined) return { kind: 'none', confidence: 1 };
  const [best] = subjectsOf(pack, variation)
    .map((subject) => ({ subject, confidence: probability(answer, conditionLabel(subject)) }))
    .sort((a, b) => b.confidence - a.confidence);
  const none = probability(answer, NO_CONDITION);
  if (best === undefined || best.confidence <= none) return { kind: 'none', confidence: best === undefined ? 1 : none };
  const { subject, confidence } = best;
  const said = literalIn(subject, request, pack);
  if (said === undefined)
    return {
      kind: 'unreadable',
      message: `the request makes ${subject.tool} depend on something that could not be read`,
    };
  const { tool, reference } = subject;
  return {
    kind: 'condition',
    condition: { tool, reference, operator: operatorOf(decision, subject, request, said), literal: said.literal },
    confidence,
  };
}

function operatorOf(decision: Decision, subject: ConditionSubject, request: string, said: SaidLiteral): Operator {
  const answer = decision.heads[COMPARISON_HEAD];
  const [best] = [...new Set(operatorsOf(subject).map(sideOf))]
    .map((side) => ({ side, chance: answer === undefined ? 0 : probability(answer, side) }))
    .sort((a, b) => b.chance - a.chance);
  const side = best?.side ?? 'equal';
  // Amounts and counts are all from zero on, so "any errors" are more than none.
  if (said.literal === 0 && side === 'above') return 'gt';
  return operatorOn(side, oneLine(request), said);
}
