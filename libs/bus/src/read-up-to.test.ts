import { describe, expect, it } from 'vitest';
import { BusUnavailable } from './errors.ts';
import { readUpTo } from './read-up-to.ts';

/** A leader that has applied so many entries when it is asked for the first time, the second time, ... */
const leader = (...applied: readonly number[]) => {
  let asked = 0;
  return {
    asked: () => asked,
    read: async () => {
      const count = applied[Math.min(asked++, applied.length - 1)] ?? 0;
      return Array.from({ length: count }, (_, n) => ({ sequence: 10 * (n + 1) }));
    },
  };
};

describe('reading up to an entry that was seen elsewhere', () => {
  it.each([
    ['which is there', 20, [3], 3, 1],
    ['which the leader applies a moment later', 20, [0, 1, 2], 2, 3],
    ['or none in particular', 0, [0], 0, 1],
  ])('%s', async (_, upTo, applied, entries, times) => {
    const { read, asked } = leader(...applied);
    expect(await readUpTo(upTo, read)).toHaveLength(entries);
    expect(asked()).toBe(times);
  });

  it('gives nothing rather than less', async () => {
    await expect(readUpTo(20, leader(1).read)).rejects.toThrow(BusUnavailable);
  });
});
