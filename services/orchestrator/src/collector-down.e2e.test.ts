/**
 * A collector that takes connections and never answers, against a crew that nobody traces: runs are as fast, and each span that is lost is
 * counted where the crew is scraped. Both crews run at the same time and take turns, so that the machine is as busy for either.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Crew, startCrew } from '@pitcrew/cli/crew';
import { openTenant } from '@pitcrew/cli/tenant';
import { prometheusName, sdkMetricNames } from '@pitcrew/telemetry';
import { scrape } from '@pitcrew/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';

const RUNS = 5;
const RUN_MS_MAX = 60_000;
const REQUEST = 'Process order #4521 for customer acme-corp';

let silent: Server;
let untraced: Crew;
let traced: Crew;

beforeAll(async () => {
  silent = createServer(() => undefined);
  await new Promise<void>((resolve) => void silent.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const metrics = { PITCREW_METRICS_ADDRESS: '127.0.0.1:0' };
  untraced = await startCrew({ environment: { OTEL_EXPORTER_OTLP_ENDPOINT: '' } });
  traced = await startCrew({ environment: { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, ...metrics } });
});
afterAll(async () => {
  // First, or each member would wait for its last spans to be taken.
  silent?.closeAllConnections();
  silent?.close();
  await Promise.all([untraced?.stop(), traced?.stop()]);
});

async function runMs(crew: Crew): Promise<number> {
  using tenant = await openTenant(crew);
  const begun = performance.now();
  const events = await tenant.finished(await tenant.submit(REQUEST), AbortSignal.timeout(RUN_MS_MAX));
  const lastMs = performance.now() - begun;
  expect(events.at(-1)?.event.body).toMatchObject({ kind: 'run-finished', status: 'succeeded' });
  return lastMs;
}

/** By the class of the error; spans that were sent have none. */
async function lostSpans(name: string): Promise<ReadonlyMap<string, number>> {
  const families = await scrape(traced.metrics(name) ?? expect.fail(`${name} is not scraped`));
  const processed = prometheusName({ name: sdkMetricNames.spansProcessed, unit: '{span}', kind: 'counter' });
  const samples = families.get(processed)?.samples ?? [];
  return new Map(samples.map(({ labels, value }) => [labels.error_type ?? 'sent', value]));
}

it('costs a run next to nothing, and loses spans that are counted', { timeout: 240_000 }, async () => {
  const times: Record<'untraced' | 'traced', number[]> = { untraced: [], traced: [] };
  for (let run = 0; run < RUNS; run += 1) {
    times.untraced.push(await runMs(untraced));
    times.traced.push(await runMs(traced));
  }
  const [without, withIt] = [Math.min(...times.untraced), Math.min(...times.traced)];
  console.info(
    `fastest of ${RUNS} runs: ${without.toFixed(0)} ms untraced, ${withIt.toFixed(0)} ms with a silent collector`,
  );
  // The fastest run of each is what the machine can do; a tenth is for its noise.
  expect(withIt).toBeLessThan(without * 1.1 + 50);

  for (const service of ['orchestrator', 'executor'])
    await expect
      .poll(async () => [...(await lostSpans(service)).keys()], { timeout: 30_000 })
      .toEqual([expect.stringMatching(/Error|queue_full/)]);
});
