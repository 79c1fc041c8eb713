/** Owners, blobs, request claims and summaries, on one server. */
import { digestOfText, newInstanceId, newRunId, type RunSummary } from '@pitcrew/contracts';
import { type NatsServer, startNatsServer } from '@pitcrew/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BLOB_THRESHOLD_BYTES } from './blobs.ts';
import { type Bus, openBus } from './open-bus.ts';
import { sampleTenant } from './sample-events.ts';
import { InvalidPageToken } from './summaries.ts';

let server: NatsServer;
let bus: Bus;
let other: Bus;

beforeAll(async () => {
  server = await startNatsServer();
  bus = await openBus({ servers: server.url });
  other = await openBus({ servers: server.url });
});
afterAll(async () => {
  await Promise.all([bus?.close(), other?.close()]);
  await server?.[Symbol.asyncDispose]();
});

describe('asking an owner', () => {
  it('hears which runs are its own', async () => {
    const [instance, tenant, mine] = [newInstanceId(), sampleTenant(), newRunId()];
    const told: string[] = [];
    const serving = bus.owners.serve(instance, (_, run) => {
      told.push(run);
      return run === mine;
    });
    // The subscription and the question travel over two connections, so the first question may be early.
    await expect.poll(() => other.owners.ask(instance, tenant, mine, 1_000)).toBe('mine');
    expect(await other.owners.ask(instance, tenant, newRunId(), 1_000)).toBe('not-mine');
    expect(told[0]).toBe(mine);
    serving.stop();
  });

  it('hears nothing, at once, of an instance that is gone', async () => {
    const started = performance.now();
    expect(await other.owners.ask(newInstanceId(), sampleTenant(), newRunId(), 5_000)).toBe('silent');
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('hears nothing, after the wait, of an instance that hangs', async () => {
    const instance = newInstanceId();
    const serving = bus.owners.serve(instance, () => {
      throw new Error('hangs, in a way: it never answers');
    });
    expect(await other.owners.ask(instance, sampleTenant(), newRunId(), 200)).toBe('silent');
    serving.stop();
  });
});

describe('a blob', () => {
  it.each([0, 1, BLOB_THRESHOLD_BYTES + 1, 3_000_000])('of %d bytes comes back as it was', async (length) => {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 31) % 251);
    const digest = await bus.blobs.put(bytes);
    expect(digest).toBe(digestOfText(bytes));
    expect(Buffer.compare((await other.blobs.get(digest))!, bytes)).toBe(0);
  });

  it('may be put by many at once', async () => {
    const bytes = Buffer.from('the same bytes '.repeat(10_000));
    const digests = await Promise.all([bus, other, bus, other].map(({ blobs }) => blobs.put(bytes)));
    expect(new Set(digests).size).toBe(1);
    expect(Buffer.from((await bus.blobs.get(digests[0]!))!)).toEqual(bytes);
  });

  it('that nobody put is absent', async () => {
    expect(await bus.blobs.get(digestOfText('never stored'))).toBeUndefined();
  });
});

const summary = (changes: Partial<RunSummary> = {}): RunSummary => ({
  run: newRunId(),
  request: 'ship order 7',
  phase: 'queued',
  submittedAt: '2026-11-22T10:00:00.000Z',
  updatedAt: '2026-11-22T10:00:00.000Z',
  ...changes,
});

describe('the summary of a run', () => {
  it('is replaced by one of a later sequence only', async () => {
    const [tenant, first] = [sampleTenant(), summary()];
    const running = { ...first, phase: 'running' as const };
    expect(await bus.summaries.put(tenant, first, 5)).toBe('stored');
    expect(await other.summaries.put(tenant, running, 9)).toBe('stored');
    expect(await bus.summaries.put(tenant, first, 5)).toBe('older');
    expect(await bus.summaries.put(tenant, first, 5, 'first')).toBe('older');
    expect(await bus.summaries.put(tenant, first, 9)).toBe('older');
    expect(await bus.summaries.get(tenant, first.run)).toEqual(running);
  });

  it('ends as the latest, whatever the order of the writers', async () => {
    const [tenant, first] = [sampleTenant(), summary()];
    const puts = [3, 1, 4, 2].map((n) =>
      (n % 2 ? bus : other).summaries.put(tenant, { ...first, request: `at ${n}` }, n),
    );
    await Promise.all(puts);
    expect(await bus.summaries.get(tenant, first.run)).toMatchObject({ request: 'at 4' });
  });
});

describe('listing runs', () => {
  it('turns pages until all runs were shown once, the one that changed last first', async () => {
    const sizes = fc.record({ runs: fc.integer({ min: 0, max: 12 }), pageSize: fc.integer({ min: 1, max: 5 }) });
    const listsAll = async ({ runs, pageSize }: { runs: number; pageSize: number }) => {
      const tenant = sampleTenant();
      const written: string[] = [];
      for (let n = 0; n < runs; n += 1) {
        const one = summary();
        await bus.summaries.put(tenant, one, 1);
        await bus.summaries.put(sampleTenant(), summary(), 1);
        written.unshift(one.run);
      }
      expect(await pagesOf(tenant, pageSize)).toEqual(chunks(written, pageSize));
    };
    await fc.assert(fc.asyncProperty(sizes, listsAll), { numRuns: 15 });
  });

  it('moves a run to the front when it changes', async () => {
    const [tenant, one, two] = [sampleTenant(), summary(), summary()];
    await bus.summaries.put(tenant, one, 1);
    await bus.summaries.put(tenant, two, 1);
    await bus.summaries.put(tenant, { ...one, phase: 'finished' }, 2);
    const { runs } = await other.summaries.list(tenant, 10, '');
    expect(runs.map(({ run, phase }) => [run, phase])).toEqual([
      [one.run, 'finished'],
      [two.run, 'queued'],
    ]);
  });

  it('finds the few runs of a tenant far behind the many of others', { timeout: 30_000 }, async () => {
    const [quiet, busy, early] = [sampleTenant(), sampleTenant(), summary()];
    await bus.summaries.put(quiet, early, 1);
    const crowd = Array.from({ length: 1_500 }, () => summary());
    for (let n = 0; n < crowd.length; n += 100)
      await Promise.all(crowd.slice(n, n + 100).map((one) => bus.summaries.put(busy, one, 1)));
    const late = summary();
    await bus.summaries.put(quiet, late, 1);
    expect(await pagesOf(quiet, 1)).toEqual([[late.run], [early.run]]);
    const all = (await pagesOf(busy, 200)).flat();
    expect(new Set(all)).toEqual(new Set(crowd.map(({ run }) => run)));
    expect(all).toHaveLength(crowd.length);
  });

  it.each(['x', '-1', '1.5'])('refuses the page token %j', async (token) => {
    await expect(bus.summaries.list(sampleTenant(), 5, token)).rejects.toThrow(InvalidPageToken);
  });

  async function pagesOf(tenant: ReturnType<typeof sampleTenant>, pageSize: number): Promise<readonly string[][]> {
    const pages: string[][] = [];
    let token = '';
    do {
      const { runs, nextPageToken } = await other.summaries.list(tenant, pageSize, token);
      if (runs.length > 0) pages.push(runs.map(({ run }) => run));
      token = nextPageToken;
    } while (token !== '');
    return pages;
  }

  const chunks = (all: readonly string[], size: number): string[][] =>
    Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));
});
