/**
 * Makes texts and results fit to leave. In a text every secret, figure and possible name becomes a placeholder, and so does
 * whatever else spells a value that is already known; of a result, every value but truth values and members of closed sets.
 * What a result or another text gives away is found in a text as well, if it was redacted or learnt before.
 */

import type { JsonValue } from '@pitcrew/contracts';
import { isIdentifier } from '@pitcrew/workflow';
import { blanked, findFigures } from './find-figures.ts';
import { findNames } from './find-names.ts';
import { type Found, findSecrets } from './find-secrets.ts';
import { createVault, type Vault } from './vault.ts';
import type { Vocabulary } from './vocabulary.ts';

export type Place = { readonly placeholder: string; readonly at: number; readonly end: number };
export type Redacted = {
  readonly text: string;
  /** Where the original said what; in order. */
  readonly places: readonly Place[];
};

export type Redactor = {
  readonly vault: Vault;
  /** Finds what a text must not say, without redacting it: so that what one text gives away is found in another. */
  learn(original: string): void;
  text(original: string): Redacted;
  /** `name`: of the argument or field that holds the value. */
  value(name: string, original: JsonValue): JsonValue;
};

export function createRedactor(vocabulary: Vocabulary): Redactor {
  const vault = createVault();
  return {
    vault,
    learn: (original) => void placesIn(original, vault, vocabulary),
    text: (original) => redactText(original, vault, vocabulary),
    value: (name, original) => redactValue(name, original, vault, vocabulary),
  };
}

function redactText(original: string, vault: Vault, vocabulary: Vocabulary): Redacted {
  const places = placesIn(original, vault, vocabulary);
  let text = '';
  let done = 0;
  for (const { placeholder, at, end } of places) {
    text += original.slice(done, at) + placeholder;
    done = end;
  }
  return { text: text + original.slice(done), places };
}

/** Each round adds to what is known, and the rounds end with one that does not; no text needs more than a few. */
const ROUNDS_MAX = 8;

/** A value that is found at one place is then known at every other. */
function placesIn(original: string, vault: Vault, vocabulary: Vocabulary): readonly Place[] {
  let places: readonly Place[] = [];
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const before = vault.originals().length;
    places = oneRound(original, vault, vocabulary);
    if (vault.originals().length === before) break;
  }
  return places;
}

function oneRound(original: string, vault: Vault, vocabulary: Vocabulary): readonly Place[] {
  const certain = [...findSecrets(original), ...knownIn(original, vault), ...findFigures(original, vocabulary)];
  const found = apart(original, [...certain, ...findNames(blanked(original, certain), vocabulary)]);
  return found.map(({ kind, at, end, open }) => ({
    placeholder: vault.placeholderOf(kind, original.slice(at, end), open),
    at,
    end,
  }));
}

/** In order and without overlaps. Found earlier in the list wins; what is left of a later one stays found, if it is more than punctuation. */
function apart(text: string, found: readonly Found[]): readonly Found[] {
  const taken = new Uint8Array(text.length);
  const kept = found.flatMap((one) => {
    const free = freeStretches(one, taken);
    taken.fill(1, one.at, one.end);
    return free.filter(({ at, end }) => /[\p{L}\p{N}]/u.test(text.slice(at, end)));
  });
  return kept.sort((one, other) => one.at - other.at);
}

function freeStretches(one: Found, taken: Uint8Array): Found[] {
  const stretches: Found[] = [];
  for (let at = one.at; at < one.end; at += 1) {
    if (taken[at]) continue;
    let end = at;
    while (end < one.end && !taken[end]) end += 1;
    stretches.push({ ...one, at, end });
    at = end;
  }
  return stretches;
}

/** Below this length letter case tells a name from a word. */
const CASELESS_CHARACTERS_MIN = 4;

/** Whole words, longest first. The kind does not matter: such a value has its placeholder already (V1). */
function knownIn(text: string, vault: Vault): Found[] {
  const lower = lowered(text);
  const longestFirst = [...vault.originals()].sort((one, other) => other.length - one.length);
  return longestFirst.flatMap((original) => {
    const [where, what] = original.length < CASELESS_CHARACTERS_MIN ? [text, original] : [lower, lowered(original)];
    return occurrences(where, what).map((at): Found => ({ kind: 'NAME', at, end: at + what.length }));
  });
}

/** In lower case, every character in its place: a few become two, and stay as they are. */
const lowered = (text: string): string =>
  text.replace(/\p{L}/gu, (letter) => (letter.toLowerCase().length === letter.length ? letter.toLowerCase() : letter));

function occurrences(text: string, word: string): number[] {
  const found: number[] = [];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
    const isWhole = !/[\p{L}\p{N}]/u.test(`${text[at - 1] ?? ''}${text[at + word.length] ?? ''}`);
    if (isWhole) found.push(at);
  }
  return found;
}

function redactValue(name: string, value: JsonValue, vault: Vault, vocabulary: Vocabulary): JsonValue {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number') return vault.placeholderOf(isIdentifier(name) ? 'ID' : 'AMOUNT', String(value));
  if (typeof value === 'string') {
    if (!/[\p{L}\p{N}]/u.test(value) || vocabulary.values.has(value)) return value;
    const [secret] = findSecrets(value);
    return vault.placeholderOf(secret?.kind ?? (isIdentifier(name) || /\d/.test(value) ? 'ID' : 'NAME'), value);
  }
  if (Array.isArray(value)) return value.map((element) => redactValue(name, element, vault, vocabulary));
  const named = Object.entries(value).filter(([key]) => isFieldName(key, vocabulary));
  return Object.fromEntries(named.map(([key, member]) => [key, redactValue(key, member, vault, vocabulary)]));
}

/** A key may be a value too (`{"Ada": 1}`): what no pack and no plain word calls a field stays here. */
const isFieldName = (key: string, { words }: Vocabulary): boolean =>
  !/\p{N}/u.test(key) && key.split(/[^\p{L}]+/u).every((part) => part === '' || words.has(part.toLowerCase()));
