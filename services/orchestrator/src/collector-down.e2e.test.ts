/**
 * A collector that takes connections and never answers, or that is not there, against a crew that nobody traces: runs are as fast, and each
 * span that is lost is counted where the crew is scraped. Both crews run at the same time and take turns, so that the machine is as busy for either.
 */
import { type Crew, startCrew } from '@pitcrew/cli/crew';
import { openTenant } from '@pitcrew/cli/tenant';
import { type PoorCollector, startPoorCollector } from '@pitcrew/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lostSpans } from './lost-spans.fixture.ts';

const RUNS = 5;
const RUN_MS_MAX = 60_000;
const REQUEST = 'Process order #4521 for customer acme-corp';

async function runMs(crew: Crew): Promise<number> {
  using tenant = await openTenant(crew);
  const begun = performance.now();
  const events = await tenant.finished(await tenant.submit(REQUEST), AbortSignal.timeout(RUN_MS_MAX));
  const lastMs = performance.now() - begun;
  expect(events.at(-1)?.event.body).toMatchObject({ kind: 'run-finished', status: 'succeeded' });
  return lastMs;
}

describe.each(['silent', 'refusing'] as const)('a %s collector', (kind) => {
  let collector: PoorCollector;
  let untraced: Crew;
  let traced: Crew;

  beforeAll(async () => {
    collector = await startPoorCollector(kind);
    // Both are new: a crew that has worked for a while is faster.
    untraced = await startCrew({ environment: { OTEL_EXPORTER_OTLP_ENDPOINT: '' } });
    const metrics = { PITCREW_METRICS_ADDRESS: '127.0.0.1:0' };
    traced = await startCrew({ environment: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint, ...metrics } });
  });
  afterAll(async () => {
    // First, or each member would wait for its last spans to be taken.
    await collector?.close();
    await Promise.all([untraced?.stop(), traced?.stop()]);
  });

  it('costs a run next to nothing, and loses spans that are counted', { timeout: 240_000 }, async () => {
    const times: Record<'untraced' | 'traced', number[]> = { untraced: [], traced: [] };
    for (let run = 0; run < RUNS; run += 1) {
      times.untraced.push(await runMs(untraced));
      times.traced.push(await runMs(traced));
    }
    const [without, withIt] = [Math.min(...times.untraced), Math.min(...times.traced)];
    console.info(
      `fastest of ${RUNS} runs: ${without.toFixed(0)} ms untraced, ${withIt.toFixed(0)} ms with a ${kind} collector`,
    );
    // The fastest run of each is what the machine can do; a tenth is for its noise.
    expect(withIt).toBeLessThan(without * 1.1 + 50);

    for (const service of ['orchestrator', 'executor'])
      await expect
        .poll(async () => [...(await lostSpans(traced.metrics(service))).keys()], { timeout: 30_000 })
        .toEqual([expect.stringMatching(/Error|queue_full/)]);
  });
});
