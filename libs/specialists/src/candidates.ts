/**
 * What a request offers for an argument: the closed set of spans that a value may be copied from. The writer chooses one
 * of these and can't misspell it. The set is complete for what people write, bounded, and in a fixed order.
 *
 * - integers and numbers: every run of digits in the argument's range, with thousands separators closed up (`12,000`, `4 521`)
 * - identifiers (arguments called `id` or `..._id`): words that contain a digit; those with the declared prefix, where there are any
 * - enums: the values that are words of the request; all of them when the argument is required and none is
 * - other strings: up to five words in a row, as written, without surrounding punctuation or possessive
 */
import { assertNever } from '@pitcrew/contracts';
import { type Argument, isIdentifier } from '@pitcrew/workflow';

export const CANDIDATES_MAX = 400;
export const SPAN_WORDS_MAX = 5;

export function requestCandidates(request: string, name: string, argument: Argument): readonly string[] {
  const { type } = argument;
  switch (type) {
    case 'integer':
      return inRange(bounded(integers(quantified(request, name))), argument);
    case 'number':
      return inRange(bounded(numbers(quantified(request, name))), argument);
    case 'boolean':
      return ['true', 'false'];
    case 'enum':
      return enumValues(request, argument);
    case 'string':
      return isIdentifier(name) ? named(bounded(identifiers(request)), argument) : bounded(spans(request));
    case 'string[]':
      return bounded(spans(request));
    case 'integer[]':
      return bounded(lists(integers(request)));
    case 'number[]':
      return bounded(lists(numbers(request)));
    default:
      return assertNever(type);
  }
}

const bounded = (found: Iterable<string>): readonly string[] => [...new Set(found)].slice(0, CANDIDATES_MAX);

const inRange = (found: readonly string[], { minimum = -Infinity, maximum = Infinity }: Argument): readonly string[] =>
  found.filter((digits) => Number(digits) >= minimum && Number(digits) <= maximum);

const GROUPED = /\d{1,3}(?:[,.'’ \u00a0\u202f]\d{3})+(?!\d)/g;
/** "52 014" is one number that somebody spaced, not two. */
const SPACED = /(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\d.,]?\d)/g;
const DECIMAL = /\d+[.,]\d+/g;
const DIGITS = /\d+/g;

/** The digits of `INV-9714` or `SUB-52440` are part of a name, and no amount. */
const quantified = (request: string, name: string): string =>
  isIdentifier(name) ? request : request.replace(/(?<![\p{L}\p{N}])\p{L}{2,}-\d[\p{L}\p{N}]*/gu, ' ');

/** Integers above this have no exact number. */
const DIGITS_MAX = 15;

function* integers(request: string): Iterable<string> {
  for (const [digits] of request.replace(SPACED, '').matchAll(DIGITS))
    if (digits.length <= DIGITS_MAX) yield String(Number(digits));
  for (const [grouped] of request.matchAll(GROUPED)) yield String(Number(grouped.replace(/\D/g, '')));
}

function* numbers(request: string): Iterable<string> {
  yield* integers(request);
  for (const [decimal] of request.matchAll(DECIMAL)) yield String(Number(decimal.replace(',', '.')));
}

function* identifiers(request: string): Iterable<string> {
  for (const [word] of request.matchAll(/[\p{L}\p{N}][\p{L}\p{N}._-]*/gu)) {
    const trimmed = word.replace(/[._-]+$/, '');
    if (/\d/.test(trimmed)) yield trimmed;
  }
}

/** Who writes an id in full means that one: in "INV-5540, 120 parts" the 120 is no invoice. */
function named(found: readonly string[], { prefix }: Argument): readonly string[] {
  if (prefix === undefined) return found;
  const inFull = new RegExp(`^${prefix}[._-]?\\d`, 'i');
  const full = found.filter((word) => inFull.test(word));
  return full.length > 0 ? full : found;
}

/** All together first, then each alone. */
const lists = (found: Iterable<string>): string[] => {
  const values = [...new Set(found)];
  return values.length > 1 ? [values.join(','), ...values] : values;
};

function enumValues(request: string, argument: Argument): readonly string[] {
  const values = argument.values ?? [];
  const words = request.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  const named = values.filter((value) => words.some((word) => names(word, value.toLowerCase())));
  return named.length > 0 || argument.optional ? named : values;
}

/** `eastern` names east; a short value must be a word of its own, or `us` would stand in `user` and `use`. */
const INFLECTED_LETTERS_MIN = 4;
const names = (word: string, value: string): boolean =>
  word === value || (value.length >= INFLECTED_LETTERS_MIN && word.startsWith(value));

type Word = { readonly text: string; readonly breaksAfter: boolean };

/** Names first (capitals, digits, joined words), then by length: if the bound cuts, it cuts long runs of plain prose. */
function spans(request: string): string[] {
  const found = request.split(/\n|["“”„()[\]<>|=]|\s[-–—/•]+\s/u).flatMap((stretch) => spansOf(words(stretch)));
  return [...new Set(found)].sort((a, b) => rank(a) - rank(b));
}

/** A legal form may stand after a comma and still belong to the name: `Daehwa Co., Ltd.` */
const LEGAL_FORM = /^(ltd|inc|llc|llp|lp|plc|corp|co|gmbh|ag|kg|sa|s\.a|sarl|srl|spa|bv|nv|oy|ab|as|pty|pvt)\b/i;

const words = (stretch: string): Word[] =>
  stretch
    .split(/\s+/u)
    .filter((word) => word !== '')
    .map((word, index, all) => ({
      text: word,
      breaksAfter: /[,;:!?…]+$/u.test(word) && !(word.endsWith(',') && LEGAL_FORM.test(all[index + 1] ?? '')),
    }));

function spansOf(line: readonly Word[]): string[] {
  const found: string[] = [];
  for (let start = 0; start < line.length; start += 1) {
    for (let end = start; end < Math.min(line.length, start + SPAN_WORDS_MAX); end += 1) {
      const taken = line.slice(start, end + 1).map((word) => word.text);
      if (mayBound(taken)) found.push(...spellings(taken.join(' ')));
      if (line[end]?.breaksAfter) break;
    }
  }
  return found;
}

/** The span without surrounding punctuation; without its full stop, which may be the sentence's; without `'s`. */
function spellings(text: string): string[] {
  const bare = text.replace(/^[^\p{L}\p{N}]+/u, '').replace(/[^\p{L}\p{N}.]+$/u, '');
  const variants = [
    bare.replace(/\.+$/, ''),
    bare,
    bare.replace(/\.$/, ''),
    bare.replace(/['’]s?$/u, ''),
    bare.replace(/['’]s\.?$/u, ''),
  ];
  return variants.filter((variant) => /[\p{L}\p{N}]/u.test(variant));
}

const PLAIN = new Set(
  'a an and are as at be been by can could did do does for from had has have he her his how i if in is it its me my no not of on or our out please she should so than that their them then there they this to up us was we were what when where which who will with would you your & + - /'.split(
    ' ',
  ),
);

/** Capitals throughout are an abbreviation: `AS` is a company's legal form, `as` is not. */
const plain = (word: string | undefined): boolean =>
  word === undefined ||
  (PLAIN.has(word.toLowerCase().replace(/[.,;:!?]+$/, '')) && !/^\p{Lu}{2,}[.,;:!?]*$/u.test(word));

/** A name neither begins nor ends with a plain word; it may begin with an article of its own ("The Wool Barn"), not with the sentence's ("the barn"). */
const mayBound = (taken: readonly string[]): boolean =>
  !plain(taken[0]) && !plain(taken.at(-1)) && taken[0] !== 'the' && !/^the$/i.test(taken.at(-1) ?? '');

const rank = (span: string): number => (/[\p{Lu}\p{N}_-]/u.test(span) ? 0 : 10) + span.split(' ').length;
