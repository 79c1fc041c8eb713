/**
 * Seeded randomness: the same seed gives the same data set on every machine. Each row draws from a generator of its own,
 * named after the row, so adding a row changes no other.
 */
import { createHash } from 'node:crypto';

export type Random = {
  /** In [0, 1). */
  readonly next: () => number;
  /** In [low, high], both included. */
  readonly integer: (low: number, high: number) => number;
  readonly pick: <T>(from: readonly T[]) => T;
  readonly chance: (probability: number) => boolean;
  readonly shuffled: <T>(from: readonly T[]) => T[];
};

export function randomOf(...names: readonly (string | number)[]): Random {
  let state = createHash('sha256').update(names.join('\u0000')).digest().readUInt32LE(0);
  // mulberry32: 32 bits of state, well mixed, enough for choosing rows.
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  const pick = <T>(from: readonly T[]): T => {
    if (from.length === 0) throw new Error('there is nothing to pick from');
    return from[integer(0, from.length - 1)] as T;
  };
  const shuffled = <T>(from: readonly T[]): T[] => {
    const order = [...from];
    for (let last = order.length - 1; last > 0; last -= 1) {
      const other = integer(0, last);
      [order[last], order[other]] = [order[other] as T, order[last] as T];
    }
    return order;
  };
  return { next, integer, pick, chance: (probability) => next() < probability, shuffled };
}
