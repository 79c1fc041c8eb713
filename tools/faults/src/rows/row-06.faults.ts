/** Row 6: clocks that are ten minutes ahead or behind, and that jump back under a run; a question does not expire before its time. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawCases, ROUNDS, SEED } from '../cases.ts';
import { movableClock } from '../faketime.ts';
import { keepFigures } from '../figures.ts';
import { startScene } from '../scene.ts';
import { strikeDuring } from '../strike.ts';

const SKEWED = ['orchestrator', 'gateway', 'executor'] as const;

const recoveryMs: number[] = [];
let runs = 0;
let points = 0;
let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'pitcrew-clock-'));
});
afterAll(() => {
  keepFigures({ row: 6, what: 'clocks ten minutes off', runs, points, recoveryMs });
  rmSync(directory, { recursive: true, force: true });
});

describe.each(SKEWED)('the clock of the %s', (member) => {
  it.each([
    ['is ahead', '+10m', '+10m'],
    ['is behind', '-10m', '-10m'],
    ['jumps back under a run', '+10m', '-10m'],
    ['jumps ahead under a run', '+0', '+10m'],
  ])('%s', async (_, before, after) => {
    const clock = await movableClock(join(directory, `${member}${points}`), before);
    await using scene = await startScene({ environmentByMember: { [member]: clock.environment } });
    const cases = await drawCases(scene, 2);
    for (let round = 0; round < ROUNDS; round += 1) {
      clock.set(before);
      const struck = await strikeDuring(scene, cases, SEED * 1000 + round, async () => clock.set(after));
      // Order is by sequence: what came later stands later, whatever its clock said.
      for (const { events } of struck.done) {
        const sequences = events.map(({ sequence }) => sequence);
        expect(sequences).toEqual([...sequences].sort((one, other) => one - other));
      }
      runs += struck.runs;
      recoveryMs.push(...struck.recoveryMs);
    }
    points += 1;
  });
});
