/** Row 16: a crowd that wants to spend more than there is, at replicas of the budget that die. The scenario is that of the service's own test. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCrew } from '@pitcrew/cli/crew';
import { budgetFileFor, crowdFindings, REPLICAS } from '@pitcrew/service-budget/spenders';
import { seeded } from '@pitcrew/service-orchestrator/simulated-random';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SEED } from '../cases.ts';
import { keepFigures } from '../figures.ts';

let directory = '';
let runs = 0;
let points = 0;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'pitcrew-spenders-'));
});
afterAll(() => {
  keepFigures({ row: 16, what: 'spenders at a limit, and a budget that dies', runs, points, recoveryMs: [] });
  rmSync(directory, { recursive: true, force: true });
});

it.each([
  [2, 1],
  [20, 10],
  [200, 10],
])('%i spenders, a limit that fits %i', async (spenders, fitting) => {
  const file = join(directory, `${spenders}.json`);
  writeFileSync(file, budgetFileFor(fitting));
  const environmentByMember = { budget: { PITCREW_BUDGET_FILE: file } };
  const replicas = { budget: REPLICAS.length };
  await using crew = await startCrew({ only: ['nats-server', 'budget'], replicas, environmentByMember });
  const random = seeded(SEED * 1000 + spenders);
  const killAfterMs = (): number => random.below(10 * spenders + 100);
  expect(await crowdFindings(crew, { spenders, fitting, killAfterMs }), `seed ${SEED}`).toEqual([]);
  runs += spenders + Math.ceil(spenders / 4);
  points += 2 * REPLICAS.length;
});
