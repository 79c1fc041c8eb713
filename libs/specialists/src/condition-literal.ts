/**
 * The value that a request's condition compares with, read by code: an amount (condition-amount.ts), or which of the texts
 * that the pack declares. A text stands where the condition is put, or is the only one that the request names. What can't
 * be told for certain is undefined, such as two texts joined by "or".
 */
import type { ConditionSubject, Pack } from '@pitcrew/workflow';
import { conditionWords, gapBehind, places } from './clauses.ts';
import { amountIn } from './condition-amount.ts';
import { oneLine } from './text.ts';

/** The value, and where the request, as one line, says it. */
export type SaidLiteral = { readonly literal: string | number; readonly at: number; readonly end: number };

export function literalIn(subject: ConditionSubject, request: string, pack: Pack): SaidLiteral | undefined {
  const text = oneLine(request);
  if (subject.type === 'string') return textIn(subject.values, text);
  const said = amountIn(subject, text, pack);
  return said && { literal: said.value, at: said.at, end: said.end };
}

type Mention = { readonly value: string; readonly at: number; readonly end: number };

function textIn(values: readonly string[], text: string): SaidLiteral | undefined {
  const mentions = asSpelt(
    values.flatMap((value) => places(spelling(value), text).map((place) => ({ value, ...place }))),
    text,
  );
  const isOnly = new Set(mentions.map(({ value }) => value)).size === 1;
  const words = conditionWords(text);
  const [best] = mentions
    .map((mention) => ({ mention, gap: gapBehind(words, mention.at, text) ?? (isOnly ? 0 : undefined) }))
    .filter(({ gap }) => gap !== undefined)
    .sort((one, other) => Number(one.gap) - Number(other.gap));
  if (best === undefined || mentions.some((other) => isAlternative(best.mention, other, text))) return undefined;
  const { value: literal, at, end } = best.mention;
  return { literal, at, end };
}

/** `sales-rep` is also written "sales rep", `accountant` "accountants". */
const spelling = (value: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])${value.replace(/[^\p{L}\p{N}]+/gu, '[\\s_-]?')}s?(?![\\p{L}\\p{N}])`, 'giu');

/** Where one name stands with its capital, small words are no names: "the people in Finance". */
function asSpelt(mentions: readonly Mention[], text: string): readonly Mention[] {
  const isName = ({ value, at }: Mention) => /^\p{Lu}/u.test(value) && text.startsWith(value, at);
  return mentions.some(isName) ? mentions.filter(isName) : mentions;
}

/** "billing or access": two texts where a condition compares with one. */
const isAlternative = (one: Mention, other: Mention, text: string): boolean =>
  one.value !== other.value &&
  [text.slice(one.end, other.at), text.slice(other.end, one.at)].some((between) =>
    /^,?\s*(?:or|nor|and|\/|,)\s*(?:an?\s|the\s|in\s|for\s)?$/i.test(between),
  );
