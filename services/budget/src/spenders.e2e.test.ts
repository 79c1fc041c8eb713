/** A crowd at two replicas of the service, as processes over a real nats-server, each killed and started again meanwhile (spenders.fixture.ts). */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Crew, startCrew } from '@pitcrew/cli/crew';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { budgetFileFor, crowdFindings, REPLICAS } from './spenders.fixture.ts';

const SPENDERS = 200;
const FITTING = 10;

let directory = '';
let crew: Crew;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'pitcrew-budget-'));
  const file = join(directory, 'budget.json');
  writeFileSync(file, budgetFileFor(FITTING));
  const environmentByMember = { budget: { PITCREW_BUDGET_FILE: file } };
  const replicas = { budget: REPLICAS.length };
  crew = await startCrew({ only: ['nats-server', 'budget'], replicas, environmentByMember });
});
afterAll(async () => {
  await crew?.stop();
  rmSync(directory, { recursive: true, force: true });
});

it('200 spenders, a limit that fits 10, and replicas that die', async () => {
  expect(await crowdFindings(crew, { spenders: SPENDERS, fitting: FITTING, killAfterMs: () => 150 })).toEqual([]);
});
