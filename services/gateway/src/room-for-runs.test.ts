import { TenantId } from '@pitcrew/contracts';
import { describe, expect, it } from 'vitest';
import { createRoomForRuns, FULLNESS_MAX, RETRY_AFTER_MS, ROOM_AGE_MS } from './room-for-runs.ts';
import { serveGateway } from './served-gateway.fixture.ts';

const WAITING_RUNS_MAX = 100;

function room(state: { fullness?: () => number; waiting?: () => number }) {
  let nowMs = 0;
  let asked = 0;
  const problems: unknown[] = [];
  const log = {
    fullness: async () => {
      asked += 1;
      return state.fullness?.() ?? 0;
    },
    waiting: async () => state.waiting?.() ?? 0,
  };
  const report = (problem: unknown) => void problems.push(problem);
  return {
    assertRoom: createRoomForRuns({ log, now: () => new Date(nowMs), waitingRunsMax: WAITING_RUNS_MAX, report }),
    pass: (ms: number) => {
      nowMs += ms;
    },
    asked: () => asked,
    problems,
  };
}

describe('room for a new run', () => {
  it.each([
    { fullness: 0, waiting: 0, reason: undefined },
    { fullness: FULLNESS_MAX - 0.001, waiting: WAITING_RUNS_MAX - 1, reason: undefined },
    { fullness: FULLNESS_MAX, waiting: 0, reason: 'RUN_LOG_FULL' },
    { fullness: 0, waiting: WAITING_RUNS_MAX, reason: 'TOO_MANY_RUNS_WAIT' },
    { fullness: 1, waiting: WAITING_RUNS_MAX, reason: 'RUN_LOG_FULL' },
  ])('with the log at $fullness and $waiting waiting: refused for $reason', async ({ fullness, waiting, reason }) => {
    const answer = room({ fullness: () => fullness, waiting: () => waiting }).assertRoom();
    if (reason === undefined) await expect(answer).resolves.toBeUndefined();
    else
      await expect(answer).rejects.toMatchObject({
        code: 'RESOURCE_EXHAUSTED',
        retryAfterMs: RETRY_AFTER_MS,
        reason,
      });
  });

  it('asks again only once the answer is old, and then admits again', async () => {
    let fullness = 0.9;
    const { assertRoom, pass, asked } = room({ fullness: () => fullness });
    await expect(assertRoom()).rejects.toThrow('90 % full');
    fullness = 0.1;
    pass(ROOM_AGE_MS - 1);
    await expect(assertRoom()).rejects.toThrow();
    expect(asked()).toBe(1);
    pass(1);
    await expect(assertRoom()).resolves.toBeUndefined();
  });

  it('asks once for all who come at the same time, and again when there was no answer', async () => {
    let answers = false;
    const { assertRoom, asked } = room({
      fullness: () => {
        if (answers) return 0;
        throw new Error('the bus elects');
      },
    });
    const crowd = () => Promise.allSettled(Array.from({ length: 50 }, assertRoom));
    expect((await crowd()).map(({ status }) => status)).not.toContain('fulfilled');
    expect(asked()).toBe(1);
    answers = true;
    expect((await crowd()).map(({ status }) => status)).not.toContain('rejected');
    expect(asked()).toBe(2);
  });

  it('admits, and says so, while nobody can tell how many wait', async () => {
    const { assertRoom, problems } = room({
      waiting: () => {
        throw new Error('the consumer elects');
      },
    });
    await expect(assertRoom()).resolves.toBeUndefined();
    expect(problems).toEqual([new Error('the consumer elects')]);
  });
});

it('is asked of the log: behind a crew that takes no wake-ups a caller is told when to come back, and what was recorded stays', async () => {
  let nowMs = Date.parse('2027-01-01T12:00:00.000Z');
  await using served = await serveGateway({ now: () => new Date(nowMs), waitingRunsMax: 2 });
  const submit = (requestId: string) =>
    served.client.submitRun(
      { tenant: TenantId.parse('acme'), requestId, request: 'Process order #4521' },
      { deadlineMs: 5000 },
    );
  const first = await submit('one');
  await submit('two');
  nowMs += ROOM_AGE_MS;
  await expect(submit('three')).rejects.toMatchObject({
    code: 'RESOURCE_EXHAUSTED',
    reason: 'TOO_MANY_RUNS_WAIT',
    retryAfterMs: RETRY_AFTER_MS,
  });
  expect(await submit('one')).toEqual(first);
});
