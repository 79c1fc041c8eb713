import { newRunId } from '@pitcrew/contracts';
import { type NatsServer, startNatsServer } from '@pitcrew/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bus, openBus } from './open-bus.ts';
import { pause } from './pause.ts';
import { sampleTenant } from './sample-events.ts';

/** NATS moves a due message within a quarter of a second; the rest is a busy machine. */
const TOLERANCE_MS = 1_500;

let server: NatsServer;
let bus: Bus;
const firings: { readonly key: string; readonly at: number; readonly redelivered: boolean }[] = [];

beforeAll(async () => {
  server = await startNatsServer();
  bus = await openBus({ servers: server.url });
  await bus.timers.consume({
    maxInFlight: 4,
    ackWaitMs: 2_000,
    handler: async ({ run, id, timer, redelivered }) => {
      firings.push({ key: `${run} ${id} ${timer}`, at: Date.now(), redelivered });
      return 'done';
    },
  });
});
afterAll(async () => {
  await bus?.close();
  await server?.[Symbol.asyncDispose]();
});

const newTimer = (timer = 'retry step s1') => ({
  id: 'approval: s1/0 *',
  tenant: sampleTenant(),
  run: newRunId(),
  timer,
});
const inMs = (ms: number) => new Date(Date.now() + ms);
const firingsOf = ({ run, id, timer }: ReturnType<typeof newTimer>) =>
  firings.filter(({ key }) => key === `${run} ${id} ${timer}`);

describe('a timer', () => {
  it('fires once, not before its time and soon after', async () => {
    const timer = newTimer();
    const at = inMs(700);
    await bus.timers.schedule({ ...timer, at });
    await expect.poll(() => firingsOf(timer), { timeout: 5_000 }).toHaveLength(1);
    const lateMs = firingsOf(timer)[0]!.at - at.getTime();
    expect(lateMs).toBeGreaterThanOrEqual(0);
    expect(lateMs).toBeLessThan(TOLERANCE_MS);
    await pause(2_500);
    expect(firingsOf(timer)).toHaveLength(1);
  });

  it('fires at once when its time has passed', async () => {
    const timer = newTimer();
    await bus.timers.schedule({ ...timer, at: inMs(-60_000) });
    await expect.poll(() => firingsOf(timer), { timeout: TOLERANCE_MS }).toHaveLength(1);
  });

  it('can be cancelled while it waits, and only then', async () => {
    const timer = newTimer();
    await bus.timers.schedule({ ...timer, at: inMs(600) });
    expect(await bus.timers.cancel(timer)).toBe(true);
    expect(await bus.timers.cancel(timer)).toBe(false);
    await pause(600 + TOLERANCE_MS);
    expect(firingsOf(timer)).toEqual([]);
  });

  it('can be scheduled anew, which replaces the earlier time', async () => {
    const timer = newTimer('first');
    await bus.timers.schedule({ ...timer, at: inMs(400) });
    await bus.timers.schedule({ ...timer, timer: 'second', at: inMs(1_000) });
    await expect.poll(() => firingsOf({ ...timer, timer: 'second' }), { timeout: 5_000 }).toHaveLength(1);
    expect(firingsOf(timer)).toEqual([]);
  });

  it('is cancelled without harm to the same timer of another run', async () => {
    const [kept, cancelled] = [newTimer(), newTimer()];
    await bus.timers.schedule({ ...kept, at: inMs(300) });
    await bus.timers.schedule({ ...cancelled, at: inMs(300) });
    await bus.timers.cancel(cancelled);
    await expect.poll(() => firingsOf(kept), { timeout: 5_000 }).toHaveLength(1);
    expect(firingsOf(cancelled)).toEqual([]);
  });

  it('that came due while the server was dead fires when it is back', { timeout: 30_000 }, async () => {
    const timer = newTimer();
    await bus.timers.schedule({ ...timer, at: inMs(500) });
    await server.kill();
    await pause(1_000);
    await server.restart();
    await expect.poll(() => firingsOf(timer), { timeout: 10_000 }).toHaveLength(1);
    await pause(2_500);
    expect(firingsOf(timer)).toHaveLength(1);
  });
});
