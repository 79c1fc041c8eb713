/**
 * The results of a conversation as typed references. The n-th result is `$n`; its parts have paths: `$2.zone`,
 * `$2.items[0].sku`, and `$2.items[].sku` for the list of all. So a value of a result is chosen by its place and never
 * spelt, and an instruction hidden in a result can't become a value (R7). A result that is no JSON offers its words that
 * hold a digit, and its whole text.
 */
import type { ChatMessage, JsonObject, JsonValue } from '@pitcrew/contracts';

export const REFERENCES_MAX = 120;
const ITEMS_MAX = 8;
const DEPTH_MAX = 4;

export type Referred = { readonly reference: string; readonly value: JsonValue };
export type NumberedResult = { readonly name: string; readonly callId: string; readonly value: JsonValue };

export const resultsOf = (messages: readonly ChatMessage[]): readonly NumberedResult[] =>
  messages
    .filter((message) => message.kind === 'tool')
    .map(({ callId, content }, index) => ({ name: `$${index + 1}`, callId, value: read(content) }));

/** The newest result first, each in the order of its own members. */
export const referencesOf = (results: readonly NumberedResult[]): readonly Referred[] =>
  results
    .toReversed()
    .flatMap(({ name, value }) => [...walk(name, value, 0)])
    .slice(0, REFERENCES_MAX);

export function read(content: string): JsonValue {
  try {
    const value = JSON.parse(content) as JsonValue;
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Words, not JSON.
  }
  const ids = [...new Set(content.match(/[\p{L}\p{N}#][\p{L}\p{N}._:@/-]*/gu) ?? [])]
    .map((word) => word.replace(/^#|[._:/-]+$/g, ''))
    .filter((word) => /\d/.test(word));
  return ids.length === 0 ? { text: content.trim() } : { text: content.trim(), words: ids.slice(0, ITEMS_MAX) };
}

function* walk(path: string, value: JsonValue, depth: number): Iterable<Referred> {
  if (isList(value)) {
    yield { reference: path, value };
    for (const [index, element] of value.slice(0, ITEMS_MAX).entries())
      yield* depth < DEPTH_MAX ? walk(`${path}[${index}]`, element, depth + 1) : [];
    yield* projections(path, value);
  } else if (isObject(value)) {
    if (depth > 0) yield { reference: path, value };
    for (const [name, member] of Object.entries(value))
      if (NAME.test(name)) yield* depth < DEPTH_MAX ? walk(`${path}.${name}`, member, depth + 1) : [];
  } else if (value !== null) yield { reference: path, value };
}

/** A name that would break the path, or a line of the form, has no reference. */
const NAME = /^[\p{L}\p{N}_-]{1,40}$/u;

function* projections(path: string, list: readonly JsonValue[]): Iterable<Referred> {
  const [first] = list;
  if (first === undefined || !isObject(first)) return;
  for (const name of Object.keys(first).filter((key) => NAME.test(key))) {
    const values = list.map((element) => (isObject(element) ? element[name] : undefined));
    if (values.every((value) => value !== undefined && (value === null || typeof value !== 'object')))
      yield { reference: `${path}[].${name}`, value: values as readonly JsonValue[] };
  }
}

export const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);
export const isObject = (value: JsonValue): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
