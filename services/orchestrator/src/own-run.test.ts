/** R5 where nothing can be done any more: a part of the crew that fails again and again ends the run, and says so. */
import { newInstanceId, RunId, TenantId } from '@pitcrew/contracts';
import { RpcError } from '@pitcrew/rpc';
import type { RunRules } from '@pitcrew/run';
import { checkHistory } from '@pitcrew/run/check-history';
import { passed, rules, usage } from '@pitcrew/run/scripted';
import { describe, expect, it } from 'vitest';
import { createRunOwner, type Lease } from './own-run.ts';
import type { Crew, Place, Ports } from './ports.ts';
import { seeded } from './simulation/random.ts';
import { simulatedCrew } from './simulation/simulated-crew.ts';
import { createLog, notBefore } from './simulation/simulated-log.ts';

const place: Place = {
  tenant: TenantId.parse('t'),
  run: RunId.parse('00000000-0000-4000-8000-000000000001'),
};
const PACK_DIFFERS = 'the pack differs from the planner’s';
const broken = () =>
  Promise.reject(new RpcError({ code: 'FAILED_PRECONDITION', reason: 'PACK_DIFFERS', message: PACK_DIFFERS }));
const lease = (lastTry: boolean): Lease => ({ signal: new AbortController().signal, lastTry });

function orchestrator(
  changes: Partial<Crew>,
  runRules: RunRules = rules,
  parked: () => void = () => undefined,
  elsewhere: 'mine' | 'silent' = 'silent',
  /** How much of the log a read sees. */
  seen = Number.POSITIVE_INFINITY,
  now: () => Date = () => new Date(0),
) {
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
    ({ tool }) => ({ kind: 'succeeded', result: { tool } }),
  );
  const ports: Ports = {
    log: {
      read: async (_, after, upTo = 0) =>
        notBefore(
          log.events.filter(({ sequence }) => sequence <= seen),
          upTo,
        ).filter(({ sequence }) => sequence > after),
      append: async (_, event, expected) => {
        const answer = log.append(event, expected);
        if (event.body.kind === 'run-parked' && answer.kind === 'stored') parked();
        return answer;
      },
    },
    crew: { ...healthy, ...changes },
    timers: { schedule: async () => undefined },
    clock: { now, sleep: async () => undefined },
    rules: runRules,
    expiry: { approvalMs: () => 1000, reviewMs: () => 1000, clarificationMs: 1000 },
    onFact: () => undefined,
  };
  const owner = createRunOwner(ports, { ask: async () => elsewhere }, newInstanceId());
  const end = () => log.events.map(({ event }) => event.body).find((body) => body.kind === 'run-finished');
  return { owner, log, end };
}

describe('a run that nobody can carry on', () => {
  it('stays open while its wake-up comes again', async () => {
    const { owner, end } = orchestrator({ plan: broken });
    await expect(owner.wake(place, lease(false), 1)).rejects.toThrow('the pack differs');
    expect(end()).toBeUndefined();
  });

  it('does not tell its caller the words of an error that nobody has foreseen', async () => {
    const { owner, end } = orchestrator({ plan: () => Promise.reject(new Error('nats://user:secret@bus')) });
    expect(await owner.wake(place, lease(true), 1)).toBe('done');
    expect(end()?.account).toContain('could not be carried on');
    expect(end()?.account).not.toContain('secret');
  });

  it('ends at the last try, with the reason', async () => {
    const { owner, log, end } = orchestrator({ plan: broken });
    expect(await owner.wake(place, lease(true), 1)).toBe('done');
    expect(end()).toMatchObject({ status: 'failed', stopReason: 'internal_error' });
    expect(end()?.account).toContain(PACK_DIFFERS);
    expect(checkHistory(log.events, { ended: true })).toEqual([]);
  });

  it('keeps what was done: the result is partial', async () => {
    const { owner, end } = orchestrator({ judgeRun: broken });
    expect(await owner.wake(place, lease(true), 1)).toBe('done');
    expect(end()).toMatchObject({ status: 'partial', stopReason: 'internal_error' });
    expect(end()?.account).toMatch(/Done: .*confirm_order/);
  });

  it('is left to the next owner when this one is told to stop', async () => {
    const { owner, end } = orchestrator({ plan: broken });
    await expect(owner.wake(place, { ...lease(true), signal: AbortSignal.abort() }, 1)).rejects.toThrow();
    expect(end()).toBeUndefined();
  });
});

it.each([
  ['may be all that is left to wake anybody, so it comes back', lease(false), 'retry'],
  ['for the last time is done', lease(true), 'done'],
])('a wake-up of a run that lives elsewhere %s', async (_, given, answer) => {
  const { owner, log, end } = orchestrator({}, rules, undefined, 'mine');
  const claim = { kind: 'run-claimed', owner: newInstanceId() } as const;
  log.append(
    {
      ...{ schemaVersion: 1, id: `${place.run}:1:0`, ...place, epoch: 1, at: new Date(0).toISOString() },
      traceparent: '',
      body: claim,
    },
    1,
  );
  expect(await owner.wake(place, given, 1)).toBe(answer);
  expect(end()).toBeUndefined();
});

it.each([
  ['is empty', 0, 0, /its log is empty/],
  ['ends before the fact that woke', 2, 1, /does not know event 2 yet, and ends at 1/],
])('nothing is decided on a log that %s', async (_, sequence, seen, message) => {
  const { owner, log } = orchestrator({}, rules, undefined, 'silent', seen);
  const before = log.events.length;
  await expect(owner.wake(place, lease(false), sequence)).rejects.toThrow(message);
  expect(log.events).toHaveLength(before);
});

it('who was fenced gives the wake-up back: the one who fenced it may live on the same one', async () => {
  const stolen = Promise.withResolvers<void>();
  const made = orchestrator({
    judgeRun: async () => {
      made.log.append(
        {
          ...{ schemaVersion: 1, id: `${place.run}:2:0`, ...place, epoch: 2, at: new Date(0).toISOString() },
          traceparent: '',
          body: { kind: 'run-claimed', owner: newInstanceId() },
        },
        made.log.events.at(-1)?.sequence ?? 0,
      );
      stolen.resolve();
      return { kind: 'run-judged', verdict: passed, usage };
    },
  });
  expect(await made.owner.wake(place, lease(false), 1)).toBe('retry');
  await stolen.promise;
  expect(made.end()).toBeUndefined();
});

it('a wake-up that comes while the run is driven here stands by: where the owner fails, it takes the run on', async () => {
  let judged = 0;
  const judging = Promise.withResolvers<void>();
  const { owner, log, end } = orchestrator({
    judgeRun: async () => {
      judged += 1;
      if (judged > 1) return { kind: 'run-judged', verdict: passed, usage };
      await judging.promise;
      throw new Error('the bus did not answer');
    },
  });
  const first = owner.wake(place, lease(false), 1).catch((error: Error) => error.message);
  await expect.poll(() => judged).toBe(1);
  // The first wake-up may have been delivered again by now: then this is the one that the log still waits for.
  const second = owner.wake(place, lease(false), 1);
  judging.resolve();
  expect(await first).toBe('the bus did not answer');
  expect(await second).toBe('done');
  expect(end()).toMatchObject({ status: 'succeeded' });
  expect(checkHistory(log.events, { ended: true })).toEqual([]);
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
  expect(await owner.wake(place, lease(false), 1)).toBe('done');
  expect(end()).toMatchObject({ status: 'succeeded' });
});

it('a timer whose time has not come by this clock comes again, and claims nothing; when it has, it means what it says, once', async () => {
  const highStakes: RunRules = { ...rules, isHighStakes: (_, tool) => tool === 'confirm_order' };
  let nowMs = 0;
  const { owner, log, end } = orchestrator({}, highStakes, undefined, 'silent', undefined, () => new Date(nowMs));
  expect(await owner.wake(place, lease(false), 1)).toBe('done');
  const asked = log.events.map(({ event }) => event.body).find((body) => body.kind === 'approval-requested');
  if (asked?.kind !== 'approval-requested') throw new Error('nothing was asked');
  const timer = `approval:${asked.step}:${asked.item}`;
  const parked = log.events.length;
  nowMs = Date.parse(asked.expiresAt) - 1;
  expect(await owner.wake(place, lease(false), 0, timer)).toBe('retry');
  expect(log.events).toHaveLength(parked);
  nowMs += 1;
  expect(await owner.wake(place, lease(false), 0, timer)).toBe('done');
  expect(log.events.filter(({ event }) => event.body.kind === 'timer-fired')).toHaveLength(1);
  expect(end()).toBeDefined();
  expect(checkHistory(log.events, { ended: true })).toEqual([]);
});
