/** A seeded source of chance (mulberry32): the same seed draws the same faults, so every failure can be played again. */
export type Random = {
  /** 0 <= x < 1 */
  next(): number;
  /** Whether something of this probability happens now. */
  chance(probability: number): boolean;
  /** An integer from 0 to below `bound`. */
  below(bound: number): number;
};

export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { next, chance: (probability) => next() < probability, below: (bound) => Math.floor(next() * bound) };
}
