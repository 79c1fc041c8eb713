/**
 * How a condition compares, from two readings: the encoder says on which side of the amount the step is done ("below": up to
 * it; "above": from it on), whatever the sentence turns round; code says from the word beside the amount whether the amount
 * itself counts. "Under 80" does not take 80 and "up to 80" does; "not if it is over 80" is below and takes it.
 */
import type { Operator } from '@pitcrew/contracts';

export const SIDES = ['below', 'above', 'equal', 'unequal'] as const;
export type Side = (typeof SIDES)[number];

export const sideOf = (operator: Operator): Side => SIDE_OF[operator];

const SIDE_OF: Readonly<Record<Operator, Side>> = {
  lt: 'below',
  le: 'below',
  gt: 'above',
  ge: 'above',
  eq: 'equal',
  ne: 'unequal',
};

type Kind = 'less' | 'more' | 'at most' | 'at least';

/** What the words beside an amount say of it. "At most" and "or less" take it in, "under" does not. */
const WORDS: readonly (readonly [Kind, RegExp])[] = [
  [
    'at most',
    /\bat (?:the )?most\b|\bup ?to\b|\bmax(?:imum)?\b|\b(?:no|not|any) (?:more|longer|higher|greater) than\b|\b(?:or|and) (?:less|under|below|fewer|lower|shorter|cheaper|smaller)\b|\btops\b|\bwithin\b|\bcap(?:ped)?\b|\blimit\b|\bbudget\b|\bceiling\b|≤|<=/gi,
  ],
  [
    'at least',
    /\bat (?:the )?least\b|\bmin(?:imum)?\b|\b(?:no|not|any) (?:less|fewer|shorter|lower|smaller) than\b|\b(?:or|and) (?:more|over|above|higher|longer|dearer|bigger|greater|up|upwards?|beyond)\b|\bfrom\b|≥|>=/gi,
  ],
  ['less', /\b(?:under|below|beneath|less|fewer|lower|cheaper|shorter|smaller)\b|</gi],
  [
    'more',
    /\b(?:over|above|more|exceed\w*|past|beyond|higher|greater|longer|dearer|bigger|pass(?:es)?|cross(?:es)?|tops)\b|>/gi,
  ],
];

/** The side that the words name may be the one on which nothing is done: "at least 450: don't book" is below, without 450. */
const OPERATORS: Readonly<Record<'below' | 'above', Readonly<Record<Kind, Operator>>>> = {
  below: { less: 'lt', more: 'le', 'at most': 'le', 'at least': 'lt' },
  above: { less: 'ge', more: 'gt', 'at most': 'gt', 'at least': 'ge' },
};
const BEFORE_CHARACTERS = 48;
const BEHIND_CHARACTERS = 32;

/** `amount`: where it stands in the text; unknown when it is said in other words than a number's. */
export function operatorOn(
  side: Side,
  text: string,
  amount: { readonly at: number; readonly end: number } | undefined,
): Operator {
  if (side === 'equal') return 'eq';
  if (side === 'unequal') return 'ne';
  return OPERATORS[side][
    (amount && nearestKind(text, amount.at, amount.end)) ?? (side === 'below' ? 'at most' : 'at least')
  ];
}

function nearestKind(text: string, at: number, end: number): Kind | undefined {
  const before = text.slice(Math.max(0, at - BEFORE_CHARACTERS), at);
  const behind = text.slice(end, end + BEHIND_CHARACTERS);
  const found = WORDS.flatMap(([kind, words]) => [
    ...[...before.matchAll(words)].map(({ index, 0: word }) => ({
      kind,
      gap: before.length - index - word.length,
      length: word.length,
    })),
    ...[...behind.matchAll(words)].map(({ index, 0: word }) => ({ kind, gap: index + 1, length: word.length })),
  ]);
  // Where words overlap ("no more than"), the longer says more.
  return found.sort((one, other) => one.gap - other.gap || other.length - one.length)[0]?.kind;
}
