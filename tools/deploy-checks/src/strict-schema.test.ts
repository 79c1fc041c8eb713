/** What making a schema strict changes, and what it leaves. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import { type JsonSchema, strict } from './strict-schema.ts';

const object = (properties: Record<string, JsonSchema>, more: JsonSchema = {}): JsonSchema => ({
  type: 'object',
  properties,
  ...more,
});
const text: JsonSchema = { type: 'string' };
const either: JsonSchema = { 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] };

it.each<[string, JsonSchema, unknown, boolean]>([
  ['takes what is named', object({ a: text }), { a: 'x' }, true],
  ['refuses what is not', object({ a: text }), { b: 'x' }, false],
  ['refuses it further down', object({ a: object({ b: text }) }), { a: { c: 'x' } }, false],
  ['refuses it in a list', object({ a: { type: 'array', items: object({ b: text }) } }), { a: [{ c: 1 }] }, false],
  ['refuses it in a map', { type: 'object', additionalProperties: object({ b: text }) }, { any: { c: 'x' } }, false],
  ['leaves a map its keys', { type: 'object', additionalProperties: text }, { any: 'x' }, true],
  ['leaves what keeps unknown fields', object({}, { 'x-kubernetes-preserve-unknown-fields': true }), { any: 1 }, true],
  ['takes a number for a number or text', object({ port: either }), { port: 80 }, true],
  ['takes a text for a number or text', object({ port: either }), { port: 'http' }, true],
  ['reads a pattern of Go', { type: 'string', pattern: '^(?i)(abort|warn)?$' }, 'Warn', true],
  ['holds to a pattern of Go', { type: 'string', pattern: '^(?i)(abort|warn)?$' }, 'stop', false],
])('%s', (_what, schema, value, fits) => {
  expect(new Ajv2020({ strict: false }).validate(strict(schema), value)).toBe(fits);
});
