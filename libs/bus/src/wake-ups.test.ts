import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { newRunId } from '@pitcrew/contracts';
import { type NatsServer, startNatsServer } from '@pitcrew/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Consumption, HandlerResult } from './consume.ts';
import { type Bus, openBus } from './open-bus.ts';
import { pause } from './pause.ts';
import { claimed, requested, sampleTenant } from './sample-events.ts';
import { logSubject } from './subjects.ts';
import type { Wake } from './wake-ups.ts';

const ACK_WAIT_MS = 1_000;
const quick = { maxInFlight: 4, ackWaitMs: ACK_WAIT_MS, retryFirstMs: 20, retryMostMs: 100 };

let server: NatsServer;
let bus: Bus;
let raw: NatsConnection;
const problems: string[] = [];
const consumptions: Consumption[] = [];

beforeEach(async () => {
  server = await startNatsServer();
  bus = await openBus({ servers: server.url, onProblem: (what, cause) => problems.push(`${what}: ${String(cause)}`) });
  raw = await connect({ servers: server.url });
});
afterEach(async () => {
  await Promise.all(consumptions.splice(0).map((consumption) => consumption.stop()));
  await Promise.all([bus.close(), raw.close()]);
  await server[Symbol.asyncDispose]();
  problems.length = 0;
});

async function submit() {
  const [tenant, run] = [sampleTenant(), newRunId()];
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const event = { ...requested(tenant, run), traceparent };
  const result = await bus.log.append({ tenant, run, subject: 'in', event, expectedSequence: 0 });
  return { tenant, run, traceparent, sequence: result.kind === 'stored' ? result.sequence : 0 };
}

const consume = async (
  options: Partial<typeof quick> & { maxDeliver?: number; keepAliveMs?: number },
  handler: Handler,
) => {
  consumptions.push(await bus.wakeUps.consume({ ...quick, ...options, handler }));
};
type Handler = Parameters<Bus['wakeUps']['consume']>[0]['handler'];

const pending = async () => {
  const info = await (await jetstreamManager(raw)).consumers.info('RUNLOG', 'orchestrator');
  return info.num_ack_pending + info.num_pending;
};

describe('a wake-up', () => {
  it('comes once for each fact from outside, and not for the facts of the owner', async () => {
    const wakes: Wake[] = [];
    await consume({}, async (wake) => {
      wakes.push(wake);
      return 'done';
    });
    const { sequence, ...submitted } = await submit();
    const { tenant, run } = submitted;
    await bus.log.append({ tenant, run, subject: 'fact', event: claimed(tenant, run), expectedSequence: sequence });
    await expect.poll(() => wakes).toEqual([{ ...submitted, sequence, redelivered: false }]);
    await expect.poll(pending).toBe(0);
    await pause(ACK_WAIT_MS * 1.5);
    expect(wakes).toHaveLength(1);
  });

  it('is not given to another while its handler is at work, however long that takes', async () => {
    let deliveries = 0;
    await consume({}, async () => {
      deliveries += 1;
      await pause(ACK_WAIT_MS * 3);
      return 'done';
    });
    await submit();
    await pause(ACK_WAIT_MS * 3.5);
    expect(deliveries).toBe(1);
    await expect.poll(pending).toBe(0);
  });

  it('comes again, while the first handler still runs, when that one gives no sign of life', async () => {
    const seen: boolean[] = [];
    let first: (result: HandlerResult) => void = () => undefined;
    await consume({ keepAliveMs: 60_000 }, async ({ redelivered }) => {
      seen.push(redelivered);
      return redelivered ? 'done' : new Promise((resolve) => (first = resolve));
    });
    await submit();
    await expect.poll(() => seen, { timeout: ACK_WAIT_MS * 4 }).toEqual([false, true]);
    first('done');
    await expect.poll(pending).toBe(0);
  });

  it('comes again after its wait, each time a longer one, when the handler asks for another try', async () => {
    const at: number[] = [];
    await consume({ retryFirstMs: 300, retryMostMs: 2_000 }, async () => {
      at.push(performance.now());
      return at.length < 4 ? 'retry' : 'done';
    });
    await submit();
    await expect.poll(() => at.length, { timeout: 8_000 }).toBe(4);
    // At least half of 300, 600 and 1200 ms: the upper half is drawn.
    const waits = at.slice(1).map((time, n) => time - (at[n] ?? 0));
    for (const [n, wait] of waits.entries()) expect(wait, `wait ${n + 1}`).toBeGreaterThanOrEqual(150 * 2 ** n - 5);
  });

  it('comes again later when the handler says so', async () => {
    const seen: boolean[] = [];
    await consume({}, async ({ redelivered }) => {
      seen.push(redelivered);
      return seen.length < 3 ? 'retry' : 'done';
    });
    await submit();
    await expect.poll(() => seen).toEqual([false, true, true]);
    await expect.poll(pending).toBe(0);
  });

  it('comes again when its process is gone', async () => {
    const dead = await openBus({ servers: server.url });
    let taken = false;
    await dead.wakeUps.consume({
      ...quick,
      handler: () => {
        taken = true;
        return new Promise(() => undefined);
      },
    });
    await submit();
    await expect.poll(() => taken).toBe(true);
    await dead.close();
    const seen: boolean[] = [];
    await consume({}, async ({ redelivered }) => {
      seen.push(redelivered);
      return 'done';
    });
    await expect.poll(() => seen, { timeout: ACK_WAIT_MS * 4 }).toEqual([true]);
  });

  it('survives a server that is killed', { timeout: 30_000 }, async () => {
    const seen = new Set<string>();
    await consume({}, async ({ run }) => {
      seen.add(run);
      return 'done';
    });
    const before = await submit();
    await expect.poll(() => [...seen]).toEqual([before.run]);
    await server.kill();
    await server.restart();
    await expect.poll(() => bus.isUp(), { timeout: 5_000 }).toBe(true);
    const after = await submit();
    await expect.poll(() => seen.has(after.run), { timeout: 5_000 }).toBe(true);
  });

  it('waits when as many handlers are at work as may be', async () => {
    let [now, most, done] = [0, 0, 0];
    await consume({ maxInFlight: 3 }, async () => {
      now += 1;
      most = Math.max(most, now);
      await pause(30);
      now -= 1;
      done += 1;
      return 'done';
    });
    await Promise.all(Array.from({ length: 12 }, submit));
    await expect.poll(() => done).toBe(12);
    expect(most).toBe(3);
  });
});

describe('the settings of a consumption', () => {
  it('may change from one release to the next', async () => {
    await consume({}, async () => 'done');
    await consume({ ackWaitMs: ACK_WAIT_MS * 2 }, async () => 'done');
    const { config } = await (await jetstreamManager(raw)).consumers.info('RUNLOG', 'orchestrator');
    expect(config.ack_wait).toBe(ACK_WAIT_MS * 2 * 1_000_000);
  });
});

describe('a poisoned wake-up', () => {
  const parked = async () => {
    const found = await (await jetstreamManager(raw)).streams.getMessage('PARK', { last_by_subj: 'park.orchestrator' });
    return found && { reason: found.header.get('Pitcrew-Reason'), event: found.json<{ run: string }>() };
  };

  it('is parked with its reason after so many tries, and blocks nobody', async () => {
    const poison = await submit();
    let tries = 0;
    const others: string[] = [];
    await consume({ maxDeliver: 3 }, async ({ run }) => {
      if (run !== poison.run) others.push(run);
      else tries += 1;
      if (run === poison.run) throw new Error('cannot digest this\nat all');
      return 'done';
    });
    const healthy = await submit();
    await expect.poll(parked).toMatchObject({ reason: 'Error: cannot digest this at all', event: { run: poison.run } });
    expect(tries).toBe(3);
    expect(others).toEqual([healthy.run]);
    await expect.poll(pending).toBe(0);
    expect(problems.filter((problem) => problem.includes('cannot digest'))).toHaveLength(3);
  });

  it('is parked soon when the log of its run is damaged, for another try mends nothing', async () => {
    const [tenant, run] = [sampleTenant(), newRunId()];
    raw.publish(logSubject(tenant, run, 'in'), 'bytes that are no event');
    let tries = 0;
    await consume({ maxDeliver: 20 }, async (wake) => {
      tries += 1;
      await bus.log.read(wake.tenant, wake.run);
      return 'done';
    });
    await expect.poll(pending).toBe(0);
    const found = await (await jetstreamManager(raw)).streams.getMessage('PARK', { last_by_subj: 'park.orchestrator' });
    expect(found?.header.get('Pitcrew-Reason')).toMatch(/^RunLogDamaged: message 1 of run\..* is not an event$/);
    expect(tries).toBe(5);
  });

  it('is parked, too, when it kills every process that touches it', async () => {
    const { run } = await submit();
    for (let deaths = 0; deaths < 2; deaths += 1) {
      const victim = await openBus({ servers: server.url });
      let touched = false;
      const handler = () => {
        touched = true;
        return new Promise<HandlerResult>(() => undefined);
      };
      await victim.wakeUps.consume({ ...quick, handler });
      await expect.poll(() => touched, { timeout: ACK_WAIT_MS * 3 }).toBe(true);
      await victim.close();
    }
    await consume({ maxDeliver: 2 }, async () => expect.fail('a third process touched it'));
    await expect.poll(parked, { timeout: ACK_WAIT_MS * 3 }).toMatchObject({
      reason: 'delivered 3 times without an answer',
      event: { run },
    });
  });
});

describe('stopping', () => {
  it('tells the handlers, waits for them, and hands on what they did not finish', async () => {
    let finished = false;
    const handler: Handler = async (_, { signal }) => {
      await pause(60_000, signal);
      await pause(50);
      finished = true;
      return 'retry';
    };
    const stopped = await bus.wakeUps.consume({ ...quick, handler });
    const { run } = await submit();
    await expect.poll(pending).toBe(1);
    await pause(100);
    await stopped.stop();
    expect(finished).toBe(true);
    const seen: string[] = [];
    await consume({}, async (wake) => {
      seen.push(wake.run);
      return 'done';
    });
    await expect.poll(() => seen, { timeout: ACK_WAIT_MS }).toEqual([run]);
  });
});
