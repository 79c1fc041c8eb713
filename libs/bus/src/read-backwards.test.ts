import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readBackwards } from './read-backwards.ts';
import { linkTo } from './scripted-link.ts';

/** Stretches of a stream: so many messages of ours in a row, then so many of others. */
const stretches = fc.array(fc.tuple(fc.nat(1_500), fc.nat(3_000)), { maxLength: 4 });

it('gives the same as sorting all messages would, however ours lie among those of others', async () => {
  await fc.assert(
    fc.asyncProperty(stretches, fc.nat(12_000), fc.integer({ min: 1, max: 1_600 }), async (lengths, before, count) => {
      const sequences = ourSequences(lengths);
      const wanted = sequences
        .filter((sequence) => sequence < before)
        .toReversed()
        .slice(0, count);
      const link = linkTo(sequences, sequences.length);
      const found = await readBackwards(link, 'KV_runs', 'ours', before, count);
      expect(found.map(({ sequence }) => sequence)).toEqual(wanted);
    }),
  );
});

function ourSequences(lengths: readonly (readonly [number, number])[]): number[] {
  let next = 1;
  return lengths.flatMap(([ours, others]) => {
    const stretch = Array.from({ length: ours }, (_, n) => next + n);
    next += ours + others;
    return stretch;
  });
}
