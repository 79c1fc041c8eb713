/** Compact answers as plans: what code adds, and what it refuses. */
import { join } from 'node:path';
import { oneLine } from '@pitcrew/specialists';
import { checkPlan, expandPlan, loadPacks, type Pack } from '@pitcrew/workflow';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor } from '../redaction/redactor.ts';
import { vocabularyOf } from '../redaction/vocabulary.ts';
import { PlanAnswer } from './plan-letter.ts';
import { readPlan } from './read-plan.ts';

const packs = loadPacks(join(import.meta.dirname, '../../../../workflows'));
const packNamed = (name: string): Pack => packs.find((pack) => pack.name === name) as Pack;

function bindingsOf(text: string) {
  const redactor = createRedactor(vocabularyOf(packs));
  const request = oneLine(text);
  return { vault: redactor.vault, request, places: redactor.text(request).places };
}

const read = (workflow: string, steps: readonly object[], request = '') =>
  readPlan(packNamed(workflow), PlanAnswer.parse({ workflow, steps }), bindingsOf(request));
const tools = (...names: readonly string[]) => names.map((tool) => ({ tool }));
const refund = ['get_purchase', 'check_refund_policy', 'issue_refund', 'send_refund_notice'];

describe('what the pack knows is added by code', () => {
  it('ids, dependencies, conditions of the template', () => {
    const answer = read('order-refund', tools(...refund));
    if (answer.kind !== 'plan') throw new Error(answer.problems.join());
    const gold = expandPlan(packNamed('order-refund'), 'full');
    expect(answer.plan).toMatchObject({ ...gold, steps: gold.steps });
  });

  it('steps in the wrong order are put in the right one', () => {
    const answer = read('order-refund', tools(...[...refund].reverse()));
    expect(answer.kind === 'plan' && answer.plan.steps.map(({ id, tool }) => `${id} ${tool}`)).toEqual(
      refund.map((tool, index) => `s${index + 1} ${tool}`),
    );
  });

  it('the variation whose steps these are', () => {
    expect(read('order-refund', tools(...refund.slice(0, 2)))).toMatchObject({ plan: { variation: 'eligibility' } });
  });

  it('a list of the template', () => {
    const { order } = packNamed('meeting-scheduling');
    const answer = read('meeting-scheduling', tools(...order));
    expect(answer.kind === 'plan' && answer.plan.steps[1]?.forEach).toBe('$s1.attendees');
  });

  it('what a request makes a step depend on stands beside what the template does', () => {
    const when = { field: 'check_refund_policy.refund_amount', operator: 'lt', value: '<AMOUNT_1>' };
    const steps = refund.map((tool) => (tool === 'issue_refund' ? { tool, when } : { tool }));
    expect(read('order-refund', steps, 'only if it is under 80')).toMatchObject({
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
});

describe('an amount comes back in the unit of its field', () => {
  it.each([
    ['only if it takes less than 45 minutes', 45],
    ['only if it takes less than half an hour', 30],
    ['only if it takes less than an hour and a half', 90],
    ['only if it takes less than 2 hours', 120],
    ['only if it takes less than forty-five minutes', 45],
    ['only if it takes less than two hundred', 200],
  ])('%s', (request, literal) => {
    const when = { field: 'get_meeting_request.duration_minutes', operator: 'lt', value: '<AMOUNT_1>' };
    const { order } = packNamed('meeting-scheduling');
    const answer = read(
      'meeting-scheduling',
      order.map((tool) => (tool === 'create_event' ? { tool, when } : { tool })),
      request,
    );
    if (answer.kind !== 'plan') throw new Error(answer.problems.join());
    expect(answer.plan.steps.find(({ tool }) => tool === 'create_event')?.when?.literal).toBe(literal);
  });
});

describe('refused', () => {
  const on = (value: unknown, field = 'check_refund_policy.refund_amount', operator = 'lt') =>
    refund.map((tool) => (tool === 'issue_refund' ? { tool, when: { field, operator, value } } : { tool }));
  const request = 'refund 4521 if under two grand or one fifty, for Ada';

  it.each<[string, readonly object[], RegExp]>([
    ['no step', [], /no step/],
    ['a tool of nobody', tools('drop_tables'), /not a tool/],
    ['a tool of another pack', tools('get_purchase', 'book_trip'), /not a tool/],
    ['what every object has', tools('constructor'), /not a tool/],
    ['a tool twice', tools('get_purchase', 'get_purchase'), /twice/],
    [
      'a circle',
      [{ tool: 'get_purchase', after: ['check_refund_policy'] }, { tool: 'check_refund_policy' }],
      /each other/,
    ],
    ['a step that waits for what is not there', [{ tool: 'get_purchase', after: ['issue_refund'] }], /not in the plan/],
    [
      'a list that is none',
      [{ tool: 'get_purchase' }, { tool: 'check_refund_policy', for_each: 'get_purchase.status' }],
      /declares no result/,
    ],
    ['a condition on what is no result', on('<AMOUNT_1>', 'check_refund_policy.customer'), /not a result/],
    ['a condition on a later step', on('<NAME_1>', 'send_refund_notice.channel', 'eq'), /each other/],
    ['a value that the model made up', on('5'), /not one of/],
    ['a placeholder that was never given', on('<AMOUNT_9>'), /not one of/],
    ['an order among texts', on('delivered', 'get_purchase.status'), /no order/],
    ['an amount that goes on: two grand', on('<AMOUNT_2>'), /not one of/],
    ['an amount that goes on: one fifty', on('<AMOUNT_4>'), /not one of/],
    [
      'an argument that no request gives',
      [{ tool: 'get_purchase', given: [{ argument: 'order_id', value: 'given' }] }],
      /optional/,
    ],
  ])('%s', (_, steps, told) => {
    const answer = read('order-refund', steps, request);
    expect(answer).toMatchObject({ kind: 'refused' });
    expect(answer.kind === 'refused' && answer.problems.join()).toMatch(told);
  });
});

it('whatever is answered, a plan that is not refused passes the check of local plans', () => {
  const anyStep = (pack: Pack) =>
    fc.record(
      {
        tool: fc.constantFrom(...pack.order, 'x'),
        after: fc.array(fc.constantFrom(...pack.order), { maxLength: 2 }),
        for_each: fc.constantFrom(
          ...Object.values(pack.tools).flatMap((tool) =>
            Object.keys(tool.result).map((path) => `${tool.name}.${path}`),
          ),
        ),
      },
      { requiredKeys: ['tool'] },
    );
  const anyAnswer = fc
    .constantFrom(...packs)
    .chain((pack) => fc.tuple(fc.constant(pack), fc.array(anyStep(pack), { maxLength: 9 })));
  fc.assert(
    fc.property(anyAnswer, ([pack, steps]) => {
      const answer = read(pack.name, steps);
      if (answer.kind === 'plan') expect(checkPlan(pack, answer.plan)).toEqual([]);
      else expect(answer.problems).not.toEqual([]);
    }),
    { numRuns: 300 },
  );
});
