import { join } from 'node:path';
import { RunId, type StepResult, stepId, TenantId, type Thinking } from '@pitcrew/contracts';
import type { NextField, WriteRequest, Writer } from '@pitcrew/model';
import { loadPacks } from '@pitcrew/workflow';
import { describe, expect, it } from 'vitest';
import { createThinker } from './think.ts';

const packs = loadPacks(join(import.meta.dirname, '../../../workflows'));
const caller = { tenant: TenantId.parse('t'), run: RunId.parse('00000000-0000-4000-8000-000000000001') };
const usage = { model: 'scripted', inputTokens: 90, cachedTokens: 0, outputTokens: 4, prefillMs: 1, decodeMs: 1 };

/** A model that takes the first option that begins with one of its wishes, else the first of all. */
function scriptedWriter(wishes: readonly string[] = []): Pick<Writer, 'model' | 'write'> & { asked: WriteRequest[] } {
  const asked: WriteRequest[] = [];
  const write: Writer['write'] = async (request) => {
    asked.push(request);
    const values: string[] = [];
    const form = request.fields as NextField;
    for (let field = form(values); field !== undefined; field = form(values)) {
      const { options } = field;
      values.push(options.find((option) => wishes.some((wish) => option.startsWith(wish))) ?? options[0] ?? '');
    }
    return { values, confidences: values.map(() => 0.9), usage };
  };
  return { model: 'scripted', write, asked };
}

type Asked = Partial<Parameters<ReturnType<typeof createThinker>['think']>[0]>;
async function think(writer: ReturnType<typeof scriptedWriter> | undefined, asked: Asked): Promise<Thinking> {
  const request = {
    ...caller,
    request: 'Process order #4521',
    workflow: 'order-processing',
    history: [],
    failures: [],
  };
  const { think: handler } = createThinker({ writer, packs });
  const call = { signal: new AbortController().signal } as Parameters<typeof handler>[1];
  return (await handler({ ...request, ...asked }, call)).thinking;
}

const validated: StepResult = {
  step: stepId(1),
  tool: 'validate_order',
  result: {
    ...{ valid: true, status: 'pending', order_id: 4521, customer: 'acme-corp', zone: 'east', weight_kg: 3 },
    items: [{ sku: 'W-100', qty: 5 }],
  },
};

describe('a turn of the single model', () => {
  it('makes the plan and the first call', async () => {
    const thinking = await think(scriptedWriter(['Step 4', '4521}']), {});
    expect(thinking).toMatchObject({
      kind: 'planned',
      plan: { variation: 'full', steps: [{ tool: 'validate_order' }, {}, {}, { tool: 'confirm_order' }] },
      firstCall: { tool: 'validate_order', arguments: { order_id: 4521 } },
      usage,
    });
  });

  it('plans less when the model ends the list earlier', async () => {
    const thinking = await think(scriptedWriter(['Current step', '4521}']), {});
    expect(thinking).toMatchObject({ kind: 'planned', plan: { variation: 'quote' } });
  });

  it('is as sure of the plan as of its lines', async () => {
    const thinking = await think(scriptedWriter(['Step 4', '4521}']), {});
    // Seven lines at 0.9 each; the pieces of the call do not count.
    expect(thinking.kind === 'planned' && thinking.confidence).toBeCloseTo(0.9 ** 7, 10);
  });

  it('asks no model where everything is settled, and for the rest goes by the last scratchpad', async () => {
    const planned = await think(scriptedWriter(['Step 4', '4521}']), {});
    const scratchpad = planned.kind === 'planned' ? planned.scratchpad : '';
    const writer = scriptedWriter();
    const thinking = await think(writer, { scratchpad, step: stepId(2), history: [validated] });
    expect(thinking).toMatchObject({ kind: 'called', arguments: { skus: ['W-100'], quantities: [5] } });
    expect(thinking.kind === 'called' && thinking.scratchpad).toContain('Validate order — DONE (valid, pending)');
    expect(writer.asked).toEqual([]);
  });

  it('finds no step left when the run is through', async () => {
    const planned = await think(scriptedWriter(['Current step', '4521}']), {});
    const scratchpad = planned.kind === 'planned' ? planned.scratchpad : '';
    const thinking = await think(scriptedWriter(), { scratchpad, history: [validated] });
    expect(thinking.kind).toBe('finished');
  });

  it('says which required argument nothing can fill', async () => {
    const planned = await think(scriptedWriter(), { request: 'Process the order' });
    expect(planned).toMatchObject({ kind: 'planned' });
    const scratchpad = planned.kind === 'planned' ? planned.scratchpad : '';
    const thinking = await think(scriptedWriter(), { request: 'Process the order', scratchpad, step: stepId(1) });
    expect(thinking).toEqual({ kind: 'missing', argument: 'order_id' });
  });

  it.each([
    ['is no scratchpad', 'x', stepId(1)],
    ['does not end', '<scratchpad>\nStep 1: Validate order', stepId(1)],
    ["has another pack's steps", '<scratchpad>\nStep 1: Book the flight\n</scratchpad>', stepId(1)],
    ['has no such step', '<scratchpad>\nStep 1: Validate order\nCurrent step: 1\n</scratchpad>', stepId(2)],
  ])('refuses a text that %s', async (_, scratchpad, step) => {
    const writer = scriptedWriter();
    const refused = { code: 'INVALID_ARGUMENT', reason: 'INVALID_SCRATCHPAD', field: 'scratchpad' };
    await expect(think(writer, { scratchpad, step })).rejects.toMatchObject(refused);
    expect(writer.asked).toEqual([]);
  });

  it('is refused without such a model, with what to train', async () => {
    await expect(think(undefined, {})).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      reason: 'NO_SCRATCHPAD_MODEL',
      message: expect.stringContaining('npm run train'),
    });
  });
});
