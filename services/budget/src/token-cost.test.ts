import type { TokenPrice } from '@pitcrew/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenCost } from './token-cost.ts';

const price = (inputMicroUsd: number, outputMicroUsd: number): TokenPrice => ({ inputMicroUsd, outputMicroUsd });

describe('what tokens cost', () => {
  it.each<[what: string, price: TokenPrice, inputTokens: number, outputTokens: number, cost: number]>([
    ['nothing for nothing', price(3_000_000, 15_000_000), 0, 0, 0],
    ['the price for a million', price(3_000_000, 15_000_000), 1_000_000, 1_000_000, 18_000_000],
    ['exactly, where it comes out even', price(3_000_000, 15_000_000), 900, 512, 10_380],
    ['one micro-dollar for a part of one', price(1, 1), 1, 0, 1],
    ['parts are summed before they are rounded', price(500_000, 500_000), 1, 1, 1],
    ['nothing for local work', price(0, 0), 4_000_000_000, 4_000_000_000, 0],
    ['exactly beyond what a double can multiply', price(999_999_999, 0), 4_294_967_295, 0, 4_294_967_290_706],
  ])('%s', (_, given, inputTokens, outputTokens, cost) => {
    expect(tokenCost(given, inputTokens, outputTokens)).toBe(cost);
  });

  it('an amount beyond safe integers is an error, never a wrong number', () => {
    expect(() => tokenCost(price(Number.MAX_SAFE_INTEGER, 0), 4_294_967_295, 0)).toThrow(RangeError);
  });

  it('fewer tokens never cost more', () => {
    const tokens = fc.nat(200_000);
    const prices = fc.record({ inputMicroUsd: fc.nat(100_000_000), outputMicroUsd: fc.nat(100_000_000) });
    fc.assert(
      fc.property(prices, tokens, tokens, tokens, tokens, (given, input, output, moreInput, moreOutput) => {
        const less = tokenCost(given, input, output);
        expect(less).toBeLessThanOrEqual(tokenCost(given, input + moreInput, output + moreOutput));
      }),
    );
  });
});
