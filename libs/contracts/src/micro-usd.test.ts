import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseUsd, usdText } from './micro-usd.ts';

describe('money as text', () => {
  it.each([
    [0, '$0.00'],
    [20_000_000, '$20.00'],
    [12_500_000, '$12.50'],
    [10_380, '$0.010380'],
    [1, '$0.000001'],
  ])('%d micro-dollars are %s', (microUsd, text) => expect(usdText(microUsd)).toBe(text));

  it.each([
    ['20', 20_000_000],
    ['$0.5', 500_000],
    ['0', 0],
    ['-1', undefined],
    ['1e3', undefined],
    ['0.0000001', undefined],
    ['', undefined],
    ['twenty', undefined],
  ])('%j is %s', (text, microUsd) => expect(parseUsd(text)).toBe(microUsd));

  it('comes back as it was', () => {
    fc.assert(fc.property(fc.nat(2_000_000_000), (microUsd) => parseUsd(usdText(microUsd)) === microUsd));
  });
});
