/**
 * The numbers that a text says: figures with closed thousands (`1,200`, `1.200,50`, `4 521`, `2k`, `3 thousand`), decimals, and
 * English words up to the hundred thousands ("two hundred and fifty", "a thousand", "twelve hundred", "two and a half").
 *
 * What only looks like an amount is none: digits of an identifier (`TRIP-1749`, `#45112`, `v2`), ordinals (`95th`), times
 * and dates (`14:30`, `12/05`, `2026-11-20`), closed ranges (`30-45`), the pronoun "one". A vague amount ("a few hundred",
 * "half a thousand") is left alone rather than read wrongly.
 */
export type SaidNumber = { readonly value: number; readonly at: number; readonly end: number };

/** In the order of their places. */
export function saidNumbers(text: string): readonly SaidNumber[] {
  const written = figures(text);
  const worded = inWords(text).filter(({ at }) => !written.some((figure) => figure.at <= at && at < figure.end));
  return [...written, ...worded].sort((one, other) => one.at - other.at);
}

const FIGURE = new RegExp(
  [
    // No part of a word, a path, an identifier, a time or a longer figure.
    /(?<![\p{L}\p{N}#_/.–-])(?<!\p{N}[,:’'])/u,
    // Thousands are all closed by the same mark; a leading zero closes none.
    /(?<whole>[1-9]\d{0,2}(?<mark>[,.’' \u00a0\u202f])\d{3}(?:\k<mark>\d{3})*(?!\d)|\d+)(?:[.,](?<part>\d+))?/u,
    /(?:\s?(?<kilo>k)\b|[\s-](?<scale>hundred|thousand|grand)\b)?/u,
    /(?![\p{L}\p{N}_–-]*\d)(?![.,:/’']\d)(?!(?:st|nd|rd|th)\b)/u,
  ]
    .map(({ source }) => source)
    .join(''),
  'giu',
);

/** `EUR900`: the code of a currency is no beginning of an identifier. */
const CURRENCY_CODE = /\b(?:EUR|USD|GBP|CHF|SEK|NOK|DKK|INR|Rs\.?)(?=\d)/gi;

const SCALES: Readonly<Record<string, number>> = { hundred: 100, thousand: 1000, grand: 1000 };

function figures(text: string): SaidNumber[] {
  const plain = text.replace(CURRENCY_CODE, (code) => ' '.repeat(code.length));
  return [...plain.matchAll(FIGURE)].map(({ index, 0: found, groups = {} }) => {
    const whole = (groups.whole ?? '').replace(/\D/g, '');
    const scale = groups.kilo === undefined ? (SCALES[groups.scale?.toLowerCase() ?? ''] ?? 1) : 1000;
    // Rounded, for 1.005 × 1000 is a little less than 1005.
    const value = Number((Number(`${whole}.${groups.part ?? 0}`) * scale).toPrecision(15));
    return { value, at: index, end: index + found.length };
  });
}

const ONES =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen';
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety';
const VALUES: Readonly<Record<string, number>> = {
  ...Object.fromEntries(ONES.split(' ').map((word, value) => [word, value])),
  ...Object.fromEntries(TENS.split(' ').map((word, index) => [word, 10 * (index + 2)])),
};

const WORDED = wordedPattern();

/** The longest stretch that is one number: two numbers side by side ("five, six") stay two. */
function wordedPattern(): RegExp {
  const any = (words: readonly string[]) => `(?:${[...words].sort((a, b) => b.length - a.length).join('|')})`;
  const ones = ONES.split(' ');
  const gap = '[\\s-]+';
  const and = `${gap}(?:and${gap})?`;
  const small = `(?:${any(TENS.split(' '))}(?:${gap}${any(ones.slice(1, 10))})?|${any(ones)})`;
  const hundreds = `(?:(?:${small}|a)${gap})?hundred(?:${and}${small})?`;
  const half = `(?:${gap}and${gap}a${gap}half)`;
  const below = `(?:${hundreds}|${small})`;
  const thousands = `(?:(?:${below}${half}?|a)${gap})?thousand(?:,?${and}${below})?`;
  const vague = `(?<!\\b(?:few|several|many|some|couple${gap}of|half|half${gap}an?)${gap})`;
  return new RegExp(`${vague}\\b(?:${thousands}|${below}${half}?)\\b`, 'gi');
}

function inWords(text: string): SaidNumber[] {
  return [...text.matchAll(WORDED)]
    .map(({ index, 0: found }) => ({ value: sumOf(found), at: index, end: index + found.length, found }))
    .filter(({ found, at, end }) => found.toLowerCase() !== 'one' || isAmount(text.slice(0, at), text.slice(end)))
    .map(({ value, at, end }) => ({ value, at, end }));
}

/** "more than one day" and "one hour" say a number; "the cheaper one", "one of them" and "not one cent" don't. */
const isAmount = (before: string, after: string): boolean =>
  !NAMING.test(before) && (MEASURE.test(after) || (COMPARING.test(before) && /^[\s-]+(?!of\b)\p{L}/u.test(after)));

const NAMING = /\b(?:not|no|any|every|each|per|the|this|that|single)\s+$/i;
const MEASURE = /^[\s-]+(?:second|minute|hour|day|week|month|euro|dollar|pound|cent|kilo|tonne|percent)\b/i;
const COMPARING =
  /\b(?:than|over|under|above|below|exceeds?|least|most|to|within|exactly|by|is|takes?|needs?|costs?)\s+$/i;

/** "two thousand five hundred and fifty": what stands before a scale is multiplied by it, the rest is added. */
function sumOf(stretch: string): number {
  let total = 0;
  let current = 0;
  for (const word of stretch.toLowerCase().match(/[a-z]+/g) ?? []) {
    if (word === 'thousand') [total, current] = [total + (current || 1) * 1000, 0];
    else if (word === 'hundred') current = (current || 1) * 100;
    else current += word === 'half' ? 0.5 : (VALUES[word] ?? 0);
  }
  return total + current;
}
