/**
 * Redaction by substitution. What identifies is found as it is for an outbound body, by the frontier's redactor: in the request,
 * in arguments, results and messages alike, whether or not a call took it. Each is replaced by another of the same shape, the
 * same one everywhere in an example, so that its calls still fit its request. Plain words stay, for they are what is learnt, and
 * so do amounts and dates, on which conditions hang. A substitute can't be traced back without the salt, which is new each time.
 */

import { createHash } from 'node:crypto';
import type { JsonValue } from '@pitcrew/contracts';
import { createRedactor, type Vocabulary } from '@pitcrew/service-frontier/redaction';
import { isIdentifier } from '@pitcrew/workflow';
import { fillerFor } from '../fillers.ts';
import { randomOf } from '../random.ts';

export type Hiding = {
  text(original: string): string;
  /** Keys are the packs' own names and stay. `name`: of the field that holds the value. */
  value<V extends JsonValue>(original: V, name?: string): V;
};

const DATE = /^\d{4}-\d\d-\d\d(T[\d:.]+Z?)?$/;

/** `45 112` is one number, and so are `12,000` and `1'200`. */
const NUMBER = /\d{1,3}(?:[ ,'’\u00a0\u202f]\d{3})+(?!\d)|\d+/g;
const bare = (spelt: string): string => spelt.replace(/\D/g, '');

/** Other digits with the same spaces and marks between them. */
function spelled(spelt: string, digits: string): string {
  let at = 0;
  return spelt.replace(/\d/g, () => digits[at++] ?? '0');
}

/** `ids` are the ids that the calls took or gave: their digits are no amount, wherever they stand. */
export function hidingOf(vocabulary: Vocabulary, ids: readonly string[], salt: string): Hiding {
  const redactor = createRedactor(vocabulary);
  const fill = fillerFor('train', randomOf(salt, 'hiding'), new Set());
  const names = new Map<string, string>();
  const digitsOfIds = new Set(ids.flatMap((id) => id.match(/\d+/g) ?? []));
  const renumbered = (text: string): string =>
    text.replace(NUMBER, (spelt) => spelled(spelt, digitsFor(bare(spelt), salt)));

  function substitute(placeholder: string, spelt: string): string {
    const kind = placeholder.slice(1, placeholder.indexOf('_'));
    if (kind === 'SECRET') return '[secret]';
    if (kind === 'MAIL') return `${wordFor(spelt, salt)}@example.com`;
    if (kind === 'AMOUNT')
      return (spelt.match(NUMBER) ?? []).some((each) => isNumberOfId(bare(each))) ? renumbered(spelt) : spelt;
    if (kind !== 'NAME')
      return spelt.includes('://') ? `https://example.com/${wordFor(spelt, salt)}` : renumbered(spelt);
    const name = names.get(placeholder) ?? renumbered(fill({ name: 'customer', surface: spelt }));
    names.set(placeholder, name);
    return name;
  }
  /** Longer than an amount is ever written: a telephone, a card, an account. */
  const isNumberOfId = (digits: string): boolean => digitsOfIds.has(digits) || digits.length >= 7;

  function text(original: string): string {
    if (DATE.test(original)) return original;
    let hidden = '';
    let done = 0;
    for (const { placeholder, at, end } of redactor.text(original).places) {
      hidden += original.slice(done, at) + substitute(placeholder, original.slice(at, end));
      done = end;
    }
    return hidden + original.slice(done);
  }

  function value(original: JsonValue, name: string): JsonValue {
    if (typeof original === 'string') return isIdentifier(name) ? renumbered(original) : text(original);
    if (typeof original === 'number') {
      const isId = Number.isInteger(original) && (isIdentifier(name) || isNumberOfId(String(original)));
      return isId ? Number(renumbered(String(original))) : original;
    }
    if (Array.isArray(original)) return original.map((each: JsonValue) => value(each, name));
    if (typeof original !== 'object' || original === null) return original;
    return Object.fromEntries(Object.entries(original).map(([key, each]) => [key, value(each as JsonValue, key)]));
  }
  return { text, value: <V extends JsonValue>(original: V, name = '') => value(original, name) as V };
}

/** As many digits, the first not zero; the same for the same ones. */
function digitsFor(digits: string, salt: string): string {
  const bytes = createHash('sha256').update(`${salt}:${digits}`).digest();
  return [...digits].map((_, index) => String(((bytes[index % bytes.length] ?? 0) % 9) + 1)).join('');
}

const wordFor = (text: string, salt: string): string =>
  createHash('sha256').update(`${salt}:${text.toLowerCase()}`).digest('hex').slice(0, 8);
