/** What a performance leaves in telemetry; what a tool's answer means is outcome-of.test.ts. */
import { newRunId, type Outcome, stepId, TenantId } from '@pitcrew/contracts';
import { CONTENT_SWITCH, metrics, prometheusName, startTelemetry, type Telemetry } from '@pitcrew/telemetry';
import { type OtlpReceiver, scrape, startOtlpReceiver } from '@pitcrew/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createPerformer } from './perform.ts';

const SUCCEEDED: Outcome = { kind: 'succeeded', result: { status: 'valid' } };
const FAILED: Outcome = { kind: 'failed', errorClass: 'logic', executed: 'no', message: 'no such order' };
const request = {
  ...{ tenant: TenantId.parse('acme'), run: newRunId(), step: stepId(1), tool: 'validate_order' },
  ...{ arguments: { order_id: 4521 }, idempotencyKey: 'k' },
};

let collector: OtlpReceiver;
let telemetry: Telemetry;
beforeEach(async () => {
  collector = await startOtlpReceiver();
  const where = { endpoint: collector.endpoint, metricsAddress: '127.0.0.1:0' };
  telemetry = await startTelemetry({ service: 'executor', instance: 'i', ...where });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await telemetry.shutdown();
  await collector.close();
});

async function perform(outcome: Outcome) {
  const { perform: performed } = createPerformer({
    tools: { call: async () => outcome, close: async () => undefined },
  });
  await performed(request, { signal: new AbortController().signal } as Parameters<typeof performed>[1]);
  const families = await scrape(telemetry.metricsAddress ?? '');
  const duration = families
    .get(prometheusName(metrics.toolDuration))
    ?.samples.find(({ name }) => name.endsWith('_count'));
  await telemetry.shutdown();
  const [span] = collector.spans();
  return { labels: duration?.labels, span };
}

it.each([
  ['a success', SUCCEEDED, { gen_ai_tool_name: 'validate_order' }, false],
  ['a failure, by its class', FAILED, { gen_ai_tool_name: 'validate_order', error_type: 'logic' }, true],
] as const)('%s is measured and traced', async (_, outcome, expected, failed) => {
  const { labels, span } = await perform(outcome);
  expect(labels).toEqual(expected);
  expect(span).toMatchObject({ name: 'execute_tool validate_order', failed, attributes: { 'pitcrew.step': 's1' } });
  expect(JSON.stringify(span?.attributes)).not.toMatch(/4521|valid"|no such order/);
});

it.each([
  [SUCCEEDED, '{"status":"valid"}'],
  [FAILED, '{"message":"no such order"}'],
])('arguments and result are on the span where an operator asked for content', async (outcome, result) => {
  vi.stubEnv(CONTENT_SWITCH, 'true');
  const { span } = await perform(outcome);
  expect(span?.attributes).toMatchObject({
    'gen_ai.tool.call.arguments': '{"order_id":4521}',
    'gen_ai.tool.call.result': result,
  });
});
