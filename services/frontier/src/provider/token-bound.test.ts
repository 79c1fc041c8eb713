/** The bound against counts that are known to be right for some text, and against the worst that a byte-level vocabulary can do. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inputTokensBound, MESSAGE_OVERHEAD_TOKENS, SCHEMA_OVERHEAD_TOKENS } from './token-bound.ts';

const overhead = (messages: number) => messages * MESSAGE_OVERHEAD_TOKENS + SCHEMA_OVERHEAD_TOKENS;

it('is no less than one token a byte, before and after normalisation', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), (one, other) => {
      const bytes = [one, other].map((text) => Buffer.byteLength(text));
      const normalised = [one, other].map((text) => Buffer.byteLength(text.normalize('NFKC')));
      const bound = inputTokensBound([one, other], '{}') - overhead(2);
      expect(bound).toBeGreaterThanOrEqual((bytes[0] ?? 0) + (bytes[1] ?? 0));
      expect(bound).toBeGreaterThanOrEqual((normalised[0] ?? 0) + (normalised[1] ?? 0));
    }),
  );
});

it('grows with a character that normalisation makes eleven times as long', () => {
  expect(inputTokensBound(['\ufdfa'], '')).toBeGreaterThan(overhead(1) + 30);
});
