/**
 * Row 19: a collector that never answers, or is not there. Runs end as they do without one, hardly slower, and the spans that are lost are
 * counted. The two crews take turns, so that the machine is as busy for either.
 */
import { lostSpans } from '@pitcrew/service-orchestrator/lost-spans';
import { startPoorCollector } from '@pitcrew/testing';
import { afterAll, expect, it } from 'vitest';
import { type Case, drawCases, ROUNDS } from '../cases.ts';
import { keepFigures } from '../figures.ts';
import { findingsOf } from '../oracle.ts';
import { type Scene, startScene } from '../scene.ts';
import { story } from '../strike.ts';
import { workOn } from '../work.ts';

/** A tenth is for the noise of the machine, and so are some milliseconds. */
const SLOWER_MAX = 1.1;
const NOISE_MS = 50;

let runs = 0;
const struck = new Set<string>();
afterAll(() => keepFigures({ row: 19, what: 'no collector', runs, points: struck.size, recoveryMs: [] }));

it.each(['silent', 'refusing'] as const)('a %s collector', async (kind) => {
  const collector = await startPoorCollector(kind);
  const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint, PITCREW_METRICS_ADDRESS: '127.0.0.1:0' };
  await using good = await startScene();
  await using poor = await startScene({ environment });
  // First, or each member would wait for its last spans to be taken.
  await using _ = collector;
  const [one] = await drawCases(good, 1);
  const times = { good: [] as number[], poor: [] as number[] };
  for (let round = 0; round < 2 * ROUNDS; round += 1) {
    times.good.push(await tookMs(good, one as Case));
    times.poor.push(await tookMs(poor, one as Case));
  }
  expect(Math.min(...times.poor)).toBeLessThan(Math.min(...times.good) * SLOWER_MAX + NOISE_MS);
  for (const service of ['orchestrator', 'executor'])
    await expect
      .poll(async () => [...(await lostSpans(poor.crew.metrics(service))).keys()], { timeout: 30_000 })
      .toEqual([expect.stringMatching(/Error|queue_full/)]);
  struck.add(kind);
});

/** The fastest of some is what the machine can do. */
async function tookMs(scene: Scene, { work, twin }: Case): Promise<number> {
  const startedMs = performance.now();
  const done = await workOn(scene, work);
  const took = performance.now() - startedMs;
  expect(await findingsOf(scene, done, twin), story(done)).toEqual([]);
  runs += 1;
  return took;
}
