/**
 * The value that a request's condition compares with, read by code: which of the declared texts, or which amount. It stands
 * where a condition is put ("if", "unless", "as long as"), an amount beside a word of comparison ("under", "or more"). What
 * can't be told for certain is undefined: texts joined by "or", a range, a number that nothing compares.
 */
import type { ConditionSubject, Pack } from '@pitcrew/workflow';
import { isIdentifier } from './candidates.ts';
import type { SaidNumber } from './number-words.ts';
import { quantitiesIn } from './quantities.ts';
import { oneLine } from './text.ts';

export function literalOf(subject: ConditionSubject, request: string, pack: Pack): string | number | undefined {
  const text = oneLine(request);
  return subject.type === 'string' ? textOf(subject.values, text) : numberOf(subject, text, pack);
}

/** Puts a condition on what follows in the sentence. */
const PUTS =
  /\b(?:if|unless|provid(?:ed|ing)|long as|only (?:when|where|for)|when(?:ever)?|should|in case|subject to|on (?:the )?condition|until|except|assuming|whether|while)\b/gi;

function textOf(values: readonly string[], text: string): string | undefined {
  const named = values
    .flatMap((value) => places(spelling(value), text).map((place) => ({ value, ...place })))
    .sort((one, other) => one.at - other.at);
  const puts = places(PUTS, text);
  const isOnly = new Set(named.map(({ value }) => value)).size === 1;
  const [best] = named
    .map((each) => ({ ...each, gap: gapBehind(puts, each.at, text) ?? (isOnly ? 0 : undefined) }))
    .filter(({ gap }) => gap !== undefined)
    .sort((one, other) => Number(one.gap) - Number(other.gap));
  if (best === undefined) return undefined;
  const isJoined = named.some(
    (other) =>
      other.value !== best.value &&
      (isAlternative(text.slice(best.end, other.at)) || isAlternative(text.slice(other.end, best.at))),
  );
  return isJoined ? undefined : best.value;
}

/** `sales-rep` is also written "sales rep", `accountant` "accountants". */
const spelling = (value: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])${value.replace(/[^\p{L}\p{N}]+/gu, '[\\s_-]?')}s?(?![\\p{L}\\p{N}])`, 'giu');

/** "billing or access": two texts where a condition compares with one. */
const isAlternative = (between: string): boolean =>
  /^,?\s*(?:or|nor|and|\/|,)\s*(?:an?\s|the\s|in\s|for\s)?$/i.test(between);

/** Compares by itself. */
const STRONG =
  /\b(?:than|under|below|beneath|over|above|exceed\w*|at least|at most|no more|up ?to|max\w*|min\w*|within|cap(?:ped)?(?: at| of)?|limit(?: of| is)?|budget(?: of| is)?|beyond|past|pass(?:es)?|cross(?:es)?|tops?|surpass\w*|less|fewer|more)\b|[<>≤≥]/gi;
/** Compares only where no other word does. */
const WEAK =
  /\b(?:is|are|be|being|was|were|not|isn['’]t|stays?|remains?|comes? to|costs?|reach\w*|equals?|exactly|takes?|lasts?|runs?|amounts? to|at|of|to|for)\b|=/gi;
const BEHIND =
  /^(?:\s+\p{L}+){0,3}?,?\s+(?:(?:or|and)\s+(?:less|more|below|above|under|over|fewer|lower|higher|shorter|longer|cheaper|dearer|smaller|bigger|greater|up|beyond)|max(?:imum)?|min(?:imum)?|tops|at (?:the )?(?:most|least))\b/iu;

const CUE_CHARACTERS_MAX = 40;
const WEAK_PENALTY = 25;
const UNPUT_PENALTY = 60;

function numberOf(subject: ConditionSubject, text: string, pack: Pack): number | undefined {
  const name = subject.reference.split('.').at(-1) ?? '';
  const quantities = quantitiesIn(text, { name, isInteger: subject.type === 'integer' }, countedWords(pack)).filter(
    ({ at }) => !namesThing(pack).test(text.slice(0, at)),
  );
  const cues = { strong: places(STRONG, text), weak: places(WEAK, text), puts: places(PUTS, text) };
  const [best] = quantities
    .flatMap((quantity) => {
      const gap = gapOf(quantity, text, cues);
      if (gap === undefined) return [];
      return [{ quantity, score: gap + (isPut(quantity, text, cues.puts) ? 0 : UNPUT_PENALTY) }];
    })
    .sort((one, other) => one.score - other.score);
  if (best === undefined) return saysNone(name, text) ? 0 : undefined;
  return isRange(best.quantity, quantities, text) ? undefined : best.quantity.value;
}

type Place = { readonly at: number; readonly end: number };
type Cues = Readonly<Record<'strong' | 'weak' | 'puts', readonly Place[]>>;

function gapOf({ at, end }: SaidNumber, text: string, { strong, weak }: Cues): number | undefined {
  if (BEHIND.test(text.slice(end))) return 0;
  const near = (cues: readonly Place[]) => {
    const gap = gapBehind(cues, at, text);
    return gap === undefined || gap > CUE_CHARACTERS_MAX ? undefined : gap;
  };
  const weakGap = near(weak);
  return near(strong) ?? (weakGap === undefined ? undefined : weakGap + WEAK_PENALTY);
}

/** Whether the sentence puts a condition at all, before the amount or behind it. */
const isPut = ({ at }: SaidNumber, text: string, puts: readonly Place[]): boolean =>
  puts.some((put) => !endsSentence(text.slice(Math.min(put.at, at), Math.max(put.at, at))));

/** "2 to 3 days", "between 100 and 200". */
const isRange = ({ at, end }: SaidNumber, all: readonly SaidNumber[], text: string): boolean =>
  all.some((other) => {
    const between = other.at > end ? text.slice(end, other.at) : text.slice(other.end, at);
    const before = text.slice(0, Math.min(at, other.at));
    return (
      /^\s*(?:-|–|to|or)\s*[€$£]?$/.test(between) ||
      (/^\s*and\s*[€$£]?$/.test(between) && /\bbetween\s*[€$£]?$/i.test(before))
    );
  });

/** "no difference", "any errors". */
function saysNone(name: string, text: string): boolean {
  const words = name.split('_').filter((word) => word.length > 3);
  return words.some((word) => new RegExp(`\\b(?:no|any|without(?: an?| any)?)\\s+${word}s?\\b`, 'i').test(text));
}

/** What requests count beside what a condition may read: seats, stars. */
const countedWords = (pack: Pack): string[] =>
  Object.values(pack.tools).flatMap((tool) =>
    Object.entries(tool.arguments)
      .filter(([name, { type, bound }]) => type === 'integer' && bound === undefined && !isIdentifier(name))
      .map(([name]) => name.split('_').at(-1) ?? name),
  );

/** "order 4521", "number 17": the name of a thing. */
function namesThing(pack: Pack): RegExp {
  const ids = Object.values(pack.tools).flatMap(({ arguments: args }) => Object.keys(args).filter(isIdentifier));
  const nouns = ids.map((name) => name.replace(/_?id$/, '')).filter((noun) => noun !== '');
  return new RegExp(
    `\\b(?:${[...new Set(nouns), 'number', 'no', 'nr', 'id', 'ref', 'po'].join('|')})\\.?\\s*:?\\s*$`,
    'i',
  );
}

const places = (pattern: RegExp, text: string): Place[] =>
  [...text.matchAll(pattern)].map(({ index, 0: found }) => ({ at: index, end: index + found.length }));

/** How far behind the nearest of the places something stands, in the same sentence. */
function gapBehind(found: readonly Place[], at: number, text: string): number | undefined {
  const gaps = found.filter(({ end }) => end <= at && !endsSentence(text.slice(end, at))).map(({ end }) => at - end);
  return gaps.length === 0 ? undefined : Math.min(...gaps);
}

/** "Mr. Osei" goes on. */
const endsSentence = (text: string): boolean => /(?<!\b(?:mr|mrs|ms|dr|st|no|nr|approx))[.!?;]\s/i.test(text);
