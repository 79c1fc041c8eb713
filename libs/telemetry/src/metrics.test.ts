/** Metrics as a scraper and a collector read them, and as they cost nothing when nobody does. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type OtlpReceiver, scrape, startOtlpReceiver } from '@pitcrew/testing';
import { afterEach, describe, expect, it } from 'vitest';
import {
  attributeNames,
  count,
  type Metric,
  metrics,
  observe,
  prometheusName,
  record,
  recordModelCall,
  startTelemetry,
  type Telemetry,
  type TelemetryOptions,
  withSpan,
} from './index.ts';

const ADDRESS = '127.0.0.1:0';
let telemetry: Telemetry | undefined;
let collector: OtlpReceiver | undefined;
const start = async (options: Partial<TelemetryOptions>): Promise<Telemetry> => {
  telemetry = await startTelemetry({ service: 'router', instance: 'i1', endpoint: '', metricsAddress: '', ...options });
  return telemetry;
};
const scraped = async (metric: Metric) =>
  (await scrape(telemetry?.metricsAddress ?? expect.fail('no address'))).get(prometheusName(metric));

afterEach(async () => {
  await telemetry?.shutdown();
  await collector?.close();
  [telemetry, collector] = [undefined, undefined];
});

describe('a scrape', () => {
  it('has the time of each token after the first, and none of a call that only decides', async () => {
    await start({ metricsAddress: ADDRESS });
    const who = { [attributeNames.genAiAgent]: 'executor' };
    recordModelCall({ who, seconds: 0.1, usage: { inputTokens: 9, outputTokens: 1, decodeMs: 0 } });
    expect(await scraped(metrics.genAiTokenTime)).toBeUndefined();
    recordModelCall({ who, seconds: 0.5, usage: { inputTokens: 9, outputTokens: 5, decodeMs: 400 } });
    const found = await scraped(metrics.genAiTokenTime);
    expect(found?.samples.find(({ name }) => name.endsWith('_sum'))?.value).toBeCloseTo(0.1);
    expect(found?.samples.find(({ name }) => name.endsWith('_count'))?.value).toBe(1);
  });

  it('has counters, histograms with the boundaries of the conventions, and gauges as they are when asked', async () => {
    await start({ metricsAddress: ADDRESS });
    const ending = { [attributeNames.runStatus]: 'partial', [attributeNames.stopReason]: 'logic_error' };
    count(metrics.runsFinished, ending);
    count(metrics.runsFinished, ending, 2);
    record(metrics.toolDuration, 0.03, { [attributeNames.genAiTool]: 'validate_order' });
    let slots = 1;
    observe(metrics.modelSlotsInUse, () => [{ value: slots, attributes: { [attributeNames.genAiAgent]: 'router' } }]);
    slots = 2;

    expect(await scraped(metrics.runsFinished)).toMatchObject({
      type: 'counter',
      samples: [{ labels: { pitcrew_run_status: 'partial', pitcrew_run_stop_reason: 'logic_error' }, value: 3 }],
    });
    const tool = await scraped(metrics.toolDuration);
    expect(tool).toMatchObject({ name: 'gen_ai_execute_tool_duration_seconds', type: 'histogram' });
    const buckets = tool?.samples.filter(({ name }) => name.endsWith('_bucket')) ?? [];
    expect(buckets.map(({ labels }) => labels.le)).toEqual([...metrics.toolDuration.boundaries.map(String), '+Inf']);
    expect(buckets.map(({ value }) => value).slice(0, 4)).toEqual([0, 0, 1, 1]);
    expect(await scraped(metrics.modelSlotsInUse)).toMatchObject({
      name: 'pitcrew_model_slots_in_use',
      type: 'gauge',
      samples: [{ labels: { gen_ai_agent_name: 'router' }, value: 2 }],
    });
  });

  it('says who answers', async () => {
    const { metricsAddress } = await start({ metricsAddress: ADDRESS });
    expect(metricsAddress).toMatch(/^127\.0\.0\.1:\d+$/);
    const [info] = (await scrape(metricsAddress ?? '')).get('target_info')?.samples ?? [];
    expect(info?.labels).toMatchObject({ service_name: 'router', service_instance_id: 'i1' });
  });

  it('never has an attribute that the metric does not declare', async () => {
    await start({ metricsAddress: ADDRESS });
    for (const run of ['one', 'two'])
      count(metrics.plansRefused, { [attributeNames.run]: run, [attributeNames.genAiWorkflow]: 'refunds' });
    expect((await scraped(metrics.plansRefused))?.samples).toEqual([
      { name: 'pitcrew_plans_refused_total', labels: { gen_ai_workflow_name: 'refunds' }, value: 2 },
    ]);
  });

  it('has a series for each place that observes', async () => {
    await start({ metricsAddress: ADDRESS });
    for (const role of ['executor', 'scratchpad'])
      observe(metrics.modelSlots, () => [{ value: 2, attributes: { [attributeNames.genAiAgent]: role } }]);
    const samples = (await scraped(metrics.modelSlots))?.samples;
    expect(samples?.map(({ labels }) => labels.gen_ai_agent_name)).toEqual(['executor', 'scratchpad']);
  });

  it('answers nothing but its own path', async () => {
    const { metricsAddress } = await start({ metricsAddress: ADDRESS });
    for (const [path, method] of [
      ['/', 'GET'],
      ['/metrics', 'POST'],
    ] as const)
      expect((await fetch(`http://${metricsAddress}${path}`, { method })).status).toBe(404);
  });

  it('listens where it is told to, and nowhere once it is shut down', async () => {
    const { metricsAddress, shutdown } = await start({ metricsAddress: 'localhost:0' });
    expect(metricsAddress).toMatch(/^localhost:\d+$/);
    await shutdown();
    await expect(fetch(`http://${metricsAddress}/metrics`)).rejects.toThrow();
  });

  it.each(['9464', 'localhost', 'localhost:port', ':9464', 'localhost:70000'])(
    'refuses the address %s',
    async (address) => {
      await expect(start({ metricsAddress: address })).rejects.toThrow('is not an address for metrics');
    },
  );

  it('refuses an address that is taken, and may be started again at another', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as AddressInfo;
    await expect(start({ metricsAddress: `127.0.0.1:${port}` })).rejects.toThrow('EADDRINUSE');
    taken.close();
    await start({ metricsAddress: ADDRESS });
  });
});

describe('a collector', () => {
  it('is sent metrics at the latest at the end, with the names of the conventions', async () => {
    collector = await startOtlpReceiver();
    await start({ endpoint: collector.endpoint, metricsIntervalMs: 60_000 });
    record(metrics.rpcServerDuration, 0.2, { [attributeNames.rpcMethod]: 'a.b.C/D' });
    await telemetry?.shutdown();
    expect(collector.metrics()).toContainEqual({ service: 'router', name: 'rpc.server.call.duration', unit: 's' });
  });

  it('is not sent any when OTEL_METRICS_EXPORTER says so', async () => {
    collector = await startOtlpReceiver();
    process.env.OTEL_METRICS_EXPORTER = 'none';
    try {
      await start({ endpoint: collector.endpoint });
    } finally {
      delete process.env.OTEL_METRICS_EXPORTER;
    }
    record(metrics.rpcServerDuration, 0.2);
    await withSpan('sent all the same', {}, async () => undefined);
    await telemetry?.shutdown();
    expect(collector.metrics()).toEqual([]);
    expect(collector.spans()).toHaveLength(1);
  });

  it('that is down shows in the metrics: each span is counted as dropped or as not exported', async () => {
    await start({ endpoint: 'http://127.0.0.1:9', metricsAddress: ADDRESS, batchDelayMs: 5 });
    for (let span = 0; span < 10_000; span += 1) await withSpan('s', {}, async () => undefined);
    const lost = async () => {
      const families = await scrape(telemetry?.metricsAddress ?? '');
      const samples = families.get('otel_sdk_processor_span_processed_total')?.samples ?? [];
      return samples.flatMap(({ labels, value }) =>
        labels.error_type === undefined ? [] : [[labels.error_type, value]],
      );
    };
    await expect.poll(lost, { timeout: 9_000 }).toContainEqual(['queue_full', expect.any(Number)]);
  });
});

describe('when metrics are off', () => {
  const CALLS = 100_000;
  const attributes = { [attributeNames.genAiTool]: 'x' };

  it('nothing is recorded and no callback is asked', async () => {
    const { metricsAddress } = await start({});
    expect(metricsAddress).toBeUndefined();
    count(metrics.runsFinished);
    record(metrics.toolDuration, 1, attributes);
    observe(metrics.runsActive, () => expect.fail('asked'));
  });

  it('a record takes less than half a microsecond', async () => {
    await start({});
    const batchMs = () => {
      const begun = performance.now();
      for (let call = 0; call < CALLS; call += 1) record(metrics.toolDuration, 1, attributes);
      return performance.now() - begun;
    };
    // The best of some, for whatever else the machine is busy with.
    expect(Math.min(...Array.from({ length: 10 }, batchMs))).toBeLessThan(CALLS / 2000);
  });
});
