/** Prompts and answers on spans: only by the operator's switch. */
import { type OtlpReceiver, startOtlpReceiver } from '@pitcrew/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { CONTENT_SWITCH, noteMessages, noteToolCall, startTelemetry, type Telemetry, withSpan } from './index.ts';

let collector: OtlpReceiver;
let telemetry: Telemetry;

beforeEach(async () => {
  collector = await startOtlpReceiver();
  telemetry = await startTelemetry({ service: 's', instance: 'i', endpoint: collector.endpoint, batchDelayMs: 20 });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await telemetry.shutdown();
  await collector.close();
});

const attributes = async () => {
  await withSpan('chat', {}, async () => {
    noteMessages(() => ({ input: 'Refund 4521', output: 'refunds' }));
    noteToolCall(() => ({ arguments: { id: 4521 }, result: { done: true } }));
  });
  return (await collector.settled((spans) => spans.length > 0, 3000))[0]?.attributes;
};

it.each([undefined, '', 'false', '1'])('are left out when the switch is %s, and are not even made', async (value) => {
  if (value !== undefined) vi.stubEnv(CONTENT_SWITCH, value);
  noteMessages(() => expect.fail('made'));
  expect(await attributes()).toEqual({});
});

it('are there when it is true, as the conventions write them', async () => {
  vi.stubEnv(CONTENT_SWITCH, 'true');
  expect(await attributes()).toEqual({
    'gen_ai.input.messages': '[{"role":"user","parts":[{"type":"text","content":"Refund 4521"}]}]',
    'gen_ai.output.messages': '[{"role":"assistant","parts":[{"type":"text","content":"refunds"}]}]',
    'gen_ai.tool.call.arguments': '{"id":4521}',
    'gen_ai.tool.call.result': '{"done":true}',
  });
});
