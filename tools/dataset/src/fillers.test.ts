import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillerFor, otherName, otherNumber } from './fillers.ts';
import { randomOf } from './random.ts';
import { SPLITS } from './splits.ts';

const random = () => randomOf('test', 1);

describe('another name', () => {
  it.each([
    ['tolland forge', /^\p{Ll}+ \p{Ll}+$/u],
    ['acme-corp', /^\p{Ll}+-\p{Ll}+$/u],
    ['kestrel_dairy', /^\p{Ll}+_\p{Ll}+$/u],
    ['Ashdown & Daughters', /^\p{Lu}\p{Ll}+ & Daughters$/u],
    ['Pemberton Lace Ltd', /^\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+ Ltd$/u],
    ["St Aldhelm's Hospice", /^St \p{Lu}\p{Ll}+'s \p{Lu}\p{Ll}+$/u],
    ['J. Okafor & Sons', /^\p{Lu}\. \p{Lu}\p{Ll}+ & Sons$/u],
    ['bramble.io', /^\p{Ll}+\.io$/u],
    ['The Wool Barn', /^The \p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+$/u],
    ['Jasny Dom sp. z o.o.', /^\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+ sp\. z o\.o\.$/u],
  ])('keeps the form of %s', (surface, form) => {
    for (const split of SPLITS) expect(otherName(surface, split, random())).toMatch(form);
  });

  it('shares no word with another split', () => {
    const names = SPLITS.map((split) => {
      const draw = randomOf('names', split);
      return new Set(
        Array.from({ length: 400 }, () => otherName('Name Trade', split, draw)).flatMap((name) => name.split(' ')),
      );
    });
    const [train, gate, test] = names as [Set<string>, Set<string>, Set<string>];
    expect([...train].filter((word) => gate.has(word) || test.has(word))).toEqual([]);
    expect([...gate].filter((word) => test.has(word))).toEqual([]);
  });
});

describe('another number', () => {
  it('has as many digits and the same letters', () => {
    const property = fc.property(
      fc.integer({ min: 100, max: 999_999 }),
      fc.constantFrom('', 'ALR-', 'alr-'),
      (number, letters) => {
        const other = otherNumber(`${letters}${number}`, 'train', random(), new Set());
        expect(other).toMatch(new RegExp(`^${letters}\\d{${String(number).length}}$`));
        expect(other).not.toBe(`${letters}${number}`);
      },
    );
    expect(() => fc.assert(property)).not.toThrow();
  });

  it('belongs to its split', () => {
    const lastDigits = (split: 'train' | 'gate' | 'test') =>
      new Set(Array.from({ length: 200 }, (_, index) => otherNumber('4521', split, randomOf(index), new Set()).at(-1)));
    const [train, gate, test] = [lastDigits('train'), lastDigits('gate'), lastDigits('test')];
    expect([...train].some((digit) => gate.has(digit) || test.has(digit))).toBe(false);
    expect([...gate].some((digit) => test.has(digit))).toBe(false);
  });

  it('is never one that a measured request holds', () => {
    const taken = new Set(
      Array.from({ length: 900 }, (_, index) => String(100 + index)).filter((digits) => digits !== '240'),
    );
    const found = Array.from({ length: 3 }, (_, index) => {
      try {
        return otherNumber('555', 'train', randomOf('rare', index), taken);
      } catch (error) {
        return (error as Error).message;
      }
    });
    for (const each of found) expect(['240', 'no free number like 555']).toContain(each);
  });
});

it('gives a surface the same other one wherever it stands', () => {
  const fill = fillerFor('train', random(), new Set());
  expect(fill({ name: 'order_id', surface: '4521' })).toBe(fill({ name: 'order_id', surface: '4521' }));
});

it('leaves the values of a closed set', () => {
  expect(fillerFor('train', random(), new Set())({ name: 'warehouse', surface: 'east' })).toBe('east');
});
