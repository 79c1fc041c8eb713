/**
 * The numbers that a text says: runs of digits with closed thousands (`1,200`, `4 521`), decimals, and amounts in English
 * words up to the thousands ("two hundred and fifty", "half an hour" is not one). Digits that belong to an identifier
 * (`TRIP-1749`, `#45112`, `v2`) are no amounts. In the order of their places.
 */
export type SaidNumber = { readonly value: number; readonly at: number; readonly end: number };

const FIGURE =
  /(?<![\p{L}\p{N}#_/.-])(\d{1,3}(?:[,’' \u00a0\u202f]\d{3})+(?!\d)|\d+)(?:[.,](\d{1,2})(?!\d))?(?![\p{L}\p{N}_-]*\d)/gu;

export const saidNumbers = (text: string): readonly SaidNumber[] =>
  [...figures(text), ...inWords(text)].sort((one, other) => one.at - other.at);

function figures(text: string): SaidNumber[] {
  return [...text.matchAll(FIGURE)].map((found) => {
    const whole = (found[1] as string).replace(/\D/g, '');
    const value = Number(found[2] === undefined ? whole : `${whole}.${found[2]}`);
    return { value, at: found.index, end: found.index + found[0].length };
  });
}

const ONES =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen';
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety';
const VALUES: ReadonlyMap<string, number> = new Map([
  ...ONES.split(' ').map((word, value) => [word, value] as const),
  ...TENS.split(' ').map((word, index) => [word, 10 * (index + 2)] as const),
]);
const SCALES: ReadonlyMap<string, number> = new Map([
  ['hundred', 100],
  ['thousand', 1000],
]);

type Word = { readonly text: string; readonly at: number };

/** The longest stretches of number words. "and" joins only inside one ("two hundred and fifty"), "a" only before a scale. */
function inWords(text: string): SaidNumber[] {
  const words = [...text.toLowerCase().matchAll(/[a-z]+/g)].map((found): Word => ({ text: found[0], at: found.index }));
  const said: SaidNumber[] = [];
  for (let start = 0; start < words.length; ) {
    const stretch = stretchFrom(words, start);
    const first = stretch[0];
    const last = stretch.at(-1);
    if (first !== undefined && last !== undefined)
      said.push({ value: valueOf(stretch), at: first.at, end: last.at + last.text.length });
    start += Math.max(1, stretch.length);
  }
  return said;
}

function stretchFrom(words: readonly Word[], start: number): readonly Word[] {
  let end = start;
  for (; end < words.length; end += 1) {
    const { text } = words[end] as Word;
    const next = words[end + 1]?.text ?? '';
    if (VALUES.has(text)) continue;
    if (SCALES.has(text) && end > start) continue;
    if (text === 'a' && SCALES.has(next)) continue;
    if (text === 'and' && end > start && SCALES.has(words[end - 1]?.text ?? '') && VALUES.has(next)) continue;
    break;
  }
  return words.slice(start, end);
}

/** "two thousand five hundred and fifty": what stands before a scale is multiplied by it, the rest is added. */
function valueOf(stretch: readonly Word[]): number {
  let total = 0;
  let current = 0;
  for (const { text } of stretch) {
    const scale = SCALES.get(text);
    if (scale === 1000) [total, current] = [total + Math.max(1, current) * 1000, 0];
    else if (scale !== undefined) current = Math.max(1, current) * scale;
    else current += VALUES.get(text) ?? 0;
  }
  return total + current;
}
