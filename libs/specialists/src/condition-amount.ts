/**
 * The amount that a request's condition compares with: it stands beside a word of comparison ("under", "or more"), best in
 * the sentence that puts the condition, or is what that sentence refers back to ("if it is under that"). A number that names
 * or counts another thing is none. What can't be told for certain is undefined: a range, a number that nothing compares.
 */
import { type ConditionSubject, isIdentifier, type Pack } from '@pitcrew/workflow';
import { conditionWords, gapBehind, isOneSentence, type Place, places } from './clauses.ts';
import { type Quantity, quantitiesIn } from './quantities.ts';

export type SaidAmount = Place & { readonly value: number };

/** Compares by itself. */
const STRONG =
  /\b(?:than|under|below|beneath|over|above|exceed\w*|at least|at most|no more|up ?to|max\w*|min\w*|within|cap(?:ped)?(?: at| of)?|limit(?: of| is)?|budget(?: of| is)?|beyond|past|pass(?:es)?|cross(?:es)?|tops?|surpass\w*|less|fewer|more)\b|[<>≤≥]/gi;
/** Compares only where no other word does. */
const WEAK =
  /\b(?:is|are|be|being|was|were|not|isn['’]t|stays?|remains?|comes? (?:to|out at)|costs?|reach\w*|equals?|exactly|takes?|lasts?|runs?|amounts? to|at)\b|=/gi;
/** Behind the amount and what it counts: "30 minutes or less", "900 tops", "from 200 errors upward", "an hour is enough". */
const BEHIND = new RegExp(
  [
    '^(?:\\s+\\p{L}+){0,3}?,?\\s+(?:',
    '(?:or|and) (?:less|more|below|above|under|over|fewer|lower|higher|shorter|longer|cheaper|dearer|smaller|bigger|greater|up|beyond)',
    '|max(?:imum)?|min(?:imum)?|tops|at (?:the )?(?:most|least)|upwards?|onwards?',
    '|is (?:enough|too (?:much|long|many)|(?:the|my|our) (?:\\p{L}+est|most|least|max\\p{L}*|min\\p{L}*|limit|cap|ceiling|budget))',
    ')\\b',
  ].join(''),
  'iu',
);
/** Compares with what was said before. */
const THAT = new RegExp(
  [
    '\\b(?:than|under|below|over|above|exceed\\w*|up ?to|within|in|beyond|past|reach\\w*) (?:that|this)',
    '(?: (?:amount|figure|sum|limit|number|budget|much|reserve|cap|ceiling|threshold|allowance|mark|line|price|value|total|maximum|minimum))?',
    '(?=[.,;:!?)]|\\s+(?:if|then|please|so|and|or|i|we|book|go)\\b|$)',
  ].join(''),
  'gi',
);

const CUE_CHARACTERS_MAX = 40;
const WEAK_PENALTY = 25;
const UNPUT_PENALTY = 60;

export function amountIn(subject: ConditionSubject, text: string, pack: Pack): SaidAmount | undefined {
  const name = subject.reference.split('.').at(-1) ?? '';
  const thing = namesThing(pack);
  const quantities = quantitiesIn(text, { name, isInteger: subject.type === 'integer' }, countedWords(pack)).filter(
    ({ at }) => !thing.test(text.slice(0, at)),
  );
  const best = referredBack(quantities, text) ?? compared(quantities, text);
  if (best === undefined) return noneIn(name, text);
  return isRange(best, quantities, text) ? undefined : best;
}

function compared(quantities: readonly Quantity[], text: string): Quantity | undefined {
  const puts = conditionWords(text);
  const [best] = quantities
    .flatMap((quantity, index) => {
      const gap = gapOf(quantity, quantities[index - 1], text);
      const isPut = puts.some(({ at }) => isOneSentence(text, at, quantity.at));
      return gap === undefined ? [] : [{ quantity, score: gap + (isPut ? 0 : UNPUT_PENALTY) }];
    })
    .sort((one, other) => one.score - other.score);
  return best?.quantity;
}

/** How far the word stands that compares the amount. A word compares the first amount behind it and no later one. */
function gapOf({ at, end }: Quantity, last: Quantity | undefined, text: string): number | undefined {
  if (BEHIND.test(text.slice(end))) return 0;
  const near = (words: RegExp) => {
    const own = places(words, text).filter((word) => word.at >= (last?.end ?? 0));
    const gap = gapBehind(own, at, text);
    return gap === undefined || gap > CUE_CHARACTERS_MAX ? undefined : gap;
  };
  const weakGap = near(WEAK);
  return near(STRONG) ?? (weakGap === undefined ? undefined : weakGap + WEAK_PENALTY);
}

/** "I have 240 euros left. If it comes to up to that amount": rather what is compared or has a unit, else the nearest before. */
function referredBack(quantities: readonly Quantity[], text: string): Quantity | undefined {
  const [that] = places(THAT, text);
  if (that === undefined) return undefined;
  const before = quantities.filter(({ end }) => end <= that.at);
  const isMeant = (quantity: Quantity, index: number) =>
    quantity.named || (gapOf(quantity, before[index - 1], text) ?? WEAK_PENALTY) < WEAK_PENALTY;
  return before.findLast(isMeant) ?? before.at(-1);
}

/** "2 to 3 days", "between 100 and 200". */
const isRange = ({ at, end }: Quantity, all: readonly Quantity[], text: string): boolean =>
  all.some((other) => {
    const between = other.at > end ? text.slice(end, other.at) : text.slice(other.end, at);
    const before = text.slice(0, Math.min(at, other.at));
    return (
      /^\s*(?:-|–|to|or)\s*[€$£]?$/.test(between) ||
      (/^\s*and\s*[€$£]?$/.test(between) && /\bbetween\s*[€$£]?$/i.test(before))
    );
  });

/** "no difference", "any errors". */
function noneIn(name: string, text: string): SaidAmount | undefined {
  const words = name.split('_').filter((word) => word.length > 3);
  const [place] = words.flatMap((word) =>
    places(new RegExp(`\\b(?:no|any|without(?: an?| any)?)\\s+${word}s?\\b`, 'gi'), text),
  );
  return place && { value: 0, ...place };
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
  const ids = Object.values(pack.tools).flatMap((tool) =>
    Object.entries(tool.arguments)
      .filter(([name, { bound }]) => bound === undefined && isIdentifier(name))
      .map(([name]) => name.replace(/_?id$/, '')),
  );
  const nouns = [...new Set(ids), 'number', 'no', 'nr', 'id', 'ref', 'po', 'line', 'code', 'week', 'room'];
  return new RegExp(`\\b(?:${nouns.filter((noun) => noun !== '').join('|')})\\.?\\s*:?\\s*$`, 'i');
}
