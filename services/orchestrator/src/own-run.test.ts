/** R5 where nothing can be done any more: a part of the crew that fails again and again ends the run, and says so. */
import { newInstanceId, RunId, TenantId } from '@pitcrew/contracts';
import type { RunRules } from '@pitcrew/run';
import { checkHistory } from '@pitcrew/run/check-history';
import { rules } from '@pitcrew/run/scripted';
import { describe, expect, it } from 'vitest';
import { createRunOwner, type Lease } from './own-run.ts';
import type { Crew, Place, Ports } from './ports.ts';
import { seeded } from './simulation/random.ts';
import { simulatedCrew } from './simulation/simulated-crew.ts';
import { createLog } from './simulation/simulated-log.ts';

const place: Place = {
  tenant: TenantId.parse('t'),
  run: RunId.parse('00000000-0000-4000-8000-000000000001'),
};
const broken = () => Promise.reject(new Error('the pack differs from the planner’s'));
const lease = (lastTry: boolean): Lease => ({ signal: new AbortController().signal, lastTry });

function orchestrator(changes: Partial<Crew>, runRules: RunRules = rules, parked: () => void = () => undefined) {
  const log = createLog(seeded(1), 0);
  log.append(
    {
      ...{ schemaVersion: 1, id: `${place.run}:in:0`, ...place, epoch: 0, at: new Date(0).toISOString() },
      traceparent: '',
      body: { kind: 'run-requested', requestId: 'r', request: 'Process order #4521' },
    },
    0,
  );
  const healthy = simulatedCrew(
    async () => undefined,
    (tool) => ({ kind: 'succeeded', result: { tool } }),
  );
  const ports: Ports = {
    log: {
      read: async (_, after) => log.events.filter(({ sequence }) => sequence > after),
      append: async (_, event, expected) => {
        const answer = log.append(event, expected);
        if (event.body.kind === 'run-parked' && answer.kind === 'stored') parked();
        return answer;
      },
    },
    crew: { ...healthy, ...changes },
    timers: { schedule: async () => undefined },
    clock: { now: () => new Date(0), sleep: async () => undefined },
    rules: runRules,
    expiry: { approvalMs: () => 1000, reviewMs: () => 1000, clarificationMs: 1000 },
  };
  const owner = createRunOwner(ports, { ask: async () => 'silent' }, newInstanceId());
  const end = () => log.events.map(({ event }) => event.body).find((body) => body.kind === 'run-finished');
  return { owner, log, end };
}

describe('a run that nobody can carry on', () => {
  it('stays open while its wake-up comes again', async () => {
    const { owner, end } = orchestrator({ plan: broken });
    await expect(owner.wake(place, lease(false))).rejects.toThrow('the pack differs');
    expect(end()).toBeUndefined();
  });

  it('ends at the last try, with the reason', async () => {
    const { owner, log, end } = orchestrator({ plan: broken });
    expect(await owner.wake(place, lease(true))).toBe('done');
    expect(end()).toMatchObject({ status: 'failed', stopReason: 'internal_error' });
    expect(end()?.account).toContain('the pack differs from the planner’s');
    expect(checkHistory(log.events, { ended: true })).toEqual([]);
  });

  it('keeps what was done: the result is partial', async () => {
    const { owner, end } = orchestrator({ judgeRun: broken });
    expect(await owner.wake(place, lease(true))).toBe('done');
    expect(end()).toMatchObject({ status: 'partial', stopReason: 'internal_error' });
    expect(end()?.account).toMatch(/Done: .*confirm_order/);
  });

  it('is left to the next owner when this one is told to stop', async () => {
    const { owner, end } = orchestrator({ plan: broken });
    await expect(owner.wake(place, { signal: AbortSignal.abort(), lastTry: true })).rejects.toThrow();
    expect(end()).toBeUndefined();
  });
});

it('a decision that comes while the run is being parked is not lost: its wake-up was answered by an owner about to let go', async () => {
  const highStakes: RunRules = { ...rules, isHighStakes: (_, tool) => tool === 'confirm_order' };
  const made = orchestrator({}, highStakes, () => {
    const asked = log.events.map(({ event }) => event.body).find((body) => body.kind === 'approval-requested');
    if (asked?.kind !== 'approval-requested') throw new Error('nothing was asked');
    const { step, item, planVersion, tool, argumentDigest } = asked;
    const decision = { step, item, planVersion, tool, argumentDigest, approved: true, decidedBy: 'anna', reason: '' };
    log.append(
      {
        ...{ schemaVersion: 1, id: `${place.run}:in:1`, ...place, epoch: 0, at: new Date(0).toISOString() },
        traceparent: '',
        body: { kind: 'approval-decided', ...decision },
      },
      log.events.at(-1)?.sequence ?? 0,
    );
    expect(owner.isMine(place)).toBe(true);
  });
  const { owner, log, end } = made;
  expect(await owner.wake(place, lease(false))).toBe('done');
  expect(end()).toMatchObject({ status: 'succeeded' });
});
