/**
 * JSON values, and the one canonical form that digests are taken of: keys sorted by code unit, no white space,
 * numbers as ECMAScript prints them (the rules of RFC 8785 for the values used here).
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };
export type JsonObject = { readonly [key: string]: JsonValue };

export const JsonValue: z.ZodType<JsonValue> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(JsonValue), z.record(z.string(), JsonValue)]),
);
export const JsonObject: z.ZodType<JsonObject> = z.record(z.string(), JsonValue);

/** `sha256:` and 64 lower-case hex digits. */
export const Digest = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/, 'a digest looks like sha256:<64 hex digits>')
  .brand('Digest');
export type Digest = z.infer<typeof Digest>;

export function canonicalJson(value: JsonValue): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] as JsonValue)}`);
  return `{${members.join(',')}}`;
}

export const digestOf = (value: JsonValue): Digest => digestOfText(canonicalJson(value));

export const digestOfText = (text: string | Uint8Array): Digest =>
  Digest.parse(`sha256:${createHash('sha256').update(text).digest('hex')}`);

const isArray = (value: object): value is readonly JsonValue[] => Array.isArray(value);
