/**
 * A seeded simulation of one run among three orchestrators. A failure prints its seed; `SIMULATION_SEED=n` plays it again,
 * `SIMULATION_RUNS=n` plays more. The oracle is the checker over the recorded history, and the tools' own record of effects.
 */
import { foldRun } from '@pitcrew/run';
import { checkHistory } from '@pitcrew/run/check-history';
import { orderPlan, planOf, REVIEWED } from '@pitcrew/run/scripted';
import { describe, expect, it } from 'vitest';
import { orderScene } from './simulation/scene.ts';
import { type Faults, type People, simulate } from './simulation/simulate.ts';

const RUNS = Number(process.env.SIMULATION_RUNS ?? 150);
const FIRST = Number(process.env.SIMULATION_SEED ?? 1);

const calm: Faults = { loss: 0, kill: 0, pause: 0, duplicate: 0, toolFailure: 0 };
const hostile: Faults = { loss: 0.03, kill: 0.03, pause: 0.03, duplicate: 0.2, lag: 0.1, toolFailure: 0.1 };

const worlds: readonly (readonly [name: string, faults: Faults])[] = [
  ['calm', calm],
  ['wake-ups come twice', { loss: 0, kill: 0, pause: 0, duplicate: 0.5, toolFailure: 0 }],
  ['the log lags behind what it has acknowledged', { ...calm, lag: 0.2, duplicate: 0.1, kill: 0.02 }],
  ['acknowledgements are lost', { loss: 0.05, kill: 0, pause: 0, duplicate: 0, toolFailure: 0 }],
  ['orchestrators are killed', { loss: 0, kill: 0.04, pause: 0, duplicate: 0, toolFailure: 0 }],
  ['orchestrators are paused', { loss: 0, kill: 0, pause: 0.04, duplicate: 0.1, toolFailure: 0 }],
  ['tools meet impossible states', { ...calm, impossible: 0.2 }],
  ['impossible states in a hostile world', { ...hostile, impossible: 0.15 }],
  ['everything at once', hostile],
];

describe.each(worlds)('%s', (_, faults) => {
  it(`ends with one effect, in ${RUNS} worlds`, async () => {
    for (let seed = FIRST; seed < FIRST + (process.env.SIMULATION_SEED ? 1 : RUNS); seed += 1) {
      const { events, effects, ended } = await simulate(seed, faults);
      const story = events.map(({ event }) => `${event.epoch} ${event.body.kind}`).join('\n');
      const finished = events.map(({ event }) => event.body).find(({ kind }) => kind === 'run-finished');
      expect(checkHistory(events, { ended: true }), `seed ${seed}\n${story}`).toEqual([]);
      expect(ended, `seed ${seed} did not end\n${story}`).toBe(true);
      const status = finished?.kind === 'run-finished' ? finished.status : undefined;
      const confirmations = effects.get('confirm_order')?.length ?? 0;
      expect(confirmations, `seed ${seed}: effects of confirm_order`).toBeLessThanOrEqual(1);
      if (status === 'succeeded') expect(confirmations, `seed ${seed}`).toBe(1);
      if (faults.toolFailure === 0 && faults.impossible === undefined)
        expect(status, `seed ${seed}\n${story}`).toBe('succeeded');
    }
  });
});

describe('people in a hostile world', () => {
  /** Approves whatever waits for it, and has failed steps done again, once each. */
  const people: People = (events) => {
    const { steps, finished } = foldRun(events);
    if (finished !== undefined) return undefined;
    for (const { calls, review } of steps.values()) {
      if (review?.kind === 'pending') {
        const { step, item, attempt, call, offers } = review.asked;
        const args = call?.arguments ?? {};
        const resolution = offers.includes('retry')
          ? ({ kind: 'retry', arguments: args, didNothing: false } as const)
          : ({ kind: 'abort', reason: '' } as const);
        return { kind: 'review-resolved', step, item, attempt, decidedBy: 'kim', resolution };
      }
      for (const { phase } of calls.values())
        if (phase.kind === 'proposed' && phase.approval.kind === 'pending') {
          const { step, item, planVersion, tool, argumentDigest } = phase.approval.asked;
          const bound = { step, item, planVersion, tool, argumentDigest };
          return { kind: 'approval-decided', ...bound, approved: true, decidedBy: 'kim', reason: '' };
        }
    }
    return undefined;
  };
  const twoApprovals = planOf({ s1: ['validate_order'], s2: ['pay', 's1'], s3: ['pay', 's1'] });

  it.each([
    ['two branches wait for approval', twoApprovals, hostile],
    ['failed steps are reviewed', { ...orderPlan, workflow: REVIEWED }, { ...hostile, impossible: 0.15 }],
  ])(`%s: each call has one effect, in ${RUNS} worlds`, async (_, plan, faults) => {
    let asked = 0;
    for (let seed = FIRST; seed < FIRST + (process.env.SIMULATION_SEED ? 1 : RUNS); seed += 1) {
      const { events, effects } = await simulate(seed, faults, [], { people, scene: orderScene(faults, plan) });
      const story = events.map(({ event }) => `${event.epoch} ${event.body.kind}`).join('\n');
      expect(checkHistory(events, { ended: true }), `seed ${seed}\n${story}`).toEqual([]);
      expect((effects.get('confirm_order') ?? []).length, `seed ${seed}\n${story}`).toBeLessThanOrEqual(1);
      expect((effects.get('pay') ?? []).length, `seed ${seed}\n${story}`).toBeLessThanOrEqual(2);
      asked += events.filter(({ event }) => /^(review|approval)-requested$/.test(event.body.kind)).length;
    }
    if (process.env.SIMULATION_SEED === undefined) expect(asked).toBeGreaterThan(RUNS / 10);
  });
});

describe('a cancel at any time', () => {
  it(`ends the run, in ${RUNS} worlds`, async () => {
    const faults: Faults = { loss: 0.03, kill: 0.02, pause: 0.02, duplicate: 0.1, toolFailure: 0 };
    for (let seed = FIRST; seed < FIRST + RUNS; seed += 1) {
      const { events } = await simulate(seed, faults, [{ kind: 'cancel-requested', reason: 'changed my mind' }]);
      expect(checkHistory(events, { ended: true }), `seed ${seed}`).toEqual([]);
    }
  });
});
