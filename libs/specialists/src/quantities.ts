/**
 * The numbers of a text with what they count, in the unit of the field that they are to be compared with. A field's unit is
 * the last word of its name (`duration_minutes`, `weight_kg`, `p95_ms`); without one it holds an amount of money, or a bare
 * count when it is an integer. So "half an hour" is 30 of minutes, "a week" 7 of days, "50 cents" 0.5 of an amount. What
 * counts something else ("4 stars", "3 days" where money is meant, "95 %") is no value of the field and is left out.
 */
import { type SaidNumber, saidNumbers } from './number-words.ts';

export type Field = { readonly name: string; readonly isInteger: boolean };

type Unit = { readonly dimension: string; readonly factor: number };
export type Quantity = SaidNumber & {
  /** Whether the text names the unit; a bare number is taken to be in the field's own. */
  readonly named: boolean;
};
type Measured = Quantity & { readonly unit: Unit };

const units = (dimension: string, factors: Readonly<Record<string, number>>): [string, Unit][] =>
  Object.entries(factors).flatMap(([names, factor]) =>
    names.split(' ').map((name): [string, Unit] => [name, { dimension, factor }]),
  );

/** In seconds, grams and whole units of a currency. */
const UNITS: ReadonlyMap<string, Unit> = new Map([
  ...units('time', { 'ms msec millisecond': 0.001, 's sec second': 1, 'min minute': 60, 'h hr hour': 3600 }),
  ...units('time', { 'd day': 86_400, week: 604_800, fortnight: 1_209_600 }),
  ...units('weight', { 'g gram gramme': 1, 'kg kilo kilogram kilogramme': 1000, 't ton tonne': 1e6, lb: 453.592_37 }),
  ...units('money', { '€ $ £ eur usd gbp euro dollar pound quid buck rupee franc krona krone': 1 }),
  ...units('money', { 'cent penny pence': 0.01 }),
  ...units('share', { '% percent percentile': 1 }),
  ...units('clock', { "am pm o'clock": 1 }),
  ...units('night', { night: 1 }),
]);
const COUNT: Unit = { dimension: 'count', factor: 1 };
const MONEY: Unit = { dimension: 'money', factor: 1 };

const oneOf = (names: readonly string[]): string =>
  [...names]
    .sort((one, other) => other.length - one.length)
    .map((name) => name.replace('$', '\\$'))
    .join('|');

/** The unit behind a number, and the half of it that may follow: "two days and a half". */
const FOLLOWING = new RegExp(
  `^[\\s-]*(?:(${oneOf([...UNITS.keys()])})s?)(?![\\p{L}\\p{N}])(\\s+and\\s+a\\s+half\\b)?`,
  'iu',
);
const CURRENCY_BEFORE = /(?:[€$£]|\b(?:EUR|USD|GBP|CHF|INR|Rs\.?))\s?$/i;

/** `others`: what else the request may count. A number before one of these words is no value of the field. */
export function quantitiesIn(text: string, field: Field, others: readonly string[] = []): readonly Quantity[] {
  const own = unitOf(field);
  const phrases = phrasesIn(text, own);
  const numbers = saidNumbers(text)
    .filter(({ at, end }) => !phrases.some((phrase) => at < phrase.end && phrase.at < end))
    .flatMap((said) => measured(said, text, own, others));
  const inOrder = [...phrases, ...numbers].sort((one, other) => one.at - other.at);
  const inUnit = ({ value, unit }: Measured) => Number(((value * unit.factor) / own.factor).toPrecision(12));
  return joined(inOrder, text).map((each) => ({ value: inUnit(each), at: each.at, end: each.end, named: each.named }));
}

const unitOf = ({ name, isInteger }: Field): Unit =>
  UNITS.get(singular(name.split('_').at(-1) ?? '')) ?? (isInteger ? COUNT : MONEY);
const singular = (word: string): string => word.replace(/(?<=\p{L}{2})s$/u, '');

function measured(said: SaidNumber, text: string, own: Unit, others: readonly string[]): Measured[] {
  const after = text.slice(said.end);
  const [whole = '', word, half] = FOLLOWING.exec(after) ?? [];
  const name = word?.toLowerCase();
  if (name === undefined) {
    if (CURRENCY_BEFORE.test(text.slice(0, said.at)))
      return own.dimension === 'money' ? [{ ...said, named: true, unit: own }] : [];
    return isOther(after, others) ? [] : [{ ...said, named: false, unit: own }];
  }
  const unit = UNITS.get(name === 'pound' && own.dimension === 'weight' ? 'lb' : name);
  if (unit?.dimension !== own.dimension) return [];
  const value = said.value + (half === undefined ? 0 : 0.5);
  return [{ value, at: said.at, end: said.end + whole.length, named: true, unit }];
}

/** "40 seats", "a 4-star hotel". */
function isOther(after: string, others: readonly string[]): boolean {
  const next = /^[\s-]+(\p{L}+)/u.exec(after)?.[1]?.toLowerCase();
  return next !== undefined && others.some((other) => singular(other) === singular(next));
}

/** One unit or a part of it, in words: "an hour and a half", "half a day", "a quarter of an hour". */
function phrasesIn(text: string, own: Unit): Measured[] {
  if (own.dimension !== 'time' && own.dimension !== 'weight') return [];
  const names = [...UNITS].filter(([name, unit]) => unit.dimension === own.dimension && name.length > 1);
  const pattern = new RegExp(
    `\\b(half(?:[\\s-]an?)?|(?:an?\\s+|three[\\s-])?quarters?\\s+of\\s+an?|an?)[\\s-](${oneOf(names.map(([name]) => name))})\\b(\\s+and\\s+a\\s+half\\b)?`,
    'gi',
  );
  return [...text.matchAll(pattern)].flatMap(({ index, 0: found, 1: part = '', 2: name = '', 3: half }) => {
    const unit = UNITS.get(name.toLowerCase());
    const value = partOf(part.toLowerCase()) + (half === undefined ? 0 : 0.5);
    return unit === undefined ? [] : [{ value, at: index, end: index + found.length, named: true, unit }];
  });
}

const partOf = (words: string): number => {
  if (words.startsWith('half')) return 0.5;
  if (words.includes('quarter')) return words.startsWith('three') ? 0.75 : 0.25;
  return 1;
};

/** "an hour and 15 minutes" is one quantity: a smaller unit behind a larger one. */
function joined(quantities: readonly Measured[], text: string): readonly Measured[] {
  const all: Measured[] = [];
  for (const next of quantities) {
    const last = all.at(-1);
    if (last === undefined || !continues(last, next, text)) all.push(next);
    else {
      const value = last.value + (next.value * next.unit.factor) / last.unit.factor;
      all.splice(-1, 1, { ...last, value, end: next.end });
    }
  }
  return all;
}

const continues = (last: Measured, next: Measured, text: string): boolean =>
  last.named &&
  next.named &&
  next.unit.factor < last.unit.factor &&
  /^\s*(?:and)?\s*$/.test(text.slice(last.end, next.at));
