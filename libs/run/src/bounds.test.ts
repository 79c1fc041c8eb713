/** R5: each bound at its edge. */
import type { Plan } from '@pitcrew/contracts';
import { describe, expect, it } from 'vitest';
import { backoffMs, FOR_EACH_ITEMS_MAX, MAX_ERRORS, MAX_REPLANS, MAX_STEPS, TRANSIENT_RETRIES_MAX } from './bounds.ts';
import { failed, planOf, play, rules, type Script, scriptedCrew, succeeded } from './scripted.ts';
import { scriptedRepair } from './scripted-repair.ts';

const chainOf = (count: number): Plan =>
  planOf(
    Object.fromEntries(
      Array.from({ length: count }, (_, i) => [`s${i + 1}`, i === 0 ? ['read'] : ['read', `s${i}`]] as const),
    ),
  );

const endOf = (script: Script) => {
  const { state, effects } = play(rules, 'go', scriptedCrew(script));
  return { status: state.finished?.status, stopReason: state.finished?.stopReason, effects };
};

describe('MAX_STEPS', () => {
  it.each([
    [MAX_STEPS, 'succeeded', 'completed'],
    [MAX_STEPS + 1, 'partial', 'max_steps_exceeded'],
  ])('a chain of %i steps ends %s, %s', (count, status, stopReason) => {
    expect(endOf({ plan: chainOf(count) })).toMatchObject({ status, stopReason });
  });

  it('counts steps that begin side by side in plan order', () => {
    const wide = planOf(
      Object.fromEntries(Array.from({ length: MAX_STEPS + 1 }, (_, i) => [`s${i + 1}`, ['read']] as const)),
    );
    expect(endOf({ plan: wide })).toMatchObject({ status: 'partial', stopReason: 'max_steps_exceeded' });
  });
});

describe('TRANSIENT_RETRIES_MAX', () => {
  it.each([
    [TRANSIENT_RETRIES_MAX, 'succeeded', 'completed'],
    [TRANSIENT_RETRIES_MAX + 1, 'partial', 'transient_error'],
  ])('%i transient failures end %s, %s', (times, status, stopReason) => {
    const perform: Script['perform'] = (_, performance) =>
      performance <= times ? failed('transient', 'busy') : succeeded(1);
    expect(endOf({ plan: chainOf(1), perform })).toMatchObject({ status, stopReason });
  });

  it('waits longer each time', () => {
    expect([1, 2, 3].map(backoffMs)).toEqual([0, 200, 400]);
  });
});

describe('MAX_ERRORS', () => {
  const failing = (times: number): Script => ({
    plan: chainOf(1),
    arguments: (_, attempt) => ({ attempt }),
    perform: (_, __, args) => (Number(args.attempt) <= times ? failed('input', 'no such thing') : succeeded(1)),
  });
  it.each([
    [MAX_ERRORS - 1, 'succeeded', 'completed'],
    [MAX_ERRORS, 'partial', 'max_errors_exceeded'],
  ])('%i input errors end %s, %s', (times, status, stopReason) => {
    expect(endOf(failing(times))).toMatchObject({ status, stopReason });
  });
});

describe('MAX_REPLANS', () => {
  const failing = (times: number): Script => ({
    plan: chainOf(2),
    perform: (_, __, ___, step) =>
      Number(step.slice(1)) <= 2 * times && Number(step.slice(1)) % 2 === 0
        ? failed('logic', 'impossible')
        : succeeded(1),
    replan: (state, failure) => scriptedRepair(rules, state, failure, 'refresh'),
  });
  it.each([
    [MAX_REPLANS, 'succeeded', 'completed'],
    [MAX_REPLANS + 1, 'partial', 'logic_error'],
  ])('%i impossible states end %s, %s', (times, status, stopReason) => {
    const { effects, ...end } = endOf(failing(times));
    expect(end).toMatchObject({ status, stopReason });
    expect(effects.filter(({ kind }) => kind === 'replan')).toHaveLength(MAX_REPLANS);
  });

  it('comes with what is left of MAX_STEPS, and with ids behind all that were used', () => {
    const { effects } = endOf(failing(2));
    expect(effects.filter(({ kind }) => kind === 'replan')).toMatchObject([
      { step: 's2', firstOrdinal: 3, stepsLeft: MAX_STEPS - 2 },
      { step: 's4', firstOrdinal: 5, stepsLeft: MAX_STEPS - 4 },
    ]);
  });

  it('does not help against the machine’s own guards', () => {
    const plan = planOf({ s1: ['list'], s2: ['read', 's1'] });
    const [first, second] = plan.steps as [Plan['steps'][number], Plan['steps'][number]];
    const perform = () => succeeded({ names: 1 });
    const script: Script = {
      ...failing(0),
      plan: { ...plan, steps: [first, { ...second, forEach: '$s1.names' }] },
      perform,
    };
    const { effects, ...end } = endOf(script);
    expect(end).toEqual({ status: 'partial', stopReason: 'logic_error' });
    expect(effects.some(({ kind }) => kind === 'replan')).toBe(false);
  });
});

describe('FOR_EACH_ITEMS_MAX', () => {
  const fanOut = (count: number): Script => {
    const plan = planOf({ s1: ['list'], s2: ['read', 's1'] });
    const [first, second] = plan.steps as [Plan['steps'][number], Plan['steps'][number]];
    return {
      plan: { ...plan, steps: [first, { ...second, forEach: '$s1.names' }] },
      perform: (tool) => succeeded(tool === 'list' ? { names: Array.from({ length: count }, (_, i) => `n${i}`) } : 1),
    };
  };
  it.each([
    [0, 'succeeded', 'completed'],
    [FOR_EACH_ITEMS_MAX, 'succeeded', 'completed'],
    [FOR_EACH_ITEMS_MAX + 1, 'partial', 'logic_error'],
  ])('%i items end %s, %s', (count, status, stopReason) => {
    expect(endOf(fanOut(count))).toMatchObject({ status, stopReason });
  });
});
