/**
 * The closed set of values for a slot of a tool: what its schema lists, what somebody said in the conversation, what an
 * earlier call took, and what a result holds. Each value is in the set once, so the right one is one option: as it was said
 * where it was said, else as the newest reference. The newest words come first; the bound cuts the oldest.
 */

import { type ChatMessage, canonicalJson, type JsonValue } from '@pitcrew/contracts';
import { isIdentifier } from '@pitcrew/workflow';
import { CANDIDATES_MAX, requestCandidates } from './candidates.ts';
import { isList, isObject, REFERENCES_MAX, type Referred, referencesOf, resultsOf } from './dialogue-results.ts';
import { type Scalar, type Slot, slotName } from './dialogue-slots.ts';
import { saidNumbers } from './number-words.ts';
import { oneLine } from './text.ts';

/** Longer texts are nobody's argument, and would fill the model's window. */
export const OPTION_CHARACTERS_MAX = 160;

/** `text` is what the model chooses, `value` what it stands for. */
export type Option = { readonly text: string; readonly value: JsonValue };

export type Said = {
  /** Newest first: the users' words, the assistant's, then the system's. */
  readonly texts: readonly string[];
  /** What earlier calls took, newest first. */
  readonly taken: readonly JsonValue[];
  readonly references: readonly Referred[];
};

export function saidIn(messages: readonly ChatMessage[]): Said {
  const newest = messages.toReversed();
  const of = (kind: ChatMessage['kind']) => newest.filter((message) => message.kind === kind);
  return {
    texts: [...of('user'), ...of('assistant'), ...of('system')]
      .map((message) => message.content)
      .filter((content) => content !== ''),
    taken: newest.flatMap((message) =>
      message.kind === 'assistant' ? message.calls.toReversed().flatMap(({ arguments: args }) => scalarsIn(args)) : [],
    ),
    references: referencesOf(resultsOf(messages)),
  };
}

/** What a scalar slot, or one element of a list, may be. */
export function scalarOptions(slot: Slot, type: Scalar, said: Said): readonly Option[] {
  if (type.kind === 'closed') return distinct(type.values.map(literal));
  const fallback = slot.fallback === undefined ? [] : [slot.fallback];
  const fits = (value: JsonValue): JsonValue[] => fitted(value, type);
  const spoken = [
    ...(type.kind === 'number' ? said.texts.flatMap(numbersIn) : said.texts.flatMap((text) => textsIn(text, slot))),
    ...said.taken,
    ...fallback,
  ];
  const literalOptions = distinct(spoken.flatMap(fits).map(literal)).slice(0, CANDIDATES_MAX - REFERENCES_MAX);
  const referred = said.references.flatMap(({ reference, value }) =>
    fits(value).map((fit) => ({ text: reference, value: fit })),
  );
  return distinct([...literalOptions, ...referred]);
}

/** A list or an object that a result holds whole. */
export const wholeOptions = (slot: Slot, said: Said): readonly Option[] => {
  const { type } = slot;
  const whole = said.references.flatMap(({ reference, value }): Option[] => {
    if (type.kind === 'list')
      return isList(value) && value.length > 0 && value.every((element) => fitted(element, type.of).length > 0)
        ? [{ text: reference, value: value.flatMap((element) => fitted(element, type.of)) }]
        : [];
    return isList(value) || isObject(value) ? [{ text: reference, value }] : [];
  });
  const fallback = slot.fallback !== undefined && (isList(slot.fallback) || isObject(slot.fallback));
  return distinct([...(fallback ? [{ text: 'default', value: slot.fallback as JsonValue }] : []), ...whole]);
};

/** The value in the type that the slot takes, if it is one: `"4521"` is a number, 4521 is a text. */
function fitted(value: JsonValue, type: Scalar): JsonValue[] {
  if (type.kind === 'closed')
    return type.values.filter((allowed) => canonicalJson(allowed) === canonicalJson(value)).slice(0, 1);
  if (type.kind === 'string') {
    return typeof value === 'string' ? [value] : typeof value === 'number' ? [String(value)] : [];
  }
  const number = typeof value === 'string' && /^-?\d{1,15}(\.\d+)?$/.test(value) ? Number(value) : value;
  const right =
    typeof number === 'number' &&
    (!type.integer || Number.isInteger(number)) &&
    number >= type.minimum &&
    number <= type.maximum;
  return right ? [number] : [];
}

function numbersIn(text: string): number[] {
  const found = [
    ...saidNumbers(text).map(({ value }) => value),
    ...requestCandidates(text, 'amount', { type: 'number', optional: false }).map(Number),
    ...[...text.matchAll(/(?:(?<![\p{L}\p{N}])[-−]|\bminus )(\d{1,15}(?:\.\d+)?)/gu)].map(
      ([, digits]) => -Number(digits),
    ),
  ];
  return [...new Set(found)];
}

/** Names and ids first, then what stands in quotes, the rest of a sentence from any of its words, and other spellings. */
function textsIn(text: string, slot: Slot): string[] {
  const name = slotName(slot).split('.').at(-1) ?? '';
  const id = isIdentifier(name.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase());
  const argument = { type: 'string', optional: slot.optional } as const;
  const spans = requestCandidates(text, '', argument);
  return [
    ...(id ? requestCandidates(text, 'id', argument) : []),
    ...[...text.matchAll(/["“„]([^"“”„\n]+)["”“]|(?<![\p{L}\p{N}])'([^'\n]+)'/gu)].map(
      (found) => found[1] ?? found[2] ?? '',
    ),
    ...spans,
    ...tails(text),
    ...spans.filter((span) => span.split(' ').length <= 3).flatMap(otherCase),
  ].filter((span) => span.length <= OPTION_CHARACTERS_MAX);
}

/** The ends of each sentence, the longest first. Longer ones than an option may be are not made: of a long text there are too many. */
const tails = (text: string): string[] =>
  text.split(/\n|(?<=[.!?])\s|:\s/u).flatMap((sentence) => {
    const [last = '', ...before] = oneLine(sentence)
      .replace(/[.!?]+$/, '')
      .split(' ')
      .toReversed();
    const found = [last];
    for (const word of before) {
      const longer = `${word} ${found.at(-1)}`;
      if (longer.length > OPTION_CHARACTERS_MAX) break;
      found.push(longer);
    }
    return found.toReversed();
  });

const otherCase = (span: string): string[] =>
  span === span.toLowerCase()
    ? [span.replace(/(?<![\p{L}\p{N}'’])\p{Ll}/gu, (letter) => letter.toUpperCase())]
    : [span.toLowerCase()];

const literal = (value: JsonValue): Option => ({
  text: typeof value === 'string' ? value : JSON.stringify(value),
  value,
});

/** A literal that reads like a reference, or like the sign for "left out", would be taken for one. */
const mayBeSaid = ({ text, value }: Option): boolean =>
  !/[\n\r]/.test(text) && text.trim() !== '' && text !== '-' && (text !== 'null' || value === null);

function distinct(options: readonly Option[]): readonly Option[] {
  const values = new Set<string>();
  const texts = new Set<string>();
  const kept = options.filter((option) => {
    const value = canonicalJson(option.value);
    const isReference = option.text !== option.value && option.text.startsWith('$');
    const free = mayBeSaid(option) && (isReference || !option.text.startsWith('$'));
    return free && !values.has(value) && !texts.has(option.text) && values.add(value) && texts.add(option.text);
  });
  return kept.slice(0, CANDIDATES_MAX);
}

const scalarsIn = (value: JsonValue): JsonValue[] => {
  if (isList(value)) return value.flatMap(scalarsIn);
  if (isObject(value)) return Object.values(value).flatMap(scalarsIn);
  return value === null ? [] : [value];
};
