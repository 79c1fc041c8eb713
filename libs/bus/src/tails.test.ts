import { digestOfText, newRunId } from '@pitcrew/contracts';
import { expect, it } from 'vitest';
import { createTails } from './tails.ts';

const tail = (sequence: number) => ({ sequence, digest: digestOfText(`event ${sequence}`) });

it('knows the digest of the last event of a run, and of no other', () => {
  const tails = createTails();
  const run = newRunId();
  tails.set(run, tail(4));
  expect(tails.get(run, 4)).toBe(tail(4).digest);
  expect(tails.get(run, 3)).toBeUndefined();
});

it('does not go back when an older read ends late', () => {
  const tails = createTails();
  const run = newRunId();
  tails.set(run, tail(9));
  tails.set(run, tail(4));
  expect(tails.get(run, 9)).toBe(tail(9).digest);
});

it('forgets the run that was longest not touched', () => {
  const tails = createTails(2);
  const [first, second, third] = [newRunId(), newRunId(), newRunId()];
  for (const run of [first, second, first, third]) tails.set(run, tail(1));
  expect([first, second, third].map((run) => tails.get(run, 1) !== undefined)).toEqual([true, false, true]);
});
