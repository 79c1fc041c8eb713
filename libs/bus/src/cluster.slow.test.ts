/**
 * Slow: three servers. A cluster answers the repetition of a stored append as a duplicate where a single server refuses
 * it, and its replicas lag; the same guarantees have to hold (R2).
 */
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { newRunId } from '@pitcrew/contracts';
import { type NatsCluster, startNatsCluster } from '@pitcrew/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BusUnavailable } from './errors.ts';
import { type Bus, openBus } from './open-bus.ts';
import { pause } from './pause.ts';
import { claimed, fired, requested, sampleTenant } from './sample-events.ts';

const TIMEOUT_MS = 60_000;

let cluster: NatsCluster;
const buses: Bus[] = [];

beforeAll(async () => {
  cluster = await startNatsCluster(3);
  // One bus at each server: direct reads are answered by the server that one is connected to.
  for (const url of cluster.urls) buses.push(await openBus({ servers: url, replicas: 3 }));
}, TIMEOUT_MS);
afterAll(async () => {
  await Promise.all(buses.map((bus) => bus.close()));
  await cluster?.[Symbol.asyncDispose]();
});

async function begin() {
  const [tenant, run] = [sampleTenant(), newRunId()];
  const append = { tenant, run, subject: 'in', event: requested(tenant, run), expectedSequence: 0 } as const;
  const result = await buses[0]!.log.append(append);
  return { tenant, run, first: result.kind === 'stored' ? result.sequence : expect.fail('conflict') };
}

it('answers a repeated append as stored, though the cluster calls it a duplicate', async () => {
  const { tenant, run, first } = await begin();
  const append = { tenant, run, subject: 'fact', event: claimed(tenant, run), expectedSequence: first } as const;
  const once = await buses[0]!.log.append(append);
  for (const { log } of buses) expect(await log.append(append)).toEqual(once);
  expect(await buses[1]!.log.read(tenant, run)).toHaveLength(2);
});

it('does not take another owner’s claim for its own, though the cluster calls it a duplicate', async () => {
  for (let round = 0; round < 10; round += 1) {
    const { tenant, run, first } = await begin();
    const answers = await Promise.all(
      buses.map(({ log }) => {
        const event = claimed(tenant, run);
        return log.append({ tenant, run, subject: 'fact', event, expectedSequence: first });
      }),
    );
    expect(answers.map(({ kind }) => kind).sort()).toEqual(['conflict', 'conflict', 'stored']);
  }
});

it('reads what was just appended, whichever server is asked', { timeout: TIMEOUT_MS }, async () => {
  const { tenant, run, first } = await begin();
  let last = first;
  for (let n = 1; n <= 100; n += 1) {
    const append = { tenant, run, subject: 'fact', event: fired(tenant, run, n), expectedSequence: last } as const;
    const answer = await buses[n % 3]!.log.append(append);
    last = answer.kind === 'stored' ? answer.sequence : expect.fail('conflict');
    const read = await buses[(n + 1) % 3]!.log.read(tenant, run, first);
    expect(read.at(-1)?.sequence).toBe(last);
    expect(read).toHaveLength(n);
  }
});

it('keeps as many copies of everything as it is told, and who only comes by changes nothing', async () => {
  const all = [
    'RUNLOG',
    'TIMER',
    'PARK',
    'KV_pitcrew-runs',
    'KV_pitcrew-marks',
    'OBJ_pitcrew-blobs',
    'OBJ_pitcrew-archive',
  ];
  const [servers] = cluster.urls;
  const raw = await connect({ servers: servers ?? '' });
  const { streams } = await jetstreamManager(raw);
  const copies = async () => Promise.all(all.map(async (name) => (await streams.info(name)).config.num_replicas));
  const openedWith = async (options: { replicas: number; adjust?: boolean }) => {
    await (await openBus({ servers: servers ?? '', ...options })).close();
    return [...new Set(await copies())];
  };
  expect(await openedWith({ replicas: 1, adjust: false })).toEqual([3]);
  expect(await openedWith({ replicas: 1 })).toEqual([1]);
  expect(await openedWith({ replicas: 3 })).toEqual([3]);
  await raw.close();
}, 60_000);

it('goes on, and loses nothing, when a server is killed', { timeout: TIMEOUT_MS }, async () => {
  const { tenant, run, first } = await begin();
  const { log } = buses[1]!;
  let last = first;
  for (let n = 1; n <= 60; n += 1) {
    if (n === 20) await cluster.servers[0]!.kill();
    if (n === 40) await cluster.servers[0]!.restart();
    const append = { tenant, run, subject: 'fact', event: fired(tenant, run, n), expectedSequence: last } as const;
    const answer = await untilUp(() => log.append(append));
    last = answer.kind === 'stored' ? answer.sequence : expect.fail('conflict');
  }
  expect(await untilUp(() => log.read(tenant, run))).toHaveLength(61);
});

async function untilUp<T>(operation: () => Promise<T>): Promise<T> {
  const giveUpAt = performance.now() + 20_000;
  for (;;) {
    try {
      return await operation();
    } catch (error) {
      if (!(error instanceof BusUnavailable) || performance.now() > giveUpAt) throw error;
      await pause(50);
    }
  }
}
