/** What the bus does while its server is away, killed or frozen. One server a test. */
import { newRunId } from '@pitcrew/contracts';
import { metrics, prometheusName, startTelemetry } from '@pitcrew/telemetry';
import { scrape, startNatsServer } from '@pitcrew/testing';
import { describe, expect, it } from 'vitest';
import { BusUnavailable } from './errors.ts';
import { openBus } from './open-bus.ts';
import { pause } from './pause.ts';
import type { AppendResult } from './run-log.ts';
import { cancelled, claimed, fired, requested, sampleTenant } from './sample-events.ts';

const place = () => ({ tenant: sampleTenant(), run: newRunId() });
const sequenceOf = (answer: AppendResult): number =>
  answer.kind === 'stored' ? answer.sequence : expect.fail('conflict');

/** Repeats what the bus refuses while it is down, as every caller does. */
async function untilUp<T>(operation: () => Promise<T>): Promise<T> {
  const giveUpAt = performance.now() + 8_000;
  for (;;) {
    try {
      return await operation();
    } catch (error) {
      if (!(error instanceof BusUnavailable) || performance.now() > giveUpAt) throw error;
      await pause(20);
    }
  }
}

describe('a server that is killed', () => {
  it('loses no acknowledged event and stores none twice', { timeout: 60_000 }, async () => {
    await using server = await startNatsServer();
    await using bus = await openBus({ servers: server.url });
    const { tenant, run } = place();
    const event = requested(tenant, run);
    let last = sequenceOf(await bus.log.append({ tenant, run, subject: 'in', event, expectedSequence: 0 }));
    const acknowledged = [event.id];
    let appending = true;
    const appender = (async () => {
      for (let n = 1; appending; n += 1) {
        const next = fired(tenant, run, n);
        const append = { tenant, run, subject: 'fact', event: next, expectedSequence: last } as const;
        last = sequenceOf(await untilUp(() => bus.log.append(append)));
        acknowledged.push(next.id);
      }
    })();
    for (let kills = 0; kills < 3; kills += 1) {
      await pause(300);
      await server.kill();
      await pause(100);
      await server.restart();
    }
    await pause(500);
    appending = false;
    await appender;
    const stored = await bus.log.read(tenant, run);
    expect(stored.map((entry) => entry.kind === 'event' && entry.event.id)).toEqual(acknowledged);
    expect(acknowledged.length).toBeGreaterThan(30);
  });

  it('is counted as a reconnect each time that it is back', async () => {
    const telemetry = await startTelemetry({
      service: 's',
      instance: 'i',
      endpoint: '',
      metricsAddress: '127.0.0.1:0',
    });
    const reconnects = async () => {
      const families = await scrape(telemetry.metricsAddress ?? '');
      return families.get(prometheusName(metrics.busReconnects))?.samples.map(({ value }) => value);
    };
    await using server = await startNatsServer();
    await using _bus = await openBus({ servers: server.url });
    expect(await reconnects()).toBeUndefined();
    for (const times of [1, 2]) {
      await server.kill();
      await server.restart();
      await expect.poll(reconnects, { timeout: 5_000 }).toEqual([times]);
    }
    await telemetry.shutdown();
  });

  it('is noticed at once: everything fails with BusUnavailable, and works again by itself', async () => {
    await using server = await startNatsServer();
    await using bus = await openBus({ servers: server.url });
    const { tenant, run } = place();
    const event = requested(tenant, run);
    await server.kill();
    const started = performance.now();
    const append = () => bus.log.append({ tenant, run, subject: 'in', event, expectedSequence: 0 });
    await expect(append()).rejects.toBeInstanceOf(BusUnavailable);
    await expect(bus.log.read(tenant, run)).rejects.toBeInstanceOf(BusUnavailable);
    await expect(bus.summaries.list(tenant, 5, '')).rejects.toBeInstanceOf(BusUnavailable);
    expect(bus.isUp()).toBe(false);
    await expect(append()).rejects.toMatchObject({ outcome: 'not-done' });
    expect(performance.now() - started).toBeLessThan(1_000);
    await server.restart();
    expect(await untilUp(append)).toMatchObject({ kind: 'stored' });
    expect(bus.isUp()).toBe(true);
  });

  it('does not end a watch, which neither misses nor repeats an event', { timeout: 30_000 }, async () => {
    await using server = await startNatsServer();
    await using bus = await openBus({ servers: server.url });
    const { tenant, run } = place();
    const end = new AbortController();
    const seen: number[] = [];
    const watching = (async () => {
      for await (const { sequence } of bus.log.watch(tenant, run, 0, end.signal)) seen.push(sequence);
    })();
    const stored: number[] = [];
    for (let n = 0; n < 12; n += 1) {
      if (n === 6) {
        await server.kill();
        await server.restart();
      }
      const expectedSequence = stored.at(-1) ?? 0;
      const event = n === 0 ? requested(tenant, run) : fired(tenant, run, n);
      const append = { tenant, run, subject: 'fact', event, expectedSequence } as const;
      stored.push(sequenceOf(await untilUp(() => bus.log.append(append))));
    }
    await expect.poll(() => seen, { timeout: 8_000 }).toEqual(stored);
    end.abort();
    await watching;
  });
});

describe('a server that freezes', () => {
  it('stores the event of an append whose answer came too late, once (R2)', { timeout: 30_000 }, async () => {
    await using server = await startNatsServer();
    await using bus = await openBus({ servers: server.url });
    const { tenant, run } = place();
    const event = requested(tenant, run);
    const first = sequenceOf(await bus.log.append({ tenant, run, subject: 'in', event, expectedSequence: 0 }));
    server.pause();
    const claim = claimed(tenant, run);
    const appending = bus.log.append({ tenant, run, subject: 'fact', event: claim, expectedSequence: first });
    await pause(2_500);
    server.resume();
    expect(await appending).toMatchObject({ kind: 'stored' });
    const ids = (await bus.log.read(tenant, run)).map((entry) => entry.kind === 'event' && entry.event.id);
    expect(ids).toEqual([event.id, claim.id]);
  });
});

describe('a watch', () => {
  it('starts after a sequence, follows, and ends by its signal', async () => {
    await using server = await startNatsServer();
    await using bus = await openBus({ servers: server.url });
    const { tenant, run } = place();
    const event = requested(tenant, run);
    const first = sequenceOf(await bus.log.append({ tenant, run, subject: 'in', event, expectedSequence: 0 }));
    const end = new AbortController();
    const seen: string[] = [];
    const watching = (async () => {
      for await (const entry of bus.log.watch(tenant, run, first, end.signal)) {
        if (entry.kind === 'event') seen.push(entry.event.body.kind);
        if (seen.length === 2) end.abort();
      }
    })();
    await bus.log.append({ tenant, run, subject: 'fact', event: claimed(tenant, run), expectedSequence: first });
    await bus.log.appendIn({ tenant, run, decide: () => cancelled(tenant, run, 'enough') });
    await watching;
    expect(seen).toEqual(['run-claimed', 'cancel-requested']);
  });

  it('can be left, and then leaves no consumer behind', async () => {
    await using server = await startNatsServer();
    await using bus = await openBus({ servers: server.url });
    const { tenant, run } = place();
    const event = requested(tenant, run);
    await bus.log.append({ tenant, run, subject: 'in', event, expectedSequence: 0 });
    for await (const _ of bus.log.watch(tenant, run, 0, new AbortController().signal)) break;
    await expect.poll(() => consumersOf(server.url)).toBe(0);
  });
});

async function consumersOf(url: string): Promise<number> {
  const { connect } = await import('@nats-io/transport-node');
  const { jetstreamManager } = await import('@nats-io/jetstream');
  const connection = await connect({ servers: url });
  const jsm = await jetstreamManager(connection);
  const { state } = await jsm.streams.info('RUNLOG');
  await connection.close();
  return state.consumer_count;
}

it('gives up opening when no server is there', async () => {
  const opening = openBus({ servers: 'nats://127.0.0.1:1', openTimeoutMs: 300 });
  await expect(opening).rejects.toThrow(/no NATS server answers at nats:\/\/127.0.0.1:1/);
});
