import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { medianOf, ratioOf, shareOf } from './figure.ts';

describe('a share', () => {
  it('leaves out those that have no answer, and is nothing when none has', () => {
    expect(shareOf([true, true, false, undefined], (answer) => answer)).toMatchObject({
      kind: 'share',
      right: 2,
      of: 3,
    });
    expect(shareOf([undefined], (answer) => answer)).toBeUndefined();
  });
});

describe('a median', () => {
  it.each([
    [[], undefined],
    [[7], { value: 7, low: 7, high: 7, of: 1 }],
    [[3, 1, 2], { value: 2, low: 1, high: 3, of: 3 }],
    // Wilson's interval of 50 out of 100 is 40.4 % to 59.6 %.
    [Array.from({ length: 100 }, (_, index) => 100 - index), { value: 50, low: 40, high: 60, of: 100 }],
  ])('of %j', (values, found) => {
    if (found === undefined) expect(medianOf(values)).toBeUndefined();
    else expect(medianOf(values)).toEqual({ kind: 'median', ...found });
  });

  it('lies between the ends of its interval, which are measured values', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 60 }), (values) => {
        const found = medianOf(values);
        if (found === undefined) throw new Error('no median');
        expect(values).toEqual(expect.arrayContaining([found.low, found.value, found.high]));
        expect(found.low).toBeLessThanOrEqual(found.value);
        expect(found.value).toBeLessThanOrEqual(found.high);
      }),
    );
  });
});

describe('a ratio', () => {
  it('is nothing of nothing', () => {
    expect(ratioOf([])).toBeUndefined();
    expect(ratioOf([{ of: 0, amount: 0 }])).toBeUndefined();
  });

  it('weighs each part by what it is of', () => {
    expect(
      ratioOf([
        { of: 3, amount: 30 },
        { of: 1, amount: 2 },
      ]),
    ).toMatchObject({ value: 8, of: 4 });
  });

  it('has an interval of nothing where all parts agree, and of the standard error otherwise', () => {
    const even = Array.from({ length: 10 }, () => ({ of: 2, amount: 6 }));
    expect(ratioOf(even)).toMatchObject({ value: 3, low: 3, high: 3, of: 20 });
    // Parts of one are plain observations: 0 and 2 a hundred times, standard deviation 1.0025, mean 1.
    const found = ratioOf(Array.from({ length: 200 }, (_, index) => ({ of: 1, amount: index % 2 === 0 ? 0 : 2 })));
    expect(found?.low).toBeCloseTo(1 - (1.96 * 1.0025) / Math.sqrt(200), 3);
    expect(found?.high).toBeCloseTo(1 + (1.96 * 1.0025) / Math.sqrt(200), 3);
  });
});
