import { Plan } from '@pitcrew/contracts';
import { describe, expect, it } from 'vitest';
import { parseCases } from './case.ts';
import { graphOf } from './gold-plan.ts';
import { samePlan } from './plan-graph.ts';

const parse = (value: unknown) => parseCases(JSON.stringify(value), 'cases.jsonl');
const withPlan = (plan: unknown) => ({ request: 'x', expect: { plan } });

describe('a case', () => {
  it('may leave out every key of expect', () => {
    expect(parse({ request: 'Process order #4521', expect: {} })).toEqual([
      { request: 'Process order #4521', world: {}, approve: 'planned', expect: {}, faults: [], line: 1 },
    ]);
  });

  it('may say which class of failure it is about', () => {
    expect(parse({ request: 'x', class: 'logic', expect: {} })[0]?.class).toBe('logic');
  });

  it('keeps the number of its line past blank lines', () => {
    const one = JSON.stringify({ request: 'x', expect: {} });
    expect(parseCases(`\n${one}\n\n${one}\n`, 'f').map(({ line }) => line)).toEqual([2, 4]);
  });

  it.each([
    ['no JSON', '{"request"', /^f:1: not JSON: /],
    ['an empty file', '\n\n', /^f: there is no case/],
    ['no request', '{"expect":{}}', /^f:1: request: /],
    ['no expect', '{"request":"x"}', /^f:1: expect: /],
    ['a misspelt key', '{"request":"x","expect":{"workfow":"a"}}', /^f:1: expect\.workfow: /],
    ['an unknown outcome', '{"request":"x","expect":{"outcome":"done"}}', /^f:1: expect\.outcome: /],
    [
      'a call without arguments',
      '{"request":"x","expect":{"calls":[{"tool":"a"}]}}',
      /^f:1: expect\.calls\.0\.arguments: /,
    ],
    [
      'an unknown predecessor',
      '{"request":"x","expect":{"plan":[{"tool":"a","after":["b"]}]}}',
      /plan\.0\.0\.after: there is no step b/,
    ],
    [
      'a later predecessor',
      '{"request":"x","expect":{"plan":[{"tool":"a","after":["b"]},{"tool":"b"}]}}',
      /b is not an earlier step/,
    ],
    [
      'an unknown fault class',
      '{"request":"x","expect":{},"faults":[{"tool":"a","class":"odd","message":"m"}]}',
      /faults\.0\.class/,
    ],
  ])('is refused with its place: %s', (_, text, message) => {
    expect(() => parseCases(text, 'f')).toThrow(message);
  });

  it('asks for ids where a tool that comes before repeats', () => {
    const plan = [{ tool: 'look' }, { tool: 'look' }, { tool: 'act', after: ['look'] }];
    expect(() => parse(withPlan(plan))).toThrow(/2 steps call look; give them ids/);
  });
});

describe('a gold plan', () => {
  const run = graphOf(
    Plan.parse({
      workflow: 'w',
      variation: 'v',
      version: 1,
      steps: [
        { id: 's1', tool: 'look', dependsOn: [] },
        { id: 's2', tool: 'look', dependsOn: [] },
        {
          id: 's3',
          tool: 'act',
          dependsOn: ['s1', 's2'],
          forEach: '$s2.items',
          when: { reference: '$s1.total', operator: 'gt', literal: 500 },
        },
      ],
    }),
  );

  it.each([
    [
      'by id',
      [
        { tool: 'look', id: 'a' },
        { tool: 'look', id: 'b' },
        { tool: 'act', after: ['a', 'b'], for_each: '$b.items', when: '$a.total gt 500' },
      ],
      true,
    ],
    [
      'by place',
      [
        { tool: 'look' },
        { tool: 'look' },
        { tool: 'act', after: ['s1', 's2'], for_each: '$s2.items', when: '$s1.total gt 500' },
      ],
      true,
    ],
    [
      'the other way round',
      [
        { tool: 'look', id: 'b' },
        { tool: 'look', id: 'a' },
        {
          tool: 'act',
          after: ['a', 'b'],
          for_each: '$b.items',
          when: { reference: '$a.total', operator: 'gt', literal: 500 },
        },
      ],
      true,
    ],
    [
      'with the wrong literal',
      [
        { tool: 'look', id: 'a' },
        { tool: 'look', id: 'b' },
        { tool: 'act', after: ['a', 'b'], for_each: '$b.items', when: '$a.total gt 50' },
      ],
      false,
    ],
    [
      'with one source for both',
      [
        { tool: 'look', id: 'a' },
        { tool: 'look', id: 'b' },
        { tool: 'act', after: ['a', 'b'], for_each: '$a.items', when: '$a.total gt 500' },
      ],
      false,
    ],
  ])('names steps %s', (_, plan, same) => {
    const [gold] = parse(withPlan(plan))[0]?.expect.plan ?? [];
    expect(gold !== undefined && samePlan(gold, run)).toBe(same);
  });

  describe('with two conditions on a step', () => {
    const dear = { reference: '$s1.total', operator: 'gt', literal: 500 };
    const open = { reference: '$s1.status', operator: 'eq', literal: 'open' };
    const steps = [
      { id: 's1', tool: 'look', dependsOn: [] },
      { id: 's2', tool: 'act', dependsOn: ['s1'], when: dear, andWhen: open },
    ];
    const both = graphOf(Plan.parse({ workflow: 'w', variation: 'v', version: 1, steps }));

    it.each<[why: string, when: unknown, same: boolean]>([
      ['as texts', ['$look.total gt 500', '$look.status eq open'], true],
      ['in another order, one of them an object', [{ ...open, reference: '$look.status' }, '$look.total gt 500'], true],
      ['one missing', '$look.total gt 500', false],
      ['one too many', ['$look.total gt 500', '$look.status eq open', '$look.total le 900'], false],
      ['another literal', ['$look.total gt 500', '$look.status eq closed'], false],
    ])('%s', (_, when, same) => {
      const [gold] = parse(withPlan([{ tool: 'look' }, { tool: 'act', after: ['look'], when }]))[0]?.expect.plan ?? [];
      expect(gold !== undefined && samePlan(gold, both)).toBe(same);
    });

    it('each refers to an earlier step', () => {
      const plan = [
        { tool: 'look' },
        { tool: 'act', after: ['look'], when: ['$look.total gt 500', '$act.total gt 1'] },
      ];
      expect(() => parse(withPlan(plan))).toThrow(/plan\.0\.1\.when: act is not an earlier step/);
    });

    it.each(['$look.total more 500', ['$look.total gt 500', 'total gt 500']])(
      'is refused when it can’t be read: %j',
      (when) => {
        const plan = [{ tool: 'look' }, { tool: 'act', after: ['look'], when }];
        expect(() => parse(withPlan(plan))).toThrow(/cases\.jsonl:1: expect\.plan/);
      },
    );
  });

  it('may be a list of acceptable plans, and an empty list means no plan', () => {
    expect(parse(withPlan([[{ tool: 'a' }], [{ tool: 'b' }]]))[0]?.expect.plan).toHaveLength(2);
    expect(parse(withPlan([]))[0]?.expect.plan).toEqual([[]]);
  });
});
