import { describe, expect, it } from 'vitest';
import { createLogRoom, FULLNESS_AGE_MS, FULLNESS_MAX } from './log-room.ts';

const room = (fullness: () => number) => {
  let nowMs = 0;
  let asked = 0;
  const log = {
    fullness: async () => {
      asked += 1;
      return fullness();
    },
  };
  return {
    assertRoom: createLogRoom({ log, now: () => new Date(nowMs) }),
    pass: (ms: number) => {
      nowMs += ms;
    },
    asked: () => asked,
  };
};

describe('room in the run log', () => {
  it.each([
    { fullness: 0, admitted: true },
    { fullness: FULLNESS_MAX - 0.001, admitted: true },
    { fullness: FULLNESS_MAX, admitted: false },
    { fullness: 1, admitted: false },
  ])('at $fullness a new run is admitted: $admitted', async ({ fullness, admitted }) => {
    const answer = room(() => fullness).assertRoom();
    if (admitted) await expect(answer).resolves.toBeUndefined();
    else await expect(answer).rejects.toMatchObject({ code: 'RESOURCE_EXHAUSTED', retryAfterMs: 30_000 });
  });

  it('asks again only once the answer is old, and then admits again', async () => {
    let fullness = 0.9;
    const { assertRoom, pass, asked } = room(() => fullness);
    await expect(assertRoom()).rejects.toThrow('90 % full');
    fullness = 0.1;
    pass(FULLNESS_AGE_MS - 1);
    await expect(assertRoom()).rejects.toThrow();
    expect(asked()).toBe(1);
    pass(1);
    await expect(assertRoom()).resolves.toBeUndefined();
  });

  it('asks once for all who come at the same time, and again when there was no answer', async () => {
    let answers = false;
    const { assertRoom, asked } = room(() => {
      if (answers) return 0;
      throw new Error('the bus elects');
    });
    const crowd = () => Promise.allSettled(Array.from({ length: 50 }, assertRoom));
    expect((await crowd()).map(({ status }) => status)).not.toContain('fulfilled');
    expect(asked()).toBe(1);
    answers = true;
    expect((await crowd()).map(({ status }) => status)).not.toContain('rejected');
    expect(asked()).toBe(2);
  });
});
