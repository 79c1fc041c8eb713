/** What tokens cost, in whole micro-dollars. A part of one counts as one, so a sum of costs is never too small. */
import type { TokenPrice } from '@pitcrew/contracts';

const TOKENS_OF_A_PRICE = 1_000_000n;

/** Grows with each count, so what was reserved for more tokens covers what fewer cost. RangeError beyond safe integers. */
export function tokenCost(price: TokenPrice, inputTokens: number, outputTokens: number): number {
  const millionths =
    BigInt(price.inputMicroUsd) * BigInt(inputTokens) + BigInt(price.outputMicroUsd) * BigInt(outputTokens);
  const cost = Number((millionths + TOKENS_OF_A_PRICE - 1n) / TOKENS_OF_A_PRICE);
  if (!Number.isSafeInteger(cost)) throw new RangeError(`${inputTokens} and ${outputTokens} tokens cost too much`);
  return cost;
}
