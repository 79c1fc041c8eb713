import { type RunId, type StoredEvent, TenantId } from '@pitcrew/contracts';
import { RpcError } from '@pitcrew/rpc';
import { describe, expect, it } from 'vitest';
import { followRun, RESUMES_MAX } from './follow-run.ts';
import { orderRun } from './story/run.fixture.ts';

const place = { tenant: TenantId.parse('demo'), run: orderRun[0]?.event.run as RunId };
const away = () => new RpcError({ code: 'UNAVAILABLE', message: 'draining', retryAfterMs: 1 });

/** A gateway whose n-th watch gives so many events and then fails with that error. */
function gatewayOf(watches: readonly { readonly gives: number; readonly error?: Error }[]) {
  const resumedAfter: number[] = [];
  return {
    resumedAfter,
    watchRun: async function* ({ resumeAfter }: { readonly resumeAfter: number }) {
      const watch = watches[Math.min(resumedAfter.length, watches.length - 1)];
      resumedAfter.push(resumeAfter);
      for (const stored of orderRun.filter(({ sequence }) => sequence > resumeAfter).slice(0, watch?.gives))
        yield { stored };
      if (watch?.error !== undefined) throw watch.error;
    },
  };
}

async function follow(gateway: ReturnType<typeof gatewayOf>, after = 0): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const stored of followRun(gateway, place, { after })) events.push(stored);
  return events;
}

describe('following a run', () => {
  it('resumes where the stream broke off, so that nothing is missed and nothing comes twice', async () => {
    const gateway = gatewayOf([{ gives: 3, error: away() }, { gives: 0, error: away() }, { gives: 99 }]);
    expect(await follow(gateway)).toEqual(orderRun);
    expect(gateway.resumedAfter).toEqual([0, 3, 3]);
  });

  it('starts after a given event', async () => {
    expect(await follow(gatewayOf([{ gives: 99 }]), 5)).toEqual(orderRun.slice(5));
  });

  it('gives up after so many resumes without an event', async () => {
    const gateway = gatewayOf([{ gives: 0, error: away() }]);
    await expect(follow(gateway)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(gateway.resumedAfter).toHaveLength(RESUMES_MAX + 1);
  });

  it('does not resume after any other failure', async () => {
    const gateway = gatewayOf([{ gives: 1, error: new RpcError({ code: 'NOT_FOUND', message: 'no' }) }]);
    await expect(follow(gateway)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(gateway.resumedAfter).toEqual([0]);
  });
});
