/** R5: each bound at its edge. */
import type { Plan } from '@pitcrew/contracts';
import { describe, expect, it } from 'vitest';
import {
  backoffMs,
  FOR_EACH_ITEMS_MAX,
  MAX_ERRORS,
  MAX_REPLANS,
  MAX_STEPS,
  PROBES_MAX,
  REPEATED_PROPOSALS_MAX,
  TRANSIENT_RETRIES_MAX,
} from './bounds.ts';
import { failed, planOf, play, rules, type Script, scriptedCrew, succeeded } from './scripted.ts';
import { scriptedRepair } from './scripted-repair.ts';

const chainOf = (count: number): Plan =>
  planOf(
    Object.fromEntries(
      Array.from({ length: count }, (_, i) => [`s${i + 1}`, i === 0 ? ['read'] : ['read', `s${i}`]] as const),
    ),
  );

const wide = { maxSteps: 100, maxErrors: 100, stepTimeoutMs: 60_000 };

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

describe('the bounds that a workflow sets for itself', () => {
  const limits = { maxSteps: 2, maxErrors: 1, stepTimeoutMs: 100 };
  const failing: Script['perform'] = (_, __, args) =>
    Number(args.attempt) <= 1 ? failed('input', 'no such thing') : succeeded(1);
  it.each<[what: string, script: Script, status: string, stopReason: string]>([
    ['as many steps as it allows', { plan: chainOf(2), limits }, 'succeeded', 'completed'],
    ['one step more', { plan: chainOf(3), limits }, 'partial', 'max_steps_exceeded'],
    ['as many errors', { plan: chainOf(1), limits, perform: failing }, 'partial', 'max_errors_exceeded'],
    ['wider than the machine’s: steps', { plan: chainOf(9), limits: wide }, 'partial', 'max_steps_exceeded'],
    ['the machine’s own', { plan: chainOf(8), limits: wide }, 'succeeded', 'completed'],
  ])('%s', (_, script, status, stopReason) => {
    expect(endOf({ arguments: (__, attempt) => ({ attempt }), ...script })).toMatchObject({ status, stopReason });
  });

  it('leave a replan what is left of them', () => {
    const perform: Script['perform'] = (_, __, ___, step) =>
      step === 's2' ? failed('logic', 'impossible') : succeeded(1);
    const replan: Script['replan'] = (state, failure) => scriptedRepair(rules, state, failure, 'refresh');
    const script: Script = { plan: chainOf(2), limits: { ...limits, maxErrors: 3 }, perform, replan };
    const { effects, ...end } = endOf(script);
    expect(effects.filter(({ kind }) => kind === 'replan')).toMatchObject([{ stepsLeft: 0 }]);
    expect(end).toMatchObject({ stopReason: 'max_steps_exceeded' });
  });
});

describe('TRANSIENT_RETRIES_MAX', () => {
  it.each([
    [
      'before its arguments were mended',
      ['transient', 'transient', 'input', 'transient'],
      'partial',
      'transient_error',
    ],
    ['and one was left', ['transient', 'input', 'transient', 'ok'], 'succeeded', 'completed'],
    ['after which none was left', ['transient', 'input', 'transient', 'transient'], 'partial', 'transient_error'],
  ] as const)('counts what a call spent %s', (_, outcomes, status, stopReason) => {
    const left = [...outcomes];
    const perform = () => {
      const next = left.shift() ?? 'ok';
      return next === 'ok' ? succeeded(1) : failed(next, 'because');
    };
    const script: Script = { plan: chainOf(1), arguments: (__, attempt) => ({ attempt }), perform };
    expect(endOf(script)).toMatchObject({ status, stopReason });
    expect(left).toEqual([]);
  });

  it('is no error: a run recovers from more of them than MAX_ERRORS', () => {
    const perform: Script['perform'] = (_, performance) =>
      performance <= 2 ? failed('transient', 'busy') : succeeded(1);
    expect(endOf({ plan: chainOf(8), perform })).toMatchObject({ status: 'succeeded', stopReason: 'completed' });
  });

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

describe('MAX_ERRORS over a whole run', () => {
  it.each([
    [MAX_ERRORS - 1, 'succeeded', 'completed'],
    [MAX_ERRORS, 'partial', 'max_errors_exceeded'],
  ])('%i steps that each fail once and are mended end %s, %s', (count, status, stopReason) => {
    const script: Script = {
      plan: chainOf(MAX_STEPS),
      arguments: (_, attempt) => ({ attempt }),
      perform: (_, __, args, step) =>
        Number(step.slice(1)) <= count && args.attempt === 1 ? failed('input', 'no such thing') : succeeded(1),
    };
    expect(endOf(script)).toMatchObject({ status, stopReason });
  });
});

describe('REPEATED_PROPOSALS_MAX', () => {
  const refusing = (times: number): Script => {
    let proposed = 0;
    return {
      plan: chainOf(1),
      // The failed arguments are proposed this often again, then others.
      arguments: () => ({ changed: (proposed++ > times) as boolean }),
      judgeCall: () => ({ passed: true, confidence: 1, findings: [] }),
      perform: (_, __, { changed }) => (changed ? succeeded(1) : failed('input', 'no such thing')),
    };
  };
  it.each([
    [REPEATED_PROPOSALS_MAX - 1, 'succeeded', 'completed'],
    [REPEATED_PROPOSALS_MAX, 'partial', 'input_error'],
  ])('%i proposals that repeat what failed end %s, %s', (times, status, stopReason) => {
    expect(endOf(refusing(times))).toMatchObject({ status, stopReason });
  });

  it('ends no_progress where the validator refuses the same call again and again, and nothing was performed', () => {
    const judgeCall = () => ({ passed: false, confidence: 0.9, findings: ['not asked for.'] });
    const { effects, ...end } = endOf({ plan: planOf({ s1: ['confirm_order'] }), judgeCall });
    expect(end).toEqual({ status: 'partial', stopReason: 'no_progress' });
    expect(effects.filter(({ kind }) => kind === 'propose')).toHaveLength(1 + REPEATED_PROPOSALS_MAX);
    expect(effects.some(({ kind }) => kind === 'perform')).toBe(false);
  });
});

describe('PROBES_MAX', () => {
  const asking = (answeredAt: number): Script => {
    let asked = 0;
    return {
      plan: planOf({ s1: ['ship'] }),
      perform: (_, performance) => (performance === 1 ? failed('transient', 'timeout', 'unknown') : succeeded(1)),
      probe: () => {
        asked += 1;
        return asked < answeredAt ? { kind: 'not-known', message: 'under way' } : { kind: 'did-nothing' };
      },
    };
  };
  it.each([
    [PROBES_MAX, 'succeeded', 'completed'],
    [PROBES_MAX + 1, 'partial', 'outcome_unknown'],
  ])('an answer to question %i ends %s, %s', (answeredAt, status, stopReason) => {
    const { state, effects } = play(rules, 'go', scriptedCrew(asking(answeredAt)));
    expect(state.finished).toMatchObject({ status, stopReason });
    const probes = effects.filter((effect) => effect.kind === 'probe');
    expect(probes.map(({ delayMs }) => delayMs)).toEqual([200, 400, 800]);
    expect(new Set(probes.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
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
