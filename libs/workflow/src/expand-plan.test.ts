import { join } from 'node:path';
import { conditionsOf } from '@pitcrew/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPlan } from './check-plan.ts';
import { expandPlan } from './expand-plan.ts';
import { loadPacks } from './load-packs.ts';
import type { Pack } from './pack.ts';

const packs = loadPacks(join(import.meta.dirname, '../../../workflows'));
const packNamed = (name: string): Pack => packs.find((pack) => pack.name === name) as Pack;

const readable = (plan: ReturnType<typeof expandPlan>): string[] =>
  plan.steps.map((step) =>
    [
      `${step.id} ${step.tool}`,
      ...(step.dependsOn.length > 0 ? [`after ${step.dependsOn.join(' ')}`] : []),
      ...(step.forEach === undefined ? [] : [`for each of ${step.forEach}`]),
      ...conditionsOf(step).map(({ reference, operator, literal }) => `if ${reference} ${operator} ${literal}`),
    ].join(' '),
  );

describe('each variation of the packs', () => {
  it.each<[workflow: string, variation: string, steps: string[]]>([
    [
      'employee-onboarding',
      'full',
      [
        's1 create_account',
        's2 grant_access after s1',
        's3 order_laptop after s1',
        's4 book_orientation after s1',
        's5 send_welcome after s2 s3 s4',
      ],
    ],
    [
      'employee-onboarding',
      'no-laptop',
      ['s1 create_account', 's2 grant_access after s1', 's3 book_orientation after s1', 's4 send_welcome after s2 s3'],
    ],
    [
      'employee-onboarding',
      'no-welcome',
      ['s1 create_account', 's2 grant_access after s1', 's3 order_laptop after s1', 's4 book_orientation after s1'],
    ],
    [
      'incident-triage',
      'full',
      [
        's1 get_alert',
        's2 query_logs after s1',
        's3 query_metrics after s1',
        's4 list_deploys after s1',
        's5 correlate_signals after s2 s3 s4',
        's6 create_ticket after s5',
      ],
    ],
    [
      'incident-triage',
      'no-ticket',
      [
        's1 get_alert',
        's2 query_logs after s1',
        's3 query_metrics after s1',
        's4 list_deploys after s1',
        's5 correlate_signals after s2 s3 s4',
      ],
    ],
    [
      'invoice-matching',
      'full',
      [
        's1 extract_invoice',
        's2 get_purchase_order after s1',
        's3 get_goods_receipt after s1',
        's4 three_way_match after s2 s3',
        's5 post_invoice after s4 if $s4.match eq true',
        's6 flag_mismatch after s4 if $s4.match eq false',
      ],
    ],
    [
      'invoice-matching',
      'match-only',
      [
        's1 extract_invoice',
        's2 get_purchase_order after s1',
        's3 get_goods_receipt after s1',
        's4 three_way_match after s2 s3',
      ],
    ],
    [
      'meeting-scheduling',
      'full',
      [
        's1 get_meeting_request',
        's2 read_calendar after s1 for each of $s1.attendees',
        's3 find_slot after s2',
        's4 create_event after s3',
        's5 send_invitations after s4 for each of $s1.attendees',
      ],
    ],
    [
      'meeting-scheduling',
      'slot-only',
      ['s1 get_meeting_request', 's2 read_calendar after s1 for each of $s1.attendees', 's3 find_slot after s2'],
    ],
    [
      'meeting-scheduling',
      'no-invitations',
      [
        's1 get_meeting_request',
        's2 read_calendar after s1 for each of $s1.attendees',
        's3 find_slot after s2',
        's4 create_event after s3',
      ],
    ],
    [
      'order-processing',
      'full',
      [
        's1 validate_order',
        's2 check_inventory after s1',
        's3 calculate_shipping after s1',
        's4 confirm_order after s2 s3',
      ],
    ],
    [
      'order-processing',
      'quote',
      ['s1 validate_order', 's2 check_inventory after s1', 's3 calculate_shipping after s1'],
    ],
    ['order-processing', 'quote-without-stock', ['s1 validate_order', 's2 calculate_shipping after s1']],
    [
      'order-refund',
      'full',
      [
        's1 get_purchase',
        's2 check_refund_policy after s1',
        's3 issue_refund after s2 if $s2.eligible eq true',
        's4 send_refund_notice after s3',
      ],
    ],
    [
      'order-refund',
      'no-notice',
      ['s1 get_purchase', 's2 check_refund_policy after s1', 's3 issue_refund after s2 if $s2.eligible eq true'],
    ],
    ['order-refund', 'eligibility', ['s1 get_purchase', 's2 check_refund_policy after s1']],
    ['shipment-tracking', 'status', ['s1 track_shipment']],
    ['shipment-tracking', 'arrival', ['s1 track_shipment', 's2 estimate_arrival after s1 if $s1.status ne delivered']],
    [
      'subscription-change',
      'full',
      [
        's1 get_subscription',
        's2 calculate_proration after s1',
        's3 change_subscription after s2',
        's4 send_subscription_notice after s3',
      ],
    ],
    [
      'subscription-change',
      'no-notice',
      ['s1 get_subscription', 's2 calculate_proration after s1', 's3 change_subscription after s2'],
    ],
    ['subscription-change', 'preview', ['s1 get_subscription', 's2 calculate_proration after s1']],
    [
      'support-ticket',
      'full',
      [
        's1 get_support_case',
        's2 classify_case after s1',
        's3 search_articles after s2',
        's4 draft_reply after s3',
        's5 send_reply after s4 if $s2.severity ne critical',
        's6 escalate_case after s4 if $s2.severity eq critical',
      ],
    ],
    [
      'support-ticket',
      'draft-only',
      ['s1 get_support_case', 's2 classify_case after s1', 's3 search_articles after s2', 's4 draft_reply after s3'],
    ],
    [
      'travel-booking',
      'full',
      [
        's1 get_trip',
        's2 search_flights after s1',
        's3 search_hotels after s1 if $s1.nights gt 0',
        's4 check_travel_policy after s2 s3',
        's5 book_trip after s4',
      ],
    ],
    [
      'travel-booking',
      'no-hotel',
      ['s1 get_trip', 's2 search_flights after s1', 's3 check_travel_policy after s2', 's4 book_trip after s3'],
    ],
    [
      'travel-booking',
      'options-only',
      ['s1 get_trip', 's2 search_flights after s1', 's3 search_hotels after s1 if $s1.nights gt 0'],
    ],
  ])('%s, %s', (workflow, variation, steps) => {
    const pack = packNamed(workflow);
    const plan = expandPlan(pack, variation);
    expect(readable(plan)).toEqual(steps);
    expect(plan).toMatchObject({ workflow, variation, version: 1 });
    expect(checkPlan(pack, plan)).toEqual([]);
  });

  it('are all in the table above', () => {
    const all = packs.flatMap(({ name, variations }) =>
      Object.keys(variations).map((variation) => `${name} ${variation}`),
    );
    expect(all).toHaveLength(26);
  });
});

it('a replan continues the numbering', () => {
  const plan = expandPlan(packNamed('order-processing'), 'quote-without-stock', { version: 2, firstOrdinal: 5 });
  expect(plan.version).toBe(2);
  expect(readable(plan)).toEqual(['s5 validate_order', 's6 calculate_shipping after s5']);
});

/** A look, a booking that a look may stop, and a note that waits for both. */
const [look, book, tell] = ['find_rooms', 'book_room', 'tell_guest'];
const rooms = {
  ...packNamed('order-processing'),
  order: [look, book, tell],
  tools: {
    [look]: {
      name: look,
      phrase: 'find rooms',
      effect: 'read',
      needs: [],
      arguments: {},
      result: { 'rooms[].id': 'string', free: 'integer', price: 'number' },
    },
    [book]: { name: book, phrase: 'book a room', effect: 'idempotent', needs: [look], arguments: {}, result: {} },
    [tell]: { name: tell, phrase: 'tell the guest', effect: 'idempotent', needs: [book], arguments: {}, result: {} },
  },
  template: {
    [look]: {},
    [book]: { forEach: 'find_rooms.rooms', when: { reference: 'find_rooms.free', operator: 'gt', literal: 0 } },
    [tell]: {},
  },
  variations: { full: { without: [] }, 'book-only': { without: [tell] } },
} satisfies Pack;

it('lists and conditions of the template refer to the steps of this plan', () => {
  const plan = expandPlan(rooms, 'full', { firstOrdinal: 4 });
  expect(plan.steps[1]).toEqual({
    id: 's5',
    tool: book,
    dependsOn: ['s4'],
    forEach: '$s4.rooms',
    when: { reference: '$s4.free', operator: 'gt', literal: 0 },
  });
  expect(checkPlan(rooms, plan)).toEqual([]);
});

describe('a condition of the request', () => {
  const cheap = (tool: string) => ({ tool, reference: 'find_rooms.price', operator: 'le', literal: 90 }) as const;
  const asked = { reference: '$s4.price', operator: 'le', literal: 90 };
  const template = { reference: '$s4.free', operator: 'gt', literal: 0 };

  it('is the condition of a step that has none in the template', () => {
    const plan = expandPlan(rooms, 'full', { firstOrdinal: 4, condition: cheap(tell) });
    expect(plan.steps[2]).toEqual({ id: 's6', tool: tell, dependsOn: ['s5'], when: asked });
    expect(checkPlan(rooms, plan)).toEqual([]);
  });

  it('stands beside the template’s; both must hold', () => {
    const plan = expandPlan(rooms, 'full', { firstOrdinal: 4, condition: cheap(book) });
    expect(plan.steps[1]).toMatchObject({ when: template, andWhen: asked, forEach: '$s4.rooms' });
    expect(conditionsOf(plan.steps[1]!)).toEqual([template, asked]);
    expect(checkPlan(rooms, plan)).toEqual([]);
  });

  it('is on one step; the others are as without it', () => {
    const plain = expandPlan(rooms, 'full');
    const { steps } = expandPlan(rooms, 'full', { condition: cheap(book) });
    expect([steps[0], steps[2]]).toEqual([plain.steps[0], plain.steps[2]]);
  });

  it('on a step that the variation leaves out changes nothing', () => {
    expect(expandPlan(rooms, 'book-only', { condition: cheap(tell) })).toEqual(expandPlan(rooms, 'book-only'));
  });

  it('that reads a step which the variation leaves out makes a plan that does not pass the check', () => {
    const travel = packNamed('travel-booking');
    const dear = { tool: 'book_trip', reference: 'search_hotels.nightly_price', operator: 'lt', literal: 140 } as const;
    const problems = (variation: string) => checkPlan(travel, expandPlan(travel, variation, { condition: dear }));
    expect(problems('full')).toEqual([]);
    expect(problems('no-hotel')).toEqual(['s4: $search_hotels.nightly_price is not a reference']);
  });

  it.each(
    packs.flatMap((pack) => pack.conditions.map((subject) => [pack.name, subject.tool, subject.reference] as const)),
  )('may be put in %s: %s, if %s', (workflow, tool, reference) => {
    const pack = packNamed(workflow);
    const plan = expandPlan(pack, 'full', { condition: { tool, reference, operator: 'eq', literal: 'x' } });
    expect(plan.steps.flatMap(conditionsOf).filter(({ literal }) => literal === 'x')).toHaveLength(1);
    expect(checkPlan(pack, plan)).toEqual([]);
  });
});

it('what was read of optional arguments stands at the step that takes them', () => {
  const given = (tool: string) => (tool === book ? { arguments: { floor: '-' } } : undefined);
  const { steps } = expandPlan(rooms, 'full', { given });
  expect(steps.map((step) => step.given)).toEqual([undefined, { arguments: { floor: '-' } }, undefined]);
  expect(steps[0]).not.toHaveProperty('given');
});

it('an unknown variation is refused with those there are', () => {
  expect(() => expandPlan(packNamed('incident-triage'), 'quote')).toThrow('it has full, no-ticket');
});

describe('for any pack and any variation', () => {
  /** Up to eight tools, each needing any of those before it, some of them left out. */
  const anyPack = fc
    .array(fc.record({ needs: fc.array(fc.nat({ max: 6 })), leftOut: fc.boolean() }), { minLength: 1, maxLength: 8 })
    .filter((tools) => tools.some(({ leftOut }) => !leftOut))
    .map((tools) => tools.map((tool, index) => ({ ...tool, needs: tool.needs.filter((need) => need < index) })));

  it('a step waits, directly or not, for exactly what a path of needs leads to, and lists no dependency twice', () => {
    fc.assert(
      fc.property(anyPack, (tools) => {
        const pack = packOf(tools);
        const plan = expandPlan(pack, 'chosen');
        expect(checkPlan(pack, plan)).toEqual([]);
        const reached = reachable(
          plan.steps.map(({ tool, dependsOn }) => [tool, dependsOn.map((id) => toolOf(plan, id))]),
        );
        const wanted = reachable(Object.entries(pack.tools).map(([name, { needs }]) => [name, needs]));
        for (const { id, tool, dependsOn } of plan.steps) {
          const present = [...(wanted.get(tool) ?? [])].filter((need) => plan.steps.some((step) => step.tool === need));
          expect([...(reached.get(tool) ?? [])].sort()).toEqual(present.sort());
          for (const one of dependsOn)
            for (const other of dependsOn)
              expect(
                reached.get(toolOf(plan, other))?.has(toolOf(plan, one)),
                `${id}: ${one} is implied by ${other}`,
              ).not.toBe(true);
        }
      }),
    );
  });
});

function packOf(tools: readonly { needs: readonly number[]; leftOut: boolean }[]): Pack {
  const entries = tools.map(({ needs }, index) => {
    const name = `t${index}`;
    return [
      name,
      { name, phrase: name, effect: 'read', needs: needs.map((need) => `t${need}`), arguments: {}, result: {} },
    ] as const;
  });
  const without = tools.flatMap(({ leftOut }, index) => (leftOut ? [`t${index}`] : []));
  const order = entries.map(([name]) => name);
  return {
    ...packNamed('order-processing'),
    tools: Object.fromEntries(entries),
    order,
    variations: { chosen: { without } },
  };
}

const toolOf = (plan: ReturnType<typeof expandPlan>, id: string): string =>
  plan.steps.find((step) => step.id === id)?.tool as string;

/** The dumb model: follow every edge, again and again. */
function reachable(edges: readonly (readonly [string, readonly string[]])[]): Map<string, Set<string>> {
  const reached = new Map(edges.map(([name, next]) => [name, new Set(next)]));
  for (let round = 0; round < edges.length; round += 1)
    for (const found of reached.values())
      for (const next of [...found]) for (const far of reached.get(next) ?? []) found.add(far);
  return reached;
}
