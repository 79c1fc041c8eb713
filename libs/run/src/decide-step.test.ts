/** When a step is skipped: its condition, the request's condition beside it, and what a skipped step leaves behind. */
import type { Condition, JsonValue, Plan, StepId } from '@pitcrew/contracts';
import { describe, expect, it } from 'vitest';
import { planOf, play, rules, scriptedCrew, succeeded } from './scripted.ts';

type Conditions = { readonly when?: Condition; readonly andWhen?: Condition };

const open: Condition = { reference: '$s1.open', operator: 'eq', literal: true };
const cheap: Condition = { reference: '$s1.cost', operator: 'le', literal: 80 };

/** `look`, then a booking under conditions, then a note about it, and beside them a read that depends on `look` alone. */
const planWith = (conditions: Conditions): Plan => {
  const plan = planOf({
    s1: ['look'],
    s2: ['confirm_order', 's1'],
    s3: ['read', 's2'],
    s4: ['read', 's1'],
    s5: ['read', 's3', 's4'],
  });
  return { ...plan, steps: plan.steps.map((step) => (step.id === 's2' ? { ...step, ...conditions } : step)) };
};

function endOf(conditions: Conditions, looked: JsonValue) {
  const perform = (tool: string) => succeeded(tool === 'look' ? looked : { ok: true });
  const { state, events } = play(rules, 'go', scriptedCrew({ plan: planWith(conditions), perform }));
  return {
    phases: [...state.steps.values()].map(({ phase }) => phase.kind),
    skipped: events.flatMap(({ event: { body } }) =>
      body.kind === 'step-skipped' ? [`${body.step}: ${body.message}`] : [],
    ),
    failed: events.flatMap(({ event: { body } }) =>
      body.kind === 'step-failed' ? [`${body.step}: ${body.message}`] : [],
    ),
    end: [state.finished?.status, state.finished?.stopReason],
  };
}

const done = 'succeeded';

describe('a step under conditions', () => {
  const tooDear = 's2: $s1.cost le 80 does not hold';
  const closed = 's2: $s1.open eq true does not hold';
  it.each<[why: string, conditions: Conditions, looked: JsonValue, why: string | undefined]>([
    ['has none', {}, {}, undefined],
    ['of the template that holds', { when: open }, { open: true }, undefined],
    ['of the template that does not', { when: open }, { open: false }, closed],
    ['of the request that holds', { andWhen: cheap }, { cost: 80 }, undefined],
    ['of the request that does not', { andWhen: cheap }, { cost: 80.01 }, tooDear],
    ['both hold', { when: open, andWhen: cheap }, { open: true, cost: 12 }, undefined],
    ['the template’s fails', { when: open, andWhen: cheap }, { open: false, cost: 12 }, closed],
    ['the request’s fails', { when: open, andWhen: cheap }, { open: true, cost: 120 }, tooDear],
    ['both fail, and the first is told', { when: open, andWhen: cheap }, { open: false, cost: 120 }, closed],
    // What the template rules out need not be compared: its value may not be there.
    ['the template’s fails and the other has no value', { when: open, andWhen: cheap }, { open: false }, closed],
  ])('%s', (_, conditions, looked, skipped) => {
    const run = endOf(conditions, looked);
    expect(run.end).toEqual(['succeeded', 'completed']);
    if (skipped === undefined) {
      expect(run.phases).toEqual([done, done, done, done, done]);
      expect(run.skipped).toEqual([]);
    } else {
      // What depends on skipped steps alone is skipped too; what has another source goes on.
      expect(run.phases).toEqual([done, 'skipped', 'skipped', done, done]);
      expect(run.skipped).toEqual([skipped, 's3: everything it depends on was skipped']);
    }
  });

  it('looks at a step that was skipped: it is skipped too', () => {
    const plan = planWith({ when: open });
    const onSkipped: Condition = { reference: '$s2.price', operator: 'lt', literal: 130 };
    const steps = plan.steps.map((step) => (step.id === 's5' ? { ...step, andWhen: onSkipped } : step));
    const perform = (tool: string) => succeeded(tool === 'look' ? { open: false } : { ok: true });
    const { state } = play(rules, 'go', scriptedCrew({ plan: { ...plan, steps }, perform }));
    expect(state.steps.get('s5' as StepId)?.phase).toEqual({
      kind: 'skipped',
      message: '$s2.price: that step was skipped',
    });
    expect(state.finished?.stopReason).toBe('completed');
  });

  it.each<[why: string, conditions: Conditions, looked: JsonValue, message: RegExp]>([
    ['lacks its value', { andWhen: cheap }, { open: true }, /cost is absent/],
    ['can’t be compared', { when: open, andWhen: cheap }, { open: true, cost: 'free' }, /cannot be ordered/],
  ])('fails when the condition %s, and the run does not act', (_, conditions, looked, message) => {
    const run = endOf(conditions, looked);
    expect(run.failed.join()).toMatch(message);
    expect(run.phases[1]).toBe('failed');
    expect(run.end).toEqual(['partial', 'logic_error']);
  });
});
