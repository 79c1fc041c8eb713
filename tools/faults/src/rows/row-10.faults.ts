/**
 * Row 10: messages that nobody can deal with. They are set aside with their reason after so many tries as damage is worth, and runs
 * beside them do not notice.
 */
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
/** What a damaged log is worth: what a leader has not applied yet may look like one. */
const TRIES = 5;

const recoveryMs: number[] = [];
let runs = 0;
let points = 0;
afterAll(() => keepFigures({ row: 10, what: 'poisoned messages', runs, points, recoveryMs }));

it('bytes that are no event, in the place of a request', async () => {
  await using scene = await startScene();
  const cases = await drawCases(scene, 2);
  using raw = await openRawNats(scene.crew.natsUrl, 'park.>');
  const random = seeded(SEED);
  const poisoned: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const struck = await strikeDuring(scene, cases, SEED + round, async () => {
      for (let n = 0; n < POISONED_A_ROUND; n += 1) {
        const payload = Buffer.from(Array.from({ length: 1 + random.below(200) }, () => random.below(256)));
        const subject = `run.${TenantId.parse('poisoned')}.${newRunId()}.in`;
        await raw.publish(subject, payload);
        poisoned.push(subject);
        points += 1;
      }
    });
    runs += struck.runs;
    recoveryMs.push(...struck.recoveryMs);
  }
  await expect.poll(() => raw.heard().length, { timeout: PATIENCE_MS, interval: 500 }).toBe(points);
  const parked = raw.heard().map(({ subject, headers }) => [subject, headers['Pitcrew-Subject']]);
  expect(parked.sort()).toEqual(poisoned.map((subject) => ['park.orchestrator', subject]).sort());
  for (const { headers } of raw.heard()) {
    expect(headers['Pitcrew-Reason']).toMatch(/^RunLogDamaged: .* is not an event$/);
    expect(triesOf(scene.crew.log('orchestrator'), headers['Pitcrew-Sequence'] ?? '')).toBe(TRIES);
  }
  expect(scene.deaths()).toEqual([]);
});

/** Each is told in the log of the one who tried. */
const triesOf = (log: string, sequence: string): number =>
  log.split('\n').filter((line) => line.includes(`message ${sequence} of RUNLOG`)).length;
