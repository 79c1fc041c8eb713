import type { StoredEvent } from '@pitcrew/contracts';
import { RpcError } from '@pitcrew/rpc';
import { describe, expect, it, vi } from 'vitest';
import { followRun, pauseMs, RESUMES_MAX } from './follow-run.ts';
import { events, run, tenant } from './run.fixture.ts';

const expired = () => new RpcError({ code: 'UNAUTHENTICATED', reason: 'TOKEN_EXPIRED', message: 'expired' });
const away = () => new RpcError({ code: 'UNAVAILABLE', message: 'draining', retryAfterMs: 1 });

/** A gateway whose n-th watch gives so many events and then fails with that error. */
function gatewayOf(
  watches: readonly { readonly gives: number; readonly error?: Error; readonly lasts?: () => void }[],
) {
  const resumedAfter: number[] = [];
  return {
    resumedAfter,
    watchRun: async function* ({ resumeAfter }: { readonly resumeAfter: number }) {
      const watch = watches[Math.min(resumedAfter.length, watches.length - 1)];
      resumedAfter.push(resumeAfter);
      for (const stored of events.filter(({ sequence }) => sequence > resumeAfter).slice(0, watch?.gives))
        yield { stored };
      watch?.lasts?.();
      if (watch?.error !== undefined) throw watch.error;
    },
  };
}

async function follow(gateway: ReturnType<typeof gatewayOf>, after = 0): Promise<readonly StoredEvent[]> {
  const followed: StoredEvent[] = [];
  for await (const stored of followRun(gateway, { tenant, run }, { after })) followed.push(stored);
  return followed;
}

describe('following a run', () => {
  it('resumes where the stream broke off, so that nothing is missed and nothing comes twice', async () => {
    const gateway = gatewayOf([{ gives: 3, error: away() }, { gives: 0, error: away() }, { gives: 99 }]);
    expect(await follow(gateway)).toEqual(events);
    expect(gateway.resumedAfter).toEqual([0, 16, 16]);
  });

  it('starts after a given event', async () => {
    expect(await follow(gatewayOf([{ gives: 99 }]), 19)).toEqual(events.slice(4));
  });

  it('gives up after so many resumes without an event', async () => {
    const gateway = gatewayOf([{ gives: 0, error: away() }]);
    await expect(follow(gateway)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(gateway.resumedAfter).toHaveLength(RESUMES_MAX + 1);
  });

  it('resumes with a new token when one expires, as often as events come in between', async () => {
    const gateway = gatewayOf([{ gives: 1, error: expired() }, { gives: 2, error: expired() }, { gives: 99 }]);
    expect(await follow(gateway)).toEqual(events);
    expect(gateway.resumedAfter).toHaveLength(3);
  });

  it('ends when the token that it shows next has expired as well', async () => {
    const gateway = gatewayOf([{ gives: 1, error: expired() }, { gives: 0, error: expired() }, { gives: 99 }]);
    await expect(follow(gateway)).rejects.toMatchObject({ reason: 'TOKEN_EXPIRED' });
    expect(gateway.resumedAfter).toHaveLength(2);
  });

  it('outlasts any number of tokens while its run is quiet', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const hour = () => vi.advanceTimersByTime(3_600_000);
    const quiet = { gives: 0, lasts: hour, error: expired() };
    const gateway = gatewayOf([quiet, quiet, quiet, { gives: 99 }]);
    expect(await follow(gateway)).toEqual(events);
    vi.useRealTimers();
  });

  it('does not resume after any other failure', async () => {
    const gateway = gatewayOf([{ gives: 1, error: new RpcError({ code: 'NOT_FOUND', message: 'no' }) }]);
    await expect(follow(gateway)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(gateway.resumedAfter).toEqual([0]);
  });

  it('stops at once when it is aborted, also between two attempts', async () => {
    const gateway = gatewayOf([{ gives: 0, error: new RpcError({ code: 'UNAVAILABLE', message: 'gone' }) }]);
    const following = followRun(gateway, { tenant, run }, { signal: AbortSignal.timeout(20) }).next();
    await expect(following).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(gateway.resumedAfter).toEqual([0]);
  });

  it.each([
    [1, 250],
    [2, 500],
    [3, 1000],
    [4, 2000],
    [30, 2000],
  ])('pauses before resume %i for %i ms', (resumes, ms) => {
    expect(pauseMs(resumes)).toBe(ms);
  });
});
