import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitIntoWindows, weightedMean } from './windows.ts';

describe('windows over a long text', () => {
  it.each([
    ['an empty text is one empty window', 0, 10, [0]],
    ['a text that fits is one window', 10, 10, [10]],
    ['one token more makes two of nearly equal length', 11, 10, [6, 5]],
    ['no window is a short rest', 21, 10, [7, 7, 7]],
  ])('%s', (_, tokens, windowMax, lengths) => {
    const windows = splitIntoWindows(
      Array.from({ length: tokens }, (_, i) => i),
      windowMax,
    );
    expect(windows.map((window) => window.length)).toEqual(lengths);
  });

  it('lose nothing, repeat nothing, and are never longer than allowed', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 500 }), fc.integer({ min: 1, max: 64 }), (tokens, windowMax) => {
        const windows = splitIntoWindows(tokens, windowMax);
        const lengths = windows.map((window) => window.length);
        expect(windows.flat()).toEqual(tokens);
        expect(Math.max(...lengths)).toBeLessThanOrEqual(windowMax);
        expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('are averaged by their weights', () => {
    const mean = weightedMean([
      { vector: [1, 0], weight: 3 },
      { vector: [0, 4], weight: 1 },
    ]);
    expect([...mean]).toEqual([0.75, 1]);
  });
});
