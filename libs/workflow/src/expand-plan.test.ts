import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPlan } from './check-plan.ts';
import { expandPlan } from './expand-plan.ts';
import { loadPacks } from './load-packs.ts';
import type { Pack } from './pack.ts';

const packs = loadPacks(join(import.meta.dirname, '../../../workflows'));
const packNamed = (name: string): Pack => packs.find((pack) => pack.name === name) as Pack;

const readable = (plan: ReturnType<typeof expandPlan>): string[] =>
  plan.steps.map(
    ({ id, tool, dependsOn }) => `${id} ${tool}${dependsOn.length > 0 ? ` after ${dependsOn.join(' ')}` : ''}`,
  );

describe('each variation of the packs', () => {
  it.each<[workflow: string, variation: string, steps: string[]]>([
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
    expect(all).toHaveLength(5);
  });
});

it('a replan continues the numbering', () => {
  const plan = expandPlan(packNamed('order-processing'), 'quote-without-stock', { version: 2, firstOrdinal: 5 });
  expect(plan.version).toBe(2);
  expect(readable(plan)).toEqual(['s5 validate_order', 's6 calculate_shipping after s5']);
});

it('lists and conditions of the template refer to the steps of this plan', () => {
  const [look, book] = ['find_rooms', 'book_room'];
  const pack = {
    ...packs[0]!,
    order: [look, book],
    tools: {
      [look]: {
        name: look,
        phrase: 'Read the rooms',
        effect: 'read',
        needs: [],
        arguments: {},
        result: { 'rooms[].id': 'string', free: 'integer' },
      },
      [book]: { name: book, phrase: 'Book a room', effect: 'idempotent', needs: [look], arguments: {}, result: {} },
    },
    template: {
      [look]: {},
      [book]: { forEach: 'find_rooms.rooms', when: { reference: 'find_rooms.free', operator: 'gt', literal: 0 } },
    },
    variations: { full: { without: [] } },
  } satisfies Pack;
  const plan = expandPlan(pack, 'full', { firstOrdinal: 4 });
  expect(plan.steps[1]).toEqual({
    id: 's5',
    tool: book,
    dependsOn: ['s4'],
    forEach: '$s4.rooms',
    when: { reference: '$s4.free', operator: 'gt', literal: 0 },
  });
  expect(checkPlan(pack, plan)).toEqual([]);
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
