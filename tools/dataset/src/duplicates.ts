/**
 * Near-duplicates across splits would let a test row be known by heart. Two requests are near when most of their words
 * are shared; numbers count as one word, for they differ by design. The row of the later split is kept: training rows
 * give way to gate rows, and both to test rows.
 */
import type { Written } from './requests.ts';
import type { Split, SplitOf } from './splits.ts';

export const NEAR_OVERLAP_MIN = 0.7;

export type Refused = { readonly row: Written; readonly nearTo: Written; readonly overlap: number };

export function withoutNearDuplicates(rows: readonly Written[], splitOf: SplitOf) {
  const known = rows.map((row) => ({ row, words: wordsOf(row.request), rank: RANK[splitOf(row.voice)] }));
  const refused = known.flatMap(({ row, words, rank }): Refused[] => {
    const near = known.find((other) => other.rank > rank && isNear(words, other.words));
    return near === undefined ? [] : [{ row, nearTo: near.row, overlap: overlap(words, near.words) }];
  });
  const gone = new Set(refused.map(({ row }) => row));
  return { kept: rows.filter((row) => !gone.has(row)), refused };
}

const RANK: Readonly<Record<Split, number>> = { train: 0, gate: 1, test: 2 };

/** Sets of very different sizes cannot share most of their words: most pairs need no count. */
const isNear = (one: Words, other: Words): boolean =>
  Math.min(one.size, other.size) >= NEAR_OVERLAP_MIN * Math.max(one.size, other.size) &&
  overlap(one, other) >= NEAR_OVERLAP_MIN;

type Words = ReadonlySet<string>;

export const wordsOf = (request: string): Words =>
  new Set(
    request
      .toLowerCase()
      .replace(/\p{Nd}+/gu, '0')
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word !== ''),
  );

/** Jaccard: shared words over all words. */
export function overlap(one: Words, other: Words): number {
  let shared = 0;
  for (const word of one) if (other.has(word)) shared += 1;
  const all = one.size + other.size - shared;
  return all === 0 ? 0 : shared / all;
}
