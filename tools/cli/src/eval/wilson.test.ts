import { describe, expect, it } from 'vitest';
import { proportion } from './wilson.ts';

/** Known values of the Wilson score interval without continuity correction. */
const known = [
  { right: 81, of: 263, low: 0.2553, high: 0.3662 },
  { right: 15, of: 148, low: 0.0624, high: 0.1605 },
  { right: 0, of: 20, low: 0, high: 0.1611 },
  { right: 1, of: 29, low: 0.0061, high: 0.1718 },
  { right: 10, of: 10, low: 0.7225, high: 1 },
];

describe('the Wilson interval', () => {
  it.each(known)('of $right out of $of is $low to $high', ({ right, of, low, high }) => {
    const found = proportion(right, of);
    expect(found.low).toBeCloseTo(low, 4);
    expect(found.high).toBeCloseTo(high, 4);
    expect(found.rate).toBe(right / of);
  });

  it('knows nothing without a case', () => {
    expect(proportion(0, 0)).toMatchObject({ low: 0, high: 1 });
  });
});
