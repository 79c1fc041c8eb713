import type { Msg } from '@nats-io/transport-node';
import { startNatsServer } from '@pitcrew/testing';
import { afterEach, expect, it, vi } from 'vitest';
import { openBusClock } from './bus-clock.ts';
import type { Link } from './link.ts';
import { openBus } from './open-bus.ts';

const TEN_MINUTES_MS = 600_000;
const START_MS = Date.parse('2027-01-01T12:00:00.000Z');

afterEach(() => vi.useRealTimers());

/** A server ten minutes ahead of this machine, whose answers take so long, in turn. */
function linkTo(tookMs: readonly number[]): Link {
  let asked = 0;
  const request = async (): Promise<Partial<Msg>> => {
    const took = tookMs[asked % tookMs.length] ?? 0;
    asked += 1;
    vi.advanceTimersByTime(took / 2);
    const ts = new Date(Date.now() + TEN_MINUTES_MS).toISOString();
    vi.advanceTimersByTime(took / 2);
    return { json: <T>() => ({ ts }) as T };
  };
  return { connection: { request }, attempt: (_: string, ask: () => unknown) => ask() } as unknown as Link;
}

const fakeTime = () => vi.useFakeTimers({ now: START_MS, toFake: ['Date', 'performance', 'setInterval'] });

it('is that of the server, and by the quickest answer', async () => {
  fakeTime();
  const clock = await openBusClock(linkTo([400, 2, 300]));
  const ahead = clock.now().getTime() - (Date.now() + TEN_MINUTES_MS);
  expect(ahead).toBeGreaterThanOrEqual(0);
  expect(ahead).toBeLessThanOrEqual(2);
  clock.stop();
});

it('does not care who sets the clock of the machine', async () => {
  fakeTime();
  const clock = await openBusClock(linkTo([0]));
  const before = clock.now().getTime();
  vi.setSystemTime(START_MS - TEN_MINUTES_MS);
  expect(clock.now().getTime()).toBe(before);
  vi.advanceTimersByTime(5_000);
  expect(clock.now().getTime()).toBe(before + 5_000);
  clock.stop();
});

it('is what a real server says: on one machine, the same time', async () => {
  await using nats = await startNatsServer();
  await using bus = await openBus({ servers: nats.url });
  expect(Math.abs(bus.now().getTime() - Date.now())).toBeLessThan(1_000);
});
