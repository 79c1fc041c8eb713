/** What a proposal reads in a window of its model, with a scripted one. */
import { join } from 'node:path';
import { newRunId, type StepResult, stepId, TenantId } from '@pitcrew/contracts';
import type { WriteRequest, Writer } from '@pitcrew/model';
import { attributeNames, startTelemetry, withSpan } from '@pitcrew/telemetry';
import { startOtlpReceiver } from '@pitcrew/testing';
import { loadPacks, type Pack } from '@pitcrew/workflow';
import { describe, expect, it } from 'vitest';
import { createProposer } from './propose.ts';

/** The order workflow as if a writer chose whose articles are looked up; the packs here bind that. */
const packs = loadPacks(join(import.meta.dirname, '../../../workflows')).map((pack): Pack => {
  const tool = pack.tools.check_inventory;
  if (tool === undefined) return pack;
  const skus = { type: 'string[]', optional: false, from: 'result' } as const;
  return { ...pack, tools: { ...pack.tools, check_inventory: { ...tool, arguments: { ...tool.arguments, skus } } } };
});
const usage = { model: 'scripted', inputTokens: 90, cachedTokens: 0, outputTokens: 4, prefillMs: 1, decodeMs: 1 };

/** Asks for articles and a warehouse after a failure, with twelve results before it. A token is a character. */
async function propose(contextTokens: number): Promise<readonly WriteRequest[]> {
  const written: WriteRequest[] = [];
  const writer: Writer = {
    model: 'scripted',
    contextTokens,
    write: async (request) => {
      written.push(request);
      return { values: ['$s1.items[].sku', 'east'], confidences: [0.9, 0.9], usage };
    },
    countTokens: (text) => text.length,
    close: async () => {},
  };
  const { propose: handler } = createProposer({ writer, packs });
  const call = { signal: new AbortController().signal } as Parameters<typeof handler>[1];
  const { proposal } = await handler(
    {
      ...{ tenant: TenantId.parse('t'), run: newRunId(), workflow: 'order-processing', request: 'book 4521' },
      ...{ step: stepId(13), tool: 'check_inventory', history },
      failures: [{ arguments: { warehouse: 'west' }, message: 'not in warehouse_west' }],
    },
    call,
  );
  expect(proposal).toMatchObject({ arguments: { skus: ['W-100'], quantities: [5], warehouse: 'east' } });
  return written;
}

const history = Array.from(
  { length: 12 },
  (_, index): StepResult => ({
    step: stepId(index + 1),
    tool: 'validate_order',
    result: {
      ...{ valid: true, status: 'pending', order_id: 4521, customer: 'acme-corp', zone: 'east', weight_kg: 3 },
      items: [{ sku: 'W-100', qty: 5 }],
    },
  }),
);

describe('a proposal', () => {
  it('reads every result in full while the window has room', async () => {
    const [request] = await propose(2048);
    expect(request?.prompt.match(/^validate_order: \$s\d+\.items\[\]\.sku=W-100$/gm)).toHaveLength(12);
  });

  it('reads condensed results in a narrow window, and its references still resolve', async () => {
    const [request] = await propose(700);
    expect(request?.prompt).toMatch(/\n(validate_order: \$s1|\[\d+ older results: s1 to s\d+\])\n/);
  });

  it('is refused with the numbers, and asks no model, when even the count of its results does not fit', async () => {
    const refusal = await propose(300).catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      code: 'FAILED_PRECONDITION',
      reason: 'CONTEXT_OVERFLOW',
      message: expect.stringMatching(/takes \d+ tokens .* has 300; raise PITCREW_CONTEXT_TOKENS/),
      metadata: { windowTokens: '300', neededTokens: expect.stringMatching(/^\d+$/) },
    });
  });
});

it('the span of a proposal has the figures of the ledger', async () => {
  const collector = await startOtlpReceiver();
  const telemetry = await startTelemetry({ service: 'executor', instance: 'i', endpoint: collector.endpoint });
  try {
    await withSpan('propose', {}, () => propose(700));
  } finally {
    await telemetry.shutdown();
    await collector.close();
  }
  const attributes = collector.spans().find(({ name }) => name === 'propose')?.attributes ?? {};
  const figure = (name: string) => Number(attributes[name]);
  const { contextFixed, contextStep, contextResults, contextScratchpad, contextTotal } = attributeNames;
  const parts = [contextFixed, contextStep, contextResults, contextScratchpad].map(figure);
  expect(parts.every((tokens) => tokens > 0)).toBe(true);
  expect(figure(contextTotal)).toBe(parts.reduce((sum, each) => sum + each, 0));
  expect(figure(attributeNames.contextWindow)).toBe(700);
  expect(figure(attributeNames.contextLeft)).toBeGreaterThanOrEqual(0);
  expect(attributes[attributeNames.contextSummarised]).toContain('s1');
});
