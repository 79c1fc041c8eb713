/** Every repair that is possible at every step of every pack, as a table (repairs.txt), and what must hold of each of them. */
import { join } from 'node:path';
import { type Plan, type Repair, type StepId, stepId } from '@pitcrew/contracts';
import { describe, expect, it } from 'vitest';
import { ancestors, checkPlan } from './check-plan.ts';
import { checkRevision } from './check-revision.ts';
import { expandPlan } from './expand-plan.ts';
import { loadPacks, parsePack } from './load-packs.ts';
import { type Pack, STEPS_MAX, toolOf } from './pack.ts';
import { repairedPlan, repairedPlans, type Situation } from './replan-plan.ts';

const packs = loadPacks(join(import.meta.dirname, '../../../workflows'));
const packNamed = (name: string): Pack => packs.find((pack) => pack.name === name) as Pack;

/** The step fails when exactly what it waits for is done. */
function failing(pack: Pack, variation: string, tool: string, plan = expandPlan(pack, variation)): Situation {
  const failed = plan.steps.find((step) => step.tool === tool)?.id as StepId;
  const finished = ancestors(plan).get(failed) ?? new Set<StepId>();
  const firstOrdinal = plan.steps.length + 1;
  return { plan, finished, failedStep: failed, firstOrdinal, stepsLeft: STEPS_MAX - finished.size - 1 };
}

const readable = ({ steps }: Plan): string =>
  steps.map(({ id, tool, dependsOn }) => [`${id} ${tool}`, ...dependsOn].join(' ')).join(', ');

const situations = packs.flatMap((pack) =>
  Object.keys(pack.variations).flatMap((variation) =>
    expandPlan(pack, variation).steps.map(({ tool }) => ({ pack, variation, tool })),
  ),
);

describe('the repairs of all packs', () => {
  it('are those of the table', async () => {
    const lines = situations.flatMap(({ pack, variation, tool }) =>
      [...repairedPlans(pack, failing(pack, variation, tool))].map(
        ([repair, plan]) => `${pack.name}, ${variation}: ${tool} ${repair}: ${readable(plan)}`,
      ),
    );
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('./repairs.txt');
  });

  it.each(situations)('lead to sound plans: $pack.name, $variation: $tool', ({ pack, variation, tool }) => {
    const situation = failing(pack, variation, tool);
    for (const plan of repairedPlans(pack, situation).values()) {
      expect(checkPlan(pack, plan)).toEqual([]);
      expect(checkRevision(pack, situation, plan)).toEqual([]);
      const begun = plan.steps.filter(({ id }) => !situation.finished.has(id)).length;
      expect(begun).toBeLessThanOrEqual(situation.stepsLeft + 1);
    }
  });
});

describe('a refresh', () => {
  it('reads anew what the step depends on, and all that depends on that', () => {
    const plan = repairedPlan(
      packNamed('order-processing'),
      failing(packNamed('order-processing'), 'full', 'confirm_order'),
      'refresh',
    );
    expect(plan?.steps.map(({ id, tool, dependsOn }) => [id, tool, dependsOn])).toEqual([
      ['s5', 'validate_order', []],
      ['s6', 'check_inventory', ['s5']],
      ['s7', 'calculate_shipping', ['s5']],
      ['s8', 'confirm_order', ['s6', 's7']],
    ]);
    expect(plan?.version).toBe(2);
  });

  it('takes references and conditions along', () => {
    const pack = packNamed('order-refund');
    const condition = {
      tool: 'issue_refund',
      reference: 'check_refund_policy.refund_amount',
      operator: 'lt',
      literal: 80,
    } as const;
    const plan = expandPlan(pack, 'full', { condition });
    const steps = repairedPlan(pack, failing(pack, 'full', 'issue_refund', plan), 'refresh')?.steps ?? [];
    const issue = steps.find(({ tool }) => tool === 'issue_refund');
    expect(issue?.when?.reference).toBe('$s6.eligible');
    expect(issue?.andWhen?.reference).toBe('$s6.refund_amount');
    const meeting = packNamed('meeting-scheduling');
    const calendar = repairedPlan(meeting, failing(meeting, 'slot-only', 'find_slot'), 'refresh')?.steps[1];
    expect(calendar?.forEach).toBe('$s4.attendees');
  });

  it('spares the first read where there is no room for it', () => {
    const pack = packNamed('travel-booking');
    const plan = repairedPlan(pack, failing(pack, 'full', 'check_travel_policy'), 'refresh');
    expect(plan?.steps.map(({ id }) => id)).toEqual(['s1', 's6', 's7', 's8', 's9']);
    expect(repairedPlan(pack, failing(pack, 'full', 'book_trip'), 'refresh')).toBeUndefined();
  });

  it('goes back to the last effect and no further', () => {
    const pack = packNamed('support-ticket');
    expect(repairedPlan(pack, failing(pack, 'full', 'send_reply'), 'refresh')).toBeUndefined();
    const hire = packNamed('employee-onboarding');
    expect(repairedPlan(hire, failing(hire, 'full', 'order_laptop'), 'refresh')).toBeUndefined();
  });

  it('keeps what is done beside it, and comes behind every id that was used', () => {
    const pack = packNamed('employee-onboarding');
    const situation = failing(pack, 'full', 'order_laptop');
    const finished = new Set([...situation.finished, stepId(2)]);
    const plan = repairedPlan(pack, { ...situation, finished, firstOrdinal: 20 }, 'skip');
    expect(plan && readable(plan)).toBe(
      's1 create_account, s2 grant_access s1, s20 book_orientation s1, s21 send_welcome s2 s20',
    );
  });
});

describe('a step is skipped only where all can do without it', () => {
  it.each<[workflow: string, variation: string, tool: string, possible: boolean]>([
    ['employee-onboarding', 'full', 'order_laptop', true],
    ['employee-onboarding', 'full', 'grant_access', false],
    ['travel-booking', 'full', 'search_hotels', true],
    ['travel-booking', 'full', 'search_flights', false],
    // Nothing is taken from the stock check, yet a confirmation relies on it.
    ['order-processing', 'full', 'check_inventory', false],
    ['order-processing', 'quote', 'check_inventory', true],
    ['order-refund', 'full', 'issue_refund', false],
    ['order-refund', 'full', 'send_refund_notice', true],
    // There would be nothing left.
    ['shipment-tracking', 'status', 'track_shipment', false],
  ])('%s, %s: %s', (workflow, variation, tool, possible) => {
    const pack = packNamed(workflow);
    expect(repairedPlan(pack, failing(pack, variation, tool), 'skip') !== undefined).toBe(possible);
  });

  it('nor where a condition reads its result', () => {
    const pack = packNamed('travel-booking');
    const condition = {
      tool: 'book_trip',
      reference: 'search_hotels.nightly_price',
      operator: 'lt',
      literal: 120,
    } as const;
    const plan = expandPlan(pack, 'full', { condition });
    expect(repairedPlan(pack, failing(pack, 'full', 'search_hotels', plan), 'skip')).toBeUndefined();
  });
});

const TWO_WAYS = `name: two-ways
title: t
covers: c
tools:
  look: { effect: read, needs: [], arguments: {}, result: { fits: boolean } }
  accept: { effect: idempotent, needs: [look], arguments: {}, result: {} }
  decline: { effect: idempotent, needs: [look], arguments: {}, result: {} }
plan:
  - look
  - { tool: accept, when: { reference: look.fits, operator: eq, literal: true } }
  - { tool: decline, when: { reference: look.fits, operator: eq, literal: false } }
variations:
  full: { without: [] }
  accept-only: { without: [decline] }
`;

describe('the other branch', () => {
  it.each<[workflow: string, tool: string, branch: string | undefined]>([
    ['invoice-matching', 'post_invoice', 's7 flag_mismatch s4'],
    ['invoice-matching', 'flag_mismatch', undefined],
    ['support-ticket', 'send_reply', 's7 escalate_case s4'],
    ['support-ticket', 'escalate_case', undefined],
    ['order-refund', 'issue_refund', undefined],
  ])('%s: instead of %s', (workflow, tool, branch) => {
    const pack = packNamed(workflow);
    const plan = repairedPlan(pack, failing(pack, 'full', tool), 'alternative');
    expect(plan && readable(plan).split(', ').at(-1)).toBe(branch);
    expect(plan?.steps.some(({ when }) => when !== undefined) ?? false).toBe(false);
  });

  it('needs a person’s approval for its effect: by its own condition the plan would have skipped it (R7)', () => {
    for (const [workflow, tool] of [
      ['invoice-matching', 'post_invoice'],
      ['support-ticket', 'send_reply'],
    ] as const) {
      const pack = packNamed(workflow);
      const situation = failing(pack, 'full', tool);
      const plan = repairedPlan(pack, situation, 'alternative') as Plan;
      expect(plan.steps.at(-1)).toMatchObject({ id: 's7', needsApproval: true });
      const unmarked = { ...plan, steps: plan.steps.map(({ needsApproval: _, ...step }) => step) };
      expect(checkRevision(pack, situation, unmarked).join()).toMatch(/s7 .* its condition/);
    }
  });

  it('needs none for a read, which does nothing', () => {
    const pack = parsePack(
      TWO_WAYS.replace('decline: { effect: idempotent', 'decline: { effect: read'),
      'two-ways.yaml',
    );
    const plan = repairedPlan(pack, failing(pack, 'full', 'accept'), 'alternative') as Plan;
    expect(plan.steps.at(-1)).toEqual({ id: 's4', tool: 'decline', dependsOn: ['s1'] });
    expect(checkRevision(pack, failing(pack, 'full', 'accept'), plan)).toEqual([]);
  });

  const twoWays = parsePack(TWO_WAYS, 'two-ways.yaml');

  it('needs a person’s approval when the request’s plan lacked its effect (R7)', () => {
    const situation = failing(twoWays, 'accept-only', 'accept');
    const plan = repairedPlan(twoWays, situation, 'alternative') as Plan;
    expect(plan.steps.at(-1)).toEqual({ id: 's3', tool: 'decline', dependsOn: ['s1'], needsApproval: true });
    expect(checkPlan(twoWays, plan)).toEqual([]);
    expect(checkRevision(twoWays, situation, plan)).toEqual([]);
    const unmarked = { ...plan, steps: plan.steps.map(({ needsApproval: _, ...step }) => step) };
    expect(checkPlan(twoWays, unmarked)).not.toEqual([]);
    expect(checkRevision(twoWays, situation, unmarked)).not.toEqual([]);
  });
});

describe('a revision that forgets what was done is refused', () => {
  const pack = packNamed('employee-onboarding');
  const situation = failing(pack, 'full', 'order_laptop');
  const good = repairedPlan(pack, situation, 'skip') as Plan;
  it.each<[fault: string, plan: Plan, message: RegExp]>([
    ['the same version', { ...good, version: 1 }, /version 1 follows version 1/],
    ['another variation', { ...good, variation: 'no-laptop' }, /keeps workflow and variation/],
    ['a lost effect', { ...good, steps: good.steps.slice(1) }, /s1 create_account is done and must stay/],
    [
      'a tool twice',
      { ...good, steps: [...good.steps, { id: stepId(30), tool: 'send_welcome', dependsOn: [] }] },
      /s30 repeats send_welcome/,
    ],
    [
      'an old id',
      { ...good, steps: good.steps.map((step, index) => (index === 1 ? { ...step, id: stepId(2) } : step)) },
      /the id s2 was used before/,
    ],
    [
      'a changed step that is done',
      { ...good, steps: good.steps.map((step, index) => (index === 0 ? { ...step, tool: 'grant_access' } : step)) },
      /s1 is done and was changed/,
    ],
  ])('%s', (_, plan, message) => {
    expect(checkRevision(pack, situation, plan).join('\n')).toMatch(message);
  });
});

it('every effect of the packs stays within the repairs of the closed set', () => {
  const repairs = new Set<Repair>();
  for (const { pack, variation, tool } of situations)
    for (const [repair, plan] of repairedPlans(pack, failing(pack, variation, tool))) {
      repairs.add(repair);
      const asked = new Set(expandPlan(pack, variation).steps.map((step) => step.tool));
      for (const step of plan.steps)
        if (toolOf(pack, step.tool)?.effect !== 'read') expect(asked.has(step.tool) || step.needsApproval).toBe(true);
    }
  expect([...repairs].sort()).toEqual(['alternative', 'refresh', 'skip']);
});
