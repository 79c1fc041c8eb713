/** Row 10: messages that nobody can deal with. They are set aside with their reason, and runs beside them do not notice. */
import { newRunId, TenantId } from '@pitcrew/contracts';
import { seeded } from '@pitcrew/service-orchestrator/simulated-random';
import { afterAll, expect, it } from 'vitest';
import { drawCases, ROUNDS, SEED } from '../cases.ts';
import { keepFigures } from '../figures.ts';
import { openRawNats } from '../raw-nats.ts';
import { startScene } from '../scene.ts';
import { strikeDuring } from '../strike.ts';

const POISONED_A_ROUND = 5;
const PATIENCE_MS = 120_000;

const recoveryMs: number[] = [];
let runs = 0;
let points = 0;
afterAll(() => keepFigures({ row: 10, what: 'poisoned messages', runs, points, recoveryMs }));

it('bytes that are no event, in the place of a request', async () => {
  await using scene = await startScene();
  const cases = await drawCases(scene, 2);
  using raw = await openRawNats(scene.crew.natsUrl, 'park.>');
  const random = seeded(SEED);
  for (let round = 0; round < ROUNDS; round += 1) {
    const struck = await strikeDuring(scene, cases, SEED + round, async () => {
      for (let n = 0; n < POISONED_A_ROUND; n += 1) {
        const payload = Buffer.from(Array.from({ length: 1 + random.below(200) }, () => random.below(256)));
        await raw.publish(`run.${TenantId.parse('poisoned')}.${newRunId()}.in`, payload);
        points += 1;
      }
    });
    runs += struck.runs;
    recoveryMs.push(...struck.recoveryMs);
  }
  await expect.poll(() => raw.heard().length, { timeout: PATIENCE_MS, interval: 500 }).toBe(points);
  expect(new Set(raw.heard())).toEqual(new Set(['park.orchestrator']));
  expect(scene.deaths()).toEqual([]);
});
