import { describe, expect, it } from 'vitest';
import { overlap, withoutNearDuplicates, wordsOf } from './duplicates.ts';
import type { Uncovered } from './requests.ts';
import type { Split } from './splits.ts';

const row = (voice: string, request: string): Uncovered => ({
  kind: 'uncovered',
  id: `${voice}:1`,
  voice,
  request,
  near: false,
});
const splits: Record<string, Split> = { a: 'train', b: 'gate', c: 'test' };
const splitOf = (voice: string): Split => splits[voice] ?? 'train';

describe('near-duplicates', () => {
  it.each([
    ['Dry run, 58847.', 'dry run 720643', 1],
    ['book it now', 'leave it now', 0.5],
    ['book', 'leave', 0],
    ['', '', 0],
  ])('%j and %j overlap by %d', (one, other, expected) => {
    expect(overlap(wordsOf(one), wordsOf(other))).toBe(expected);
  });

  it('give way to the split that is measured later', () => {
    const rows = [row('a', 'dry run 1'), row('b', 'dry run 2'), row('c', 'dry run 3'), row('a', 'something else')];
    const { kept, refused } = withoutNearDuplicates(rows, splitOf);
    expect(kept.map(({ request }) => request)).toEqual(['dry run 3', 'something else']);
    expect(refused.map(({ row: { voice } }) => voice)).toEqual(['a', 'b']);
  });

  it('within one split stay', () => {
    const rows = [row('a', 'dry run 1'), row('a', 'dry run 2')];
    expect(withoutNearDuplicates(rows, splitOf).kept).toEqual(rows);
  });
});
