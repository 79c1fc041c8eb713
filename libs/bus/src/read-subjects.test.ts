import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BusUnavailable } from './errors.ts';
import type { Link } from './link.ts';
import { readSubjects } from './read-subjects.ts';
import { linkTo } from './scripted-link.ts';

const sequencesRead = async (link: Link, from: number) =>
  (await readSubjects(link, 'RUNLOG', 'run.t.r.*', from)).map(({ sequence }) => sequence);

describe('reading subjects', () => {
  it('gives all that the leader has from a sequence on, however far the replica lags', async () => {
    const stored = fc
      .uniqueArray(fc.integer({ min: 1, max: 200 }), { maxLength: 30 })
      .map((all) => all.sort((a, b) => a - b));
    await fc.assert(
      fc.asyncProperty(stored, fc.nat(30), fc.integer({ min: 1, max: 201 }), async (sequences, known, from) => {
        const wanted = sequences.filter((sequence) => sequence >= from);
        expect(await sequencesRead(linkTo(sequences, known), from)).toEqual(wanted);
      }),
    );
  });

  it.each([511, 512, 513, 1_024, 1_300])('turns batches until it has %d messages', async (count) => {
    const sequences = Array.from({ length: count }, (_, n) => 3 * n + 1);
    expect(await sequencesRead(linkTo(sequences, count), 1)).toEqual(sequences);
  });

  it('takes no answer with a hole in it', async () => {
    await expect(sequencesRead(linkTo([2, 5, 9], 3, 5), 1)).rejects.toThrow(BusUnavailable);
  });
});
