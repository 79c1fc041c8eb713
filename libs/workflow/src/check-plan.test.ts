import { join } from 'node:path';
import { Plan } from '@pitcrew/contracts';
import { describe, expect, it } from 'vitest';
import { checkPlan } from './check-plan.ts';
import { loadPack } from './load-packs.ts';

const pack = loadPack(join(import.meta.dirname, '../../../workflows/order-processing/workflow.yaml'));

type Step = { id: string; tool: string; dependsOn: string[]; forEach?: string; when?: object; andWhen?: object };
const planOf = (steps: Step[], variation = 'full'): Plan =>
  Plan.parse({ workflow: 'order-processing', variation, version: 1, steps });

const validate = { id: 's1', tool: 'validate_order', dependsOn: [] };
const inventory = { id: 's2', tool: 'check_inventory', dependsOn: ['s1'] };
const shipping = { id: 's3', tool: 'calculate_shipping', dependsOn: ['s1'] };
const confirm = { id: 's4', tool: 'confirm_order', dependsOn: ['s2', 's3'] };
const dear = { reference: '$s3.cost', operator: 'le', literal: 500 };

describe('a plan that may run', () => {
  it.each<[why: string, steps: Step[]]>([
    ['the whole template', [validate, inventory, shipping, confirm]],
    ['more order than needed', [validate, inventory, { ...shipping, dependsOn: ['s1', 's2'] }, confirm]],
    [
      'a tool twice',
      [
        validate,
        inventory,
        { ...inventory, id: 's5', dependsOn: ['s2'] },
        shipping,
        { ...confirm, dependsOn: ['s5', 's3'] },
      ],
    ],
    ['a condition on a declared result', [validate, inventory, shipping, { ...confirm, when: dear }]],
    [
      'two conditions on declared results',
      [
        validate,
        inventory,
        shipping,
        { ...confirm, when: dear, andWhen: { reference: '$s1.zone', operator: 'eq', literal: 'east' } },
      ],
    ],
    ['a fan-out over a declared list', [validate, { ...inventory, forEach: '$s1.items' }, shipping, confirm]],
    [
      'a condition on the element of the fan-out',
      [
        validate,
        { ...inventory, forEach: '$s1.items', when: { reference: '$item.qty', operator: 'gt', literal: 1 } },
        shipping,
        confirm,
      ],
    ],
  ])('%s', (_, steps) => {
    expect(checkPlan(pack, planOf(steps))).toEqual([]);
  });
});

describe('a plan with a fault', () => {
  it.each<[why: string, steps: Step[], problem: string]>([
    [
      'an unknown tool',
      [validate, { ...inventory, tool: 'delete_order' }],
      's2 uses delete_order, which is not a tool of order-processing',
    ],
    [
      'a tool named like a property of objects',
      [validate, { ...inventory, tool: 'constructor' }],
      's2 uses constructor, which is not a tool of order-processing',
    ],
    ['an id used twice', [validate, { ...inventory, id: 's1', dependsOn: [] }], 'the id s1 is used twice'],
    [
      'a dependency that comes later',
      [validate, { ...inventory, dependsOn: ['s1', 's3'] }, shipping],
      's2 depends on s3, which is not an earlier step',
    ],
    ['a dependency on itself', [{ ...validate, dependsOn: ['s1'] }], 's1 depends on s1, which is not an earlier step'],
    [
      'a need not waited for',
      [validate, inventory, shipping, { ...confirm, dependsOn: ['s3'] }],
      's4 must wait for check_inventory, because confirm_order needs it',
    ],
    [
      'a need of a left-out need not waited for',
      [validate, shipping, { ...confirm, dependsOn: [] }],
      's4 must wait for calculate_shipping, because confirm_order needs it',
    ],
    [
      'a condition on a step not waited for',
      [validate, shipping, { ...inventory, when: dear }],
      's2: $s3.cost refers to a step that s2 does not wait for',
    ],
    [
      'a condition on an undeclared result',
      [validate, shipping, { ...inventory, dependsOn: ['s3'], when: { ...dear, reference: '$s3.price' } }],
      's2: calculate_shipping declares no result for $s3.price',
    ],
    [
      'a condition on a list',
      [validate, { ...inventory, when: { ...dear, reference: '$s1.items[].qty' } }],
      's2: validate_order declares no result for $s1.items[].qty',
    ],
    [
      'a second condition on a step not waited for',
      [validate, shipping, { ...inventory, when: { ...dear, reference: '$s1.weight_kg' }, andWhen: dear }],
      's2: $s3.cost refers to a step that s2 does not wait for',
    ],
    [
      'a second condition on an undeclared result',
      [validate, inventory, shipping, { ...confirm, when: dear, andWhen: { ...dear, reference: '$s3.price' } }],
      's4: calculate_shipping declares no result for $s3.price',
    ],
    [
      'a second condition on a list',
      [
        validate,
        {
          ...inventory,
          when: { ...dear, reference: '$s1.weight_kg' },
          andWhen: { ...dear, reference: '$s1.items[].qty' },
        },
      ],
      's2: validate_order declares no result for $s1.items[].qty',
    ],
    [
      'a fan-out over a single value',
      [validate, { ...inventory, forEach: '$s1.zone' }],
      's2: validate_order declares no result for $s1.zone',
    ],
    [
      'an element without a fan-out',
      [validate, { ...inventory, when: { ...dear, reference: '$item.qty' } }],
      's2: $item.qty has a meaning only in the condition of a for_each',
    ],
  ])('%s', (_, steps, problem) => {
    expect(checkPlan(pack, planOf(steps))).toContain(problem);
  });

  it('a side effect that the variation leaves out', () => {
    const problems = checkPlan(pack, planOf([validate, inventory, shipping, confirm], 'quote'));
    expect(problems).toEqual(['s4 uses confirm_order, which the variation quote leaves out']);
  });

  it('another workflow, an unknown variation', () => {
    const plan = { ...planOf([validate]), workflow: 'incident-triage', variation: 'constructor' };
    expect(checkPlan(pack, plan)).toEqual([
      'the plan is for incident-triage, not for order-processing',
      'order-processing has no variation constructor',
    ]);
  });

  it('more than eight steps, exactly', () => {
    const reads = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ ...validate, id: `s${index + 1}` }));
    expect(checkPlan(pack, planOf(reads(8)))).toEqual([]);
    expect(checkPlan(pack, planOf(reads(9)))).toEqual(['the plan has 9 steps; at most 8 are allowed']);
    expect(checkPlan(pack, { ...planOf(reads(1)), steps: [] })).toContain('the plan has no step');
  });
});
