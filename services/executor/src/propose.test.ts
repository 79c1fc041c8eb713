/** What the executor proposes, with a scripted model: what is settled is never asked for. */
import { join } from 'node:path';
import { newRunId, type StepResult, stepId, TenantId } from '@pitcrew/contracts';
import type { WriteRequest, Writer } from '@pitcrew/model';
import { loadPacks } from '@pitcrew/workflow';
import { describe, expect, it } from 'vitest';
import { createProposer } from './propose.ts';

const packs = loadPacks(join(import.meta.dirname, '../../../workflows'));
const usage = { model: 'scripted', inputTokens: 90, cachedTokens: 0, outputTokens: 4, prefillMs: 1, decodeMs: 1 };
const unasked = { model: 'scripted', inputTokens: 0, cachedTokens: 0, outputTokens: 0, prefillMs: 0, decodeMs: 0 };
type Propose = ReturnType<typeof createProposer>['propose'];
type Asked = Parameters<Propose>[0];

/** A model that writes these values, whatever it is asked. */
async function proposed(values: readonly string[], asked: Partial<Asked>) {
  const written: WriteRequest[] = [];
  const write: Writer['write'] = async (request) => {
    written.push(request);
    return { values, confidences: values.map(() => 0.9), usage };
  };
  const writer: Writer = {
    model: 'scripted',
    contextTokens: 2048,
    write,
    countTokens: (text) => text.length,
    close: async () => {},
  };
  const { propose } = createProposer({ writer, packs });
  const call = { signal: new AbortController().signal } as Parameters<Propose>[1];
  const request = { tenant: TenantId.parse('t'), run: newRunId(), workflow: 'order-processing', request: 'book 4521' };
  const step = { step: stepId(2), tool: 'calculate_shipping', history: [validated], failures: [] };
  return { ...(await propose({ ...request, ...step, ...asked }, call)), written };
}

const validated: StepResult = {
  step: stepId(1),
  tool: 'validate_order',
  result: {
    ...{ valid: true, status: 'pending', order_id: 4521, customer: 'acme-corp', zone: 'east', weight_kg: 3 },
    items: [{ sku: 'W-100', qty: 5 }],
  },
};

describe('a proposal', () => {
  it.each(['issue_refund', 'constructor', ''])(
    'is refused for the tool "%s", which the pack does not have',
    async (tool) => {
      const refused = { code: 'FAILED_PRECONDITION', reason: 'UNKNOWN_TOOL' };
      await expect(proposed([], { tool })).rejects.toMatchObject(refused);
    },
  );

  it('asks no model when every argument is settled', async () => {
    const { proposal, written } = await proposed([], {});
    expect(written).toEqual([]);
    expect(proposal).toEqual({
      kind: 'proposed',
      arguments: { order_id: 4521, zone: 'east', weight_kg: 3 },
      sources: [
        { argument: 'order_id', source: '$s1.order_id' },
        { argument: 'zone', source: '$s1.zone' },
        { argument: 'weight_kg', source: '$s1.weight_kg' },
      ],
      usage: unasked,
    });
  });

  it('asks for the open arguments alone', async () => {
    const asked = { tool: 'check_inventory', request: 'book 4521 from the east' };
    const { proposal, written } = await proposed(['east'], asked);
    expect(written.map(({ fields }) => fields)).toMatchObject([[{ argument: 'warehouse', options: ['east', '-'] }]]);
    expect(written[0]?.prompt).toContain('\ncheck_inventory(warehouse?)');
    expect(proposal).toMatchObject({ arguments: { skus: ['W-100'], quantities: [5], warehouse: 'east' }, usage });
  });

  it('asks nothing that the planner has read already', async () => {
    const asked = {
      tool: 'check_inventory',
      request: 'book 4521 from the east',
      given: { arguments: { warehouse: 'east' } },
    };
    const { proposal, written } = await proposed([], asked);
    expect(written).toEqual([]);
    expect(proposal).toMatchObject({ arguments: { warehouse: 'east' }, usage: unasked });
  });

  it('opens after a failure what the planner had read', async () => {
    const failures = [{ arguments: { warehouse: 'east' }, message: 'not in warehouse_east' }];
    const asked = { tool: 'check_inventory', given: { arguments: { warehouse: 'east' } }, failures };
    const { proposal, written } = await proposed(['west'], asked);
    expect(written.map(({ fields }) => fields)).toMatchObject([[{ options: ['west', '-'] }]]);
    expect(proposal).toMatchObject({ arguments: { warehouse: 'west' } });
  });

  it('takes the element that the call is for', async () => {
    const meeting = {
      step: stepId(1),
      tool: 'get_meeting_request',
      result: { from_date: '2026-12-01', attendees: ['ana'] },
    };
    const asked = { workflow: 'meeting-scheduling', tool: 'read_calendar', history: [meeting] };
    const { proposal } = await proposed([], { ...asked, itemValue: { result: 'ana' } });
    expect(proposal).toMatchObject({ arguments: { attendee: 'ana', from_date: '2026-12-01' }, usage: unasked });
  });

  it('says which required argument nothing can fill', async () => {
    const { proposal, written } = await proposed([], { tool: 'validate_order', request: 'book it', history: [] });
    expect(proposal).toEqual({ kind: 'missing', argument: 'order_id' });
    expect(written).toEqual([]);
  });

  it('reads the error of each failed call, in the words that training used', async () => {
    const failures = [
      {
        arguments: { warehouse: 'east' },
        message: 'inventory_check returned 404: order_id 4521 not found in warehouse_east',
      },
    ];
    const { written } = await proposed(['west'], { tool: 'check_inventory', failures });
    expect(written[0]?.prompt).toContain(
      'Previous tool call failed: "inventory_check returned 404: order_id 4521 not found in warehouse_east"\n' +
        'Adjust your approach and try again.',
    );
  });

  it('samples otherwise each time once a mended call has failed too', async () => {
    const failure = { arguments: {}, message: 'no' };
    const seeds = [];
    for (const count of [2, 3, 4]) {
      const failures = Array.from({ length: count }, () => failure);
      const { written } = await proposed(['west'], { tool: 'check_inventory', failures });
      seeds.push(written[0]?.seed);
    }
    expect(new Set(seeds).size).toBe(3);
  });

  it.each([
    [1, {}],
    [2, { temperature: 0.9, seed: 2 }],
  ])('looks for other ways after the second failure, not after the first: %i', async (count, sampling) => {
    const failures = Array.from({ length: count }, () => ({ arguments: {}, message: 'no' }));
    const { written } = await proposed(['west'], { tool: 'check_inventory', failures });
    const { temperature, seed } = written[0] ?? {};
    expect({ temperature, seed }).toEqual({ temperature: undefined, seed: undefined, ...sampling });
  });
});
