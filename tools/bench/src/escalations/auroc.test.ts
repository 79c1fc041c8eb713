/** Known values, and the definition itself by counting pairs. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auroc, type Scored } from './auroc.ts';

describe('the area under the curve', () => {
  it.each<[string, readonly number[], readonly number[], number]>([
    ['perfect', [0.8, 0.9], [0.1, 0.2], 1],
    ['chance', [0.5, 0.5], [0.5, 0.5], 0.5],
    ['upside down', [0.1], [0.9], 0],
    ['one pair of four wrong', [0.4, 0.9], [0.1, 0.5], 0.75],
  ])('is %s', (_, wanted, others, expected) => {
    const scored = [
      ...wanted.map((score) => ({ score, wanted: true })),
      ...others.map((score) => ({ score, wanted: false })),
    ];
    expect(auroc(scored)).toBe(expected);
  });

  it('is the share of pairs in the right order', () => {
    const each = fc.record({ score: fc.integer({ min: 0, max: 5 }), wanted: fc.boolean() });
    const property = fc.property(fc.array(each, { maxLength: 30 }), (scored) => {
      const pairs = pairsOf(scored);
      if (pairs.length === 0) return;
      expect(auroc(scored)).toBeCloseTo(pairs.reduce((sum, pair) => sum + pair, 0) / pairs.length, 9);
    });
    expect(() => fc.assert(property)).not.toThrow();
  });
});

const pairsOf = (scored: readonly Scored[]): number[] =>
  scored
    .filter(({ wanted }) => wanted)
    .flatMap((one) =>
      scored
        .filter(({ wanted }) => !wanted)
        .map((other) => (one.score > other.score ? 1 : one.score === other.score ? 0.5 : 0)),
    );
