/**
 * Words that may be a name: every word that is not on the allow-list, and every word with a capital that the sentence does
 * not explain. Rather too many than too few. What this can't see is a name made only of plain lower-case words ("wool
 * barn"), unless a result of the run spells it, for then it is known.
 *
 * A capital is explained at the beginning of a sentence, if the word is plain, no first name and followed by no other
 * capital (unless it is what people are asked with: "Refund Acme"); in a text without any lower case; and in a member of a
 * closed set that stands alone ("the people in Finance").
 */
import type { Found } from './find-secrets.ts';
import type { Vocabulary } from './vocabulary.ts';

type Word = {
  readonly text: string;
  readonly at: number;
  readonly end: number;
  readonly capital: boolean;
  readonly first: boolean;
};

const WORD = /[\p{L}\p{M}]+(?:[-'’][\p{L}\p{M}]+)*/gu;
const POSSESSIVE = /['’]s?$/u;
const CONTRACTION = /^(?:[a-z]+n['’]t|[a-z]+['’](?:s|m|d|ll|re|ve|em)|o['’]clock|y['’]all)$/i;

const FUNCTION_WORDS = new Set(
  'a after all also am an and any are as at be because before both but by can could do does during each else ever every for from had has have he her here his how however i if in instead into is it its just me my never no not now of off ok okay on once only onto or our out over per please provided regarding she should since so still than thanks that the their them then there these they this those though till to under unless until up upon us was we were what when where whether which while who whose why will with without would yes yet you your'.split(
    ' ',
  ),
);
/** Capitals that name nobody. May, June and August are left out, for they do. */
const CALENDAR_AND_MONEY =
  /^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|july|september|october|november|december|eur|usd|gbp|chf|sek|nok|dkk|inr)$/i;
/** How a request begins; kept even before a name. */
const OPENINGS = new Set(
  'add approve arrange ask assess book calculate can cancel change check choose close confirm could create dear deliver do does draft escalate estimate file find finish for from get give has have hello help hi how i if in inform is issue just kindly let look make match move my need notify on open order our place plan please prepare process put quote refund release reply reserve resolve run schedule see send set ship should start switch take tell the then there this to track triage trip try update upgrade use verify via we what when where which who will with would'.split(
    ' ',
  ),
);
/** Plain words that people are called by. */
const FIRST_NAMES = new Set(
  'amber angel april art august autumn baker bell bill black bob booth bridge brook brown bush carter chase christian church clay cliff cook cross dale dawn dean drew earl eve faith field fisher flora fountain fox frank garden gene glass glen grace grant gray green guy hall harbour heath hill holly hope hunter iris jay joy judge jude june king kitchen lamb lane law lawyer lee lily lord major mark marshall mason matt max may melody miles mill miller moon morgan norm north olive park parker pat patience pearl penny pink pond pope porter potter price prince ray reed reeves robin rose ruby rusty sage sky smith snow star stone storm sue summer sun sunny temple tuesday victor violet wade ward water webb west white will winter wolf wood woody young'.split(
    ' ',
  ),
);
/** "Will you", "Mark it": then it is the word. */
const FOLLOWERS = new Set(
  'a all an any anybody anyone he her his i it me my our she someone somebody that the their them there these they this those us we you your'.split(
    ' ',
  ),
);
const BRIDGE = /^(?:of|de|del|della|di|da|van|von|der|den|du|la|le|el|al|bin|and|the|y|e)$/i;

export function findNames(text: string, vocabulary: Vocabulary): readonly Found[] {
  const words = wordsOf(text);
  const names = words.map((word, index) => mayName(word, words[index - 1], words[index + 1], text, vocabulary));
  const spans: { at: number; end: number; capital: boolean }[] = [];
  words.forEach((word, index) => {
    if (!names[index]) return;
    const end = word.end - (POSSESSIVE.exec(word.text)?.[0].length ?? 0);
    const last = spans.at(-1);
    if (last && joins(text.slice(last.end, word.at), last.capital && word.capital))
      spans.splice(-1, 1, { at: last.at, end, capital: word.capital });
    else spans.push({ at: word.at, end, capital: word.capital });
  });
  return spans.map(({ at, end }) => ({ kind: 'NAME', at, end }));
}

/** Enough for a full stop, quotation marks and a blank. */
const LOOK_BACK_CHARACTERS = 12;

function wordsOf(text: string): readonly Word[] {
  const caseless = !/\p{Ll}/u.test(text);
  return [...text.matchAll(WORD)].map(({ index, 0: found }) => ({
    text: found,
    at: index,
    end: index + found.length,
    capital: !caseless && /[\p{Lu}\p{Lt}]/u.test(found),
    first: /(?:^|[.!?:;…>*•–—\n-]["'“”‘’(\s]*\s|\n)["'“”‘’(\s]*$/u.test(
      text.slice(Math.max(0, index - LOOK_BACK_CHARACTERS), index),
    ),
  }));
}

function mayName(
  word: Word,
  before: Word | undefined,
  after: Word | undefined,
  text: string,
  vocabulary: Vocabulary,
): boolean {
  const lower = word.text.toLowerCase();
  if (CALENDAR_AND_MONEY.test(word.text)) return false;
  if (!isPlain(lower, vocabulary)) return !vocabulary.values.has(word.text);
  if (!word.capital || /^i(?:['’]\p{L}+)?$/u.test(lower)) return false;
  const beside = (other: Word | undefined): boolean =>
    other?.capital === true &&
    !other.first &&
    !FUNCTION_WORDS.has(other.text.toLowerCase()) &&
    !CALENDAR_AND_MONEY.test(other.text) &&
    /^[ &.-]{1,3}$/.test(text.slice(Math.min(word.end, other.end), Math.max(word.at, other.at)));
  if (FIRST_NAMES.has(lower)) return !(word.first && after !== undefined && FOLLOWERS.has(after.text));
  if (FUNCTION_WORDS.has(lower)) return !word.first && word.text !== word.text.toUpperCase() && beside(after);
  const spelt = word.text === word.text.toUpperCase() ? lower : word.text;
  if (vocabulary.values.has(spelt) && !beside(before) && !beside(after)) return false;
  if (!word.first) return true;
  return !OPENINGS.has(lower) && beside(after);
}

const isPlain = (lower: string, { words }: Vocabulary): boolean =>
  CONTRACTION.test(lower)
    ? words.has(lower.replace(/(?:n?['’]\p{L}+)$/u, '')) || words.has(lower.replace(/['’]\p{L}+$/u, ''))
    : lower.split(/[-'’]/).every((part) => part === '' || words.has(part));

/** "Bank of Ireland", "Bell & Sons", "J. Osei": one name. Only capitals are joined by a word. */
const joins = (between: string, capitals: boolean): boolean =>
  /^(?:[ -]| ?& ?|\. )$/.test(between) || (capitals && BRIDGE.test(between.trim()) && /^\s.*\s$/.test(between));
