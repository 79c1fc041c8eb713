/** What the planner makes of a request, with a scripted encoder and the packs of the repository. */
import { join } from 'node:path';
import { newRunId, TenantId } from '@pitcrew/contracts';
import { EVEN_THRESHOLDS } from '@pitcrew/specialists';
import { loadPacks } from '@pitcrew/workflow';
import { describe, expect, it } from 'vitest';
import { createPlanner } from './planner.ts';

const packs = loadPacks(join(import.meta.dirname, '../../../workflows'));
const usage = { model: 'scripted', inputTokens: 40, cachedTokens: 0, outputTokens: 0, prefillMs: 1, decodeMs: 0 };
type Heads = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** An encoder that answers every text with these probabilities. */
function scriptedDecider(heads: Heads) {
  const texts: string[] = [];
  const answers = Object.entries(heads).map(([name, probabilities]) => {
    const [label = '', confidence = 0] = Object.entries(probabilities).sort((a, b) => b[1] - a[1])[0] ?? [];
    return [name, { label, confidence, probabilities }] as const;
  });
  const decide = async (text: string) => {
    texts.push(text);
    return { heads: Object.fromEntries(answers), usage };
  };
  return { texts, decide };
}

async function planned(workflow: string, request: string, heads: Heads) {
  const decider = scriptedDecider(heads);
  const { plan } = createPlanner({ decider, packs, thresholds: EVEN_THRESHOLDS.planner });
  const call = { signal: new AbortController().signal } as Parameters<typeof plan>[1];
  const asked = { tenant: TenantId.parse('t'), run: newRunId(), request, workflow };
  return { planning: (await plan(asked, call)).planning, texts: decider.texts };
}

const full = { 'variation.order-processing': { full: 0.9, quote: 0.1 } };
const dear = { 'condition.order-processing': { 'confirm_order if calculate_shipping.cost': 0.7, none: 0.3 } };
const less = { comparison: { below: 0.8, above: 0.2 } };

describe('the planner', () => {
  it('asks once, of a text without its digits, and expands the decision', async () => {
    const { planning, texts } = await planned('order-processing', 'book 4521', full);
    expect(texts).toEqual(['book 0000']);
    expect(planning).toMatchObject({
      kind: 'planned',
      confidence: 0.9,
      usage,
      plan: { variation: 'full', version: 1 },
    });
    if (planning.kind !== 'planned') throw new Error('refused');
    expect(planning.plan.steps.map(({ tool }) => tool)).toEqual(
      packs.find(({ name }) => name === 'order-processing')?.order,
    );
    for (const step of planning.plan.steps) expect(step).not.toHaveProperty('when');
  });

  it('puts the condition of the request on its step, with the value that code reads, and is as sure as of the less sure', async () => {
    const request = 'book 4521 if the freight is less than two hundred and fifty';
    const { planning } = await planned('order-processing', request, { ...full, ...dear, ...less });
    expect(planning).toMatchObject({
      kind: 'planned',
      confidence: 0.7,
      plan: { steps: [{}, {}, {}, { when: { reference: '$s3.cost', operator: 'lt', literal: 250 } }] },
    });
  });

  it('puts it beside the condition that the template has', async () => {
    const heads = {
      'variation.order-refund': { full: 1 },
      'condition.order-refund': { 'issue_refund if check_refund_policy.refund_amount': 0.9, none: 0.1 },
      ...less,
    };
    const { planning } = await planned('order-refund', 'refund order 5 if it stays under 80', heads);
    expect(planning).toMatchObject({
      kind: 'planned',
      plan: {
        steps: [
          {},
          {},
          {
            when: { reference: '$s2.eligible', operator: 'eq', literal: true },
            andWhen: { reference: '$s2.refund_amount', operator: 'lt', literal: 80 },
          },
          {},
        ],
      },
    });
  });

  it('refuses a condition that it can’t read, rather than to plan as if nothing had been asked', async () => {
    const { planning } = await planned('order-processing', 'book 4521 if it is not dear', {
      ...full,
      ...dear,
      ...less,
    });
    expect(planning).toEqual({
      kind: 'refused',
      message: 'the request makes confirm_order depend on something that could not be read',
    });
  });

  it('puts no condition on what the variation leaves out', async () => {
    const quote = { 'variation.order-processing': { quote: 0.8, full: 0.2 } };
    const { planning } = await planned('order-processing', 'quote 4521', { ...quote, ...dear, ...less });
    expect(planning).toMatchObject({ kind: 'planned', confidence: 0.8, plan: { variation: 'quote' } });
  });

  it('says at each step which optional arguments the request gives', async () => {
    const given = {
      'given.validate_order.customer': { given: 0.9, '-': 0.1 },
      'given.check_inventory.warehouse': { west: 0.6, east: 0.3, '-': 0.1 },
    };
    const { planning } = await planned('order-processing', '4521 for acme from the east', { ...full, ...given });
    if (planning.kind !== 'planned') throw new Error('refused');
    expect(planning.plan.steps.map((step) => step.given?.arguments)).toEqual([
      { customer: 'given' },
      // The request has no word for west.
      { warehouse: 'east' },
      undefined,
      undefined,
    ]);
  });

  it('refuses a workflow that it does not know', async () => {
    await expect(planned('baking', 'bake', full)).rejects.toThrow(/baking/);
  });
});
