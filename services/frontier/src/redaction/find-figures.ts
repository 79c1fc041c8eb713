/**
 * Everything that is said in digits, and numbers that are said in words. What names a thing (`order 4521`, `E-4013`) is an
 * ID, what counts or measures is an AMOUNT; a unit or a currency beside it stays, so that a reader still knows what is
 * measured. "An hour" is an amount too: a condition may compare with it.
 */
import { quantitiesIn, saidNumbers } from '@pitcrew/specialists';
import type { Found } from './find-secrets.ts';
import type { Vocabulary } from './vocabulary.ts';

const NAMES_A_THING =
  /(?:#|(?:\b|_)(?:number|no|nr|num|id|code|ref|reference|order|po|purchase|invoice|ticket|case|trip|booking|alert|incident|shipment|parcel|tracking|subscription|account|customer|employee|meeting|room|flight|plan)s?\.?)\s*[:=#]?\s*$/i;

/** As far as the word before a figure is looked for. */
const THING_CHARACTERS_MAX = 32;

const TOKEN = /[\p{L}\p{N}]+(?:[._\-/:,'’+][\p{L}\p{N}]+)*/gu;
/** Of `order_id:4521`, the value. */
const LABEL = /^[\p{L}_-]+:(?=[\s\S]*\d)/u;
/** Fields in whose units a text may say an amount in words: "half an hour", "a kilo". */
const MEASURES = ['minutes', 'kg'] as const;
const PHRASE_HEAD = /^(?:half(?:[\s-]an?)?|(?:an?\s+|three[\s-])?quarters?\s+of\s+an?|an?)(?=[\s-](?!second\b))/i;

export function findFigures(text: string, vocabulary: Vocabulary): readonly Found[] {
  const amounts = [...saidNumbers(text), ...phrases(text)].map(({ at, end }): Found => {
    const kind = NAMES_A_THING.test(text.slice(Math.max(0, at - THING_CHARACTERS_MAX), at)) ? 'ID' : 'AMOUNT';
    return { kind, at, end, open: !/\p{N}/u.test(text.slice(at, end)) && !/\s/.test(text.slice(at, end)) };
  });
  const unread = blanked(text, amounts);
  const tokens = [...text.matchAll(TOKEN)].flatMap(({ index, 0: token }): Found[] => {
    const end = index + token.length;
    if (!/\p{N}/u.test(unread.slice(index, end)) || vocabulary.values.has(token)) return [];
    return [{ kind: 'ID', at: index + (LABEL.exec(token)?.[0].length ?? 0), end }];
  });
  return [...amounts, ...tokens];
}

/** The text with what was found made blank, every other character in its place. */
export function blanked(text: string, found: readonly Found[]): string {
  const units = text.split('');
  for (const { at, end } of found) units.fill('\0', at, end);
  return units.join('');
}

/** The words before the unit: `half an` of "half an hour". */
const phrases = (text: string) =>
  MEASURES.flatMap((name) => quantitiesIn(text, { name, isInteger: false })).flatMap(({ at }) => {
    const head = PHRASE_HEAD.exec(text.slice(at, at + 40))?.[0];
    return head === undefined ? [] : [{ at, end: at + head.length }];
  });
