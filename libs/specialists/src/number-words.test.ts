import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { saidNumbers } from './number-words.ts';

const valuesIn = (text: string) => saidNumbers(text).map(({ value }) => value);

describe('the numbers that a text says', () => {
  it.each<[text: string, values: number[]]>([
    // Figures.
    ['only if it stays under 80', [80]],
    ['at most 37.80 or 12,5', [37.8, 12.5]],
    ['1,200 and 12,000 and 1,200,000', [1200, 12_000, 1_200_000]],
    ['1.200 and 4 521 and 12’000 and 12\u202f000', [1200, 4521, 12_000, 12_000]],
    ['1,200.50 is 1.200,50', [1200.5, 1200.5]],
    ['0.125 and 0,5 and 1.2345', [0.125, 0.5, 1.2345]],
    ['up to 2k, 1.5k or 3 thousand', [2000, 1500, 3000]],
    ['$300, €1,200, 900 €, EUR900, Rs.500 and 500/-', [300, 1200, 900, 900, 500, 500]],
    ['30kg in 5d at 900ms', [30, 5, 900]],
    ['less than 600. Then stop.', [600]],
    // Words.
    ['under a hundred', [100]],
    ['two hundred and fifty', [250]],
    ['a hundred and fifty euros', [150]],
    ['two hundred fifty', [250]],
    ['Sixty bucks, forty-five minutes, twenty one days', [60, 45, 21]],
    ['a thousand', [1000]],
    ['two thousand five hundred and fifty', [2550]],
    ['three hundred thousand', [300_000]],
    ['below hundred euros', [100]],
    ['two and a half hours', [2.5]],
    ['two and a half thousand', [2500]],
    ['zero', [0]],
    // "nineteen hundred" is how people say 1900, as an amount as well as as a year.
    ['twelve hundred euros, nineteen hundred and ten', [1200, 1910]],
    // Two numbers side by side stay two.
    ['five, six or seven', [5, 6, 7]],
    ['twenty thirty', [20, 30]],
    ['hundred-and-one', [101]],
    // One is a number only where it counts something.
    ['more than one day', [1]],
    ['it takes one week', [1]],
    ['if one hour is enough', [1]],
    ['the cheaper one, or one of them, if this one is', []],
    ['not one cent over, every one day', []],
    // What only looks like an amount.
    ['TRIP-1749, #45112, v2, SUB_77, A1B2 and p95', []],
    ['the 95th, the 1st and the 2nd', []],
    ['at 14:30 on 12/05 or 2026-11-20 or 12.05.2026', []],
    ['version 2.4.1', []],
    ['30-45 or 30–45', []],
    ['a few hundred, several thousand, a couple of hundred, half a thousand, hundreds', []],
    ['someone weighs often, attend the tenth', []],
    ['', []],
  ])('%s', (text, values) => {
    expect(valuesIn(text)).toEqual(values);
  });

  it('have their places', () => {
    const text = 'not 45 but two hundred and fifty';
    expect(saidNumbers(text).map(({ at, end }) => text.slice(at, end))).toEqual(['45', 'two hundred and fifty']);
  });

  it('are read back, however a figure groups its thousands', () => {
    fc.assert(
      fc.property(fc.nat({ max: 99_999_999 }), fc.constantFrom(',', '.', ' ', '’', ''), (value, mark) => {
        const figure = String(value).replace(/\B(?=(\d{3})+$)/g, mark);
        expect(valuesIn(`under ${figure} euros`)).toEqual([value]);
      }),
    );
  });

  it('are read back in words', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 999_999 }), fc.boolean(), (value, british) => {
        expect(valuesIn(`no more than ${spelt(value, british ? ' and ' : ' ')} euros`)).toEqual([value]);
      }),
    );
  });
});

/** The dumb model: how a number below a million is said. */
function spelt(value: number, and: string): string {
  const ones =
    'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
      ' ',
    );
  const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
  const small = (rest: number): string =>
    rest < 20
      ? (ones[rest] as string)
      : rest % 10 === 0
        ? (tens[rest / 10 - 2] as string)
        : `${tens[Math.floor(rest / 10) - 2]}-${ones[rest % 10]}`;
  const below = (rest: number): string => {
    if (rest < 100) return small(rest);
    return `${ones[Math.floor(rest / 100)]} hundred${rest % 100 === 0 ? '' : `${and}${small(rest % 100)}`}`;
  };
  if (value < 1000) return below(value);
  const rest = value % 1000;
  return `${below(Math.floor(value / 1000))} thousand${rest === 0 ? '' : `${rest < 100 ? and : ' '}${below(rest)}`}`;
}
