/** Who has waited longest asks first, whatever the order of waking. */
import { expect, it } from 'vitest';
import { longestWaitingFirst } from './longest-waiting-first.ts';

it('lets those through first that have waited longest', async () => {
  const inTurn = longestWaitingFirst(20);
  const asked: string[] = [];
  const days = ['2026-11-03', '2026-11-01', '2026-11-04', '2026-11-02'].map((day) => `${day}T00:00:00.000Z`);
  const asking = days.map((since) => inTurn(since, async () => asked.push(since)));
  await inTurn(undefined, async () => asked.push('new'));
  await Promise.all(asking);
  expect(asked).toEqual(['new', ...[...days].sort()]);
});

it('gathers anew after each round', async () => {
  const inTurn = longestWaitingFirst(5);
  const asked: number[] = [];
  await inTurn('2026-11-02T00:00:00.000Z', async () => asked.push(1));
  await inTurn('2026-11-01T00:00:00.000Z', async () => asked.push(2));
  expect(asked).toEqual([1, 2]);
});
