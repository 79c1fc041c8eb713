/**
 * Requests that no client of ours would send, made from valid ones: each kind breaks one thing. Drawn with fast-check, so a seed
 * gives the same messages again.
 */
import fc from 'fast-check';
import { encodeField, type Field, LENGTH_DELIMITED, replaceField, varint } from './wire-fields.ts';

/** `where` chooses the place, `what` the variant, `noise` is what may stand there. */
type Draw = { readonly where: number; readonly what: number; readonly noise: Buffer };
type Mutation = (bytes: Buffer, draw: Draw) => Buffer;

export type Malformed = { readonly kind: string; readonly bytes: Buffer };

const MESSAGE_BYTES_MAX = 4 * 1024 * 1024;

const pick = <T>(options: readonly T[], { what }: Draw): T => options[what % options.length] as T;

const HOSTILE_TEXTS = [
  '',
  '\0',
  '../../../../etc/passwd',
  '*',
  '>',
  'run.*.>',
  "'; DROP TABLE runs; --",
  '\r\nPUB run.x.y 0\r\n\r\n',
  '__proto__',
  '{"__proto__":{"admin":true}}',
  '\u202e\u0000\uffff',
  'x'.repeat(100_000),
  'word '.repeat(6_000),
  '😀'.repeat(5_000),
  '9'.repeat(400),
  '1e999',
  '-0',
  'null',
  '[]',
];

const BAD_UTF8 = [[0x80], [0x61, 0xe2, 0x82], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xff, 0xfe]];

const text = (field: Field, content: string | Uint8Array | readonly number[]): Field => ({
  ...field,
  wireType: LENGTH_DELIMITED,
  content: Buffer.from(content as string),
});

/** A field within itself, so deep; cheap to send, dear for a parser that recurses. */
function nested(field: Field, depth: number): Field {
  let content: Buffer = Buffer.alloc(0);
  for (let level = 0; level < depth; level += 1)
    content = encodeField({ ...field, wireType: LENGTH_DELIMITED, content });
  return { ...field, wireType: LENGTH_DELIMITED, content };
}

const nestedJson = (depth: number) => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;

const MUTATIONS: Readonly<Record<string, Mutation>> = {
  valid: (bytes) => bytes,
  truncated: (bytes, { where }) => bytes.subarray(0, where % (bytes.length + 1)),
  'random bytes': (_, { noise }) => noise,
  overwritten: (bytes, { where, noise }) => {
    const at = where % (bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, at), noise.subarray(0, 8), bytes.subarray(at + (noise.length % 8))]);
  },
  'another wire type': (bytes, draw) =>
    replaceField(bytes, draw.where, (field) => [{ ...field, wireType: pick([0, 1, 2, 3, 4, 5, 6, 7], draw) }]),
  'an unknown number': (bytes, draw) => {
    const values = [2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 53, 99, 1000].map(varint);
    const endless = Buffer.from([255, 255, 255, 255, 255, 255, 255, 255, 255, 1]);
    return replaceField(bytes, draw.where, (field) => [
      field.wireType === LENGTH_DELIMITED
        ? text(field, draw.noise)
        : { ...field, content: pick([...values, endless], draw) },
    ]);
  },
  'a hostile text': (bytes, draw) =>
    replaceField(bytes, draw.where, (field) => [text(field, pick(HOSTILE_TEXTS, draw))]),
  'invalid UTF-8': (bytes, draw) => replaceField(bytes, draw.where, (field) => [text(field, pick(BAD_UTF8, draw))]),
  'an unknown field': (bytes, { where, what, noise }) =>
    Buffer.concat([bytes, encodeField({ number: 1 + (where % 20_000), wireType: what % 8, content: noise })]),
  'a missing field': (bytes, { where }) => replaceField(bytes, where, () => []),
  'a field twice': (bytes, { where }) => replaceField(bytes, where, (field) => [field, field]),
  'deep nesting': (bytes, draw) =>
    replaceField(bytes, draw.where, (field) => [nested(field, pick([50, 200, 1_000, 5_000], draw))]),
  'deep JSON': (bytes, draw) =>
    replaceField(bytes, draw.where, (field) => [text(field, nestedJson(pick([100, 10_000, 200_000], draw)))]),
  'a field many times': (bytes, draw) =>
    replaceField(bytes, draw.where, (field) => {
      const one = encodeField(field).length;
      const times = Math.min(
        pick([100, 2_000, 20_000], draw),
        Math.floor((MESSAGE_BYTES_MAX / 4 - bytes.length) / one),
      );
      return Array.from({ length: Math.max(times, 1) }, () => field);
    }),
};

export const MALFORMED_KINDS: readonly string[] = Object.keys(MUTATIONS);

/** What costs the most to send is drawn the least. */
const RARE = new Set(['valid', 'deep nesting', 'deep JSON', 'a field many times']);

export function malformedOf(valid: fc.Arbitrary<Buffer>): fc.Arbitrary<Malformed> {
  const kind = fc.oneof(
    ...MALFORMED_KINDS.map((name) => ({ weight: RARE.has(name) ? 1 : 6, arbitrary: fc.constant(name) })),
  );
  const noise = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));
  return fc.tuple(valid, kind, fc.nat(), fc.nat(), noise).map(([bytes, name, where, what, drawn]) => ({
    kind: name,
    bytes: (MUTATIONS[name] as Mutation)(bytes, { where, what, noise: drawn }),
  }));
}
