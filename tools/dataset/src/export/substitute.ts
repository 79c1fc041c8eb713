/**
 * Redaction by substitution: ids, names, mail addresses and long numbers are replaced by others of the same shape, the same one
 * everywhere in an example, so that its calls still fit its request. The words around them stay, for they are what is learnt, and
 * so do amounts, on which conditions hang. A substitute can't be traced back without the salt, which each export draws anew.
 */
import { createHash } from 'node:crypto';
import type { JsonValue } from '@pitcrew/contracts';
import { fillerFor } from '../fillers.ts';
import { randomOf } from '../random.ts';

const MAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}/gu;
const SECRET =
  /\b(?:sk|pk|ghp|gho|xox[abp]|AKIA|AIza)[-_A-Za-z0-9]{12,}\b|-----BEGIN [A-Z ]+-----[\s\S]*?-----END [A-Z ]+-----|\bBearer\s+\S+|\b(?:password|passwort|secret|token)\s*[:=]\s*\S+/giu;
/** Phone numbers, cards, accounts. */
const LONG_NUMBER = /\d{6,}/g;

export type Identifying = {
  /** Names of people, companies, places as a call or a result spells them. */
  readonly names: readonly string[];
  /** Ids, of which the digits are replaced: `INV-9714`, `4521`. */
  readonly ids: readonly string[];
};
export type Substitution = (text: string) => string;

export function substitutionFor({ names, ids }: Identifying, salt: string): Substitution {
  const fill = fillerFor('train', randomOf(salt, 'substitution', names.join('|')), new Set());
  const named = names.map((name) => [name, fill({ name: 'customer', surface: name })] as const);
  const numbers = ids
    .flatMap((id) => id.match(/\d+/g) ?? [])
    .map((digits) => [digits, digitsFor(digits, salt)] as const);
  const replaced = replacing(named, (found) => found);
  const renumbered = replacing(numbers, (found) => `(?<!\\d)${found}(?!\\d)`);
  return (text) =>
    renumbered(replaced(text))
      .replace(SECRET, '[secret]')
      .replace(MAIL, (mail) => `${wordFor(mail, salt)}@example.com`)
      .replace(LONG_NUMBER, (digits) => digitsFor(digits, salt));
}

/** The longer first, so that a part never breaks a whole. */
function replacing(pairs: readonly (readonly [string, string])[], bounded: (found: string) => string): Substitution {
  const known = new Map(pairs.filter(([from]) => from.length > 1).map(([from, to]) => [from.toLowerCase(), to]));
  if (known.size === 0) return (text) => text;
  const ordered = [...known.keys()].sort((a, b) => b.length - a.length);
  const any = new RegExp(ordered.map((from) => bounded(escaped(from))).join('|'), 'giu');
  return (text) => text.replace(any, (found) => known.get(found.toLowerCase()) ?? found);
}

/** Keys are the packs' own names and stay. */
export function substituted<V extends JsonValue>(value: V, substitute: Substitution): V {
  if (typeof value === 'string') return substitute(value) as V;
  if (typeof value === 'number') return (Number.isInteger(value) ? Number(substitute(String(value))) : value) as V;
  if (Array.isArray(value)) return value.map((each: JsonValue) => substituted(each, substitute)) as unknown as V;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, substituted(each as JsonValue, substitute)]),
  ) as V;
}

/** As many digits, the first not zero; the same for the same ones. */
function digitsFor(digits: string, salt: string): string {
  const bytes = createHash('sha256').update(`${salt}:${digits}`).digest();
  return [...digits].map((_, index) => String(((bytes[index % bytes.length] ?? 0) % 9) + 1)).join('');
}

const wordFor = (text: string, salt: string): string =>
  createHash('sha256').update(`${salt}:${text.toLowerCase()}`).digest('hex').slice(0, 8);

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
