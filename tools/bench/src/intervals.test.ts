import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coveredMs, type Interval } from './intervals.ts';

const interval = ([startMs, endMs]: readonly [number, number]): Interval => ({ startMs, endMs });
const window = interval([10, 20]);

describe('the time covered by intervals', () => {
  it.each<[string, (readonly [number, number])[], number]>([
    ['nothing covers nothing', [], 0],
    [
      'apart',
      [
        [11, 13],
        [15, 16],
      ],
      3,
    ],
    [
      'in any order',
      [
        [15, 16],
        [11, 13],
      ],
      3,
    ],
    [
      'overlapping counts once',
      [
        [11, 14],
        [13, 16],
      ],
      5,
    ],
    [
      'inside another counts once',
      [
        [11, 18],
        [13, 14],
        [15, 16],
      ],
      7,
    ],
    [
      'touching',
      [
        [11, 13],
        [13, 16],
      ],
      5,
    ],
    [
      'the same twice',
      [
        [11, 13],
        [11, 13],
      ],
      2,
    ],
    [
      'before and after the window does not count',
      [
        [0, 12],
        [18, 30],
      ],
      4,
    ],
    [
      'outside the window',
      [
        [0, 10],
        [20, 30],
      ],
      0,
    ],
    ['around the window', [[0, 30]], 10],
    [
      'empty and backwards',
      [
        [12, 12],
        [15, 14],
      ],
      0,
    ],
  ])('%s', (_, pairs, covered) => {
    expect(coveredMs(pairs.map(interval), window)).toBe(covered);
  });

  it('is what counting every millisecond gives', () => {
    const pair = fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 }));
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 8 }), (pairs) => {
        const ticks = Array.from({ length: 10 }, (_, index) => 10 + index);
        const open = ticks.filter((tick) => pairs.some(([start, end]) => start <= tick && tick < end));
        expect(coveredMs(pairs.map(interval), window)).toBe(open.length);
      }),
    );
  });
});
