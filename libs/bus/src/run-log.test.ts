import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { digestOfText, newRunId } from '@pitcrew/contracts';
import { type NatsServer, startNatsServer } from '@pitcrew/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogEntry } from './entries.ts';
import { RunLogDamaged } from './errors.ts';
import { type Bus, openBus } from './open-bus.ts';
import type { NewEvent, RunLog } from './run-log.ts';
import { cancelled, claimed, fired, requested, sampleTenant } from './sample-events.ts';
import { RUNLOG } from './streams.ts';
import { logSubject } from './subjects.ts';

let server: NatsServer;
let bus: Bus;
let other: Bus;
let raw: NatsConnection;
let log: RunLog;

beforeAll(async () => {
  server = await startNatsServer();
  bus = await openBus({ servers: server.url });
  other = await openBus({ servers: server.url });
  raw = await connect({ servers: server.url });
  log = bus.log;
});
afterAll(async () => {
  await Promise.all([bus?.close(), other?.close(), raw?.close()]);
  await server?.[Symbol.asyncDispose]();
});

const begin = async () => {
  const place = { tenant: sampleTenant(), run: newRunId() };
  const event = requested(place.tenant, place.run);
  const result = await log.append({ ...place, subject: 'in', event, expectedSequence: 0 });
  if (result.kind !== 'stored') throw new Error('a new run conflicts with nothing');
  const append = (author: RunLog, next: NewEvent, expectedSequence: number) =>
    author.append({ ...place, subject: 'fact', event: next, expectedSequence });
  return { ...place, event, first: result.sequence, append };
};
const kinds = (entries: readonly LogEntry[]) =>
  entries.map((entry) => (entry.kind === 'event' ? entry.event.body.kind : entry.kind));

describe('appending (R2)', () => {
  it('stores an event that says what came last, and chains it to that', async () => {
    const { tenant, run, first, append } = await begin();
    const second = await append(log, claimed(tenant, run), first);
    expect(second).toEqual({ kind: 'stored', sequence: expect.any(Number) });
    const entries = await log.read(tenant, run);
    expect(kinds(entries)).toEqual(['run-requested', 'run-claimed']);
    const stored = await raw.request(`$JS.API.STREAM.MSG.GET.${RUNLOG}`, JSON.stringify({ seq: first }));
    const bytes = Buffer.from(stored.json<{ message: { data: string } }>().message.data, 'base64');
    expect(entries[1]).toMatchObject({ event: { previousDigest: digestOfText(bytes) } });
  });

  it('lets exactly one of 20 owners claim a run, though all use the same message id', async () => {
    const { tenant, run, first, append } = await begin();
    const claims = Array.from({ length: 20 }, () => claimed(tenant, run));
    const answers = await Promise.all(claims.map((claim, n) => append(n % 2 ? bus.log : other.log, claim, first)));
    const winners = claims.filter((_, n) => answers[n]?.kind === 'stored');
    expect(winners).toHaveLength(1);
    const [, entry] = await log.read(tenant, run);
    expect(entry).toMatchObject({ event: { body: winners[0]!.body } });
    for (const answer of answers) if (answer.kind === 'conflict') expect(answer.newer).toEqual([entry]);
  });

  it('answers a repeated append as stored where it was stored', async () => {
    const { tenant, run, first, append } = await begin();
    const claim = claimed(tenant, run);
    const once = await append(log, claim, first);
    expect(await append(log, claim, first)).toEqual(once);
    expect(await append(other.log, claim, first)).toEqual(once);
    expect(await log.read(tenant, run)).toHaveLength(2);
  });

  it('answers a repeated append as stored even when others have appended since', async () => {
    const { tenant, run, first, append } = await begin();
    const claim = claimed(tenant, run);
    const once = await append(log, claim, first);
    await log.appendIn({ tenant, run, decide: () => cancelled(tenant, run, 'enough') });
    expect(await append(other.log, claim, first)).toEqual(once);
  });

  it('refuses a fact when a fact from outside came first, and says what came', async () => {
    const { tenant, run, first, append } = await begin();
    await log.appendIn({ tenant, run, decide: () => cancelled(tenant, run, 'enough') });
    const answer = await append(log, claimed(tenant, run), first);
    expect(answer).toMatchObject({ kind: 'conflict', newer: [{ event: { body: { reason: 'enough' } } }] });
    const sequence = answer.kind === 'conflict' ? answer.newer[0]!.sequence : 0;
    expect(await append(log, claimed(tenant, run), sequence)).toMatchObject({ kind: 'stored' });
  });

  it('refuses a second first event', async () => {
    const { tenant, run } = await begin();
    const event = { ...requested(tenant, run), id: 'another' };
    const answer = await log.append({ tenant, run, subject: 'in', event, expectedSequence: 0 });
    expect(answer).toMatchObject({ kind: 'conflict', newer: [{ kind: 'event' }] });
  });

  it('is not disturbed by other runs, of the same tenant or another', async () => {
    const [one, two] = [await begin(), await begin()];
    expect(await one.append(log, claimed(one.tenant, one.run), one.first)).toMatchObject({ kind: 'stored' });
    expect(await two.append(log, claimed(two.tenant, two.run), two.first)).toMatchObject({ kind: 'stored' });
    expect(await log.read(one.tenant, two.run)).toEqual([]);
  });

  it('never builds on an event that is not there', async () => {
    const [one, two] = [await begin(), await begin()];
    await expect(one.append(log, claimed(one.tenant, one.run), two.first)).rejects.toThrow(RunLogDamaged);
    await expect(one.append(log, claimed(one.tenant, one.run), 1_000_000)).rejects.toThrow(RunLogDamaged);
  });

  it('carries the trace context as a header too', async () => {
    const { tenant, run, first, append } = await begin();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const message = raw
      .subscribe(logSubject(tenant, run, 'fact'), { max: 1 })
      [Symbol.asyncIterator]()
      .next();
    await raw.flush();
    await append(log, { ...claimed(tenant, run), traceparent }, first);
    expect((await message).value.headers.get('traceparent')).toBe(traceparent);
  });
});

describe('appending from outside', () => {
  it('gets every fact in, however many gateways and the owner append at once', async () => {
    const { tenant, run, first, append } = await begin();
    const fromOutside = Array.from({ length: 8 }, (_, n) =>
      (n % 2 ? bus : other).log.appendIn({ tenant, run, decide: () => cancelled(tenant, run, `reason ${n}`) }),
    );
    await append(log, claimed(tenant, run), first);
    expect((await Promise.all(fromOutside)).map(({ kind }) => kind)).toEqual(Array(8).fill('stored'));
    const entries = await log.read(tenant, run);
    expect(kinds(entries).filter((kind) => kind === 'cancel-requested')).toHaveLength(8);
  });

  it('decides on the whole history, again after each loss', async () => {
    const { tenant, run, append, first } = await begin();
    const seen: number[] = [];
    const result = await log.appendIn({
      tenant,
      run,
      decide: (history) => {
        seen.push(history.length);
        // Sent on the same connection just before the answer of this function: it wins the race.
        if (history.length === 1) void append(log, claimed(tenant, run), first);
        return history.length === 1 ? cancelled(tenant, run, 'late') : undefined;
      },
    });
    expect(result).toEqual({ kind: 'declined' });
    expect(seen).toEqual([1, 2]);
  });

  it('can decline a run that does not exist', async () => {
    const decide = (history: readonly LogEntry[]) => (history.length === 0 ? undefined : expect.fail());
    expect(await log.appendIn({ tenant: sampleTenant(), run: newRunId(), decide })).toEqual({ kind: 'declined' });
  });
});

describe('reading', () => {
  it('gives the events after a sequence, of both subjects, in order', async () => {
    const { tenant, run, first, append } = await begin();
    const claim = await append(log, claimed(tenant, run), first);
    await log.appendIn({ tenant, run, decide: () => cancelled(tenant, run, 'enough') });
    expect(kinds(await other.log.read(tenant, run, first))).toEqual(['run-claimed', 'cancel-requested']);
    expect(kinds(await other.log.read(tenant, run, claim.kind === 'stored' ? claim.sequence : 0))).toEqual([
      'cancel-requested',
    ]);
  });

  it('reads a run of more events than one batch holds, and leaves no consumer behind', async () => {
    const { tenant, run, first, append } = await begin();
    let last = first;
    for (let n = 1; n <= 600; n += 1) {
      const answer = await append(log, fired(tenant, run, n), last);
      if (answer.kind === 'stored') last = answer.sequence;
    }
    const entries = await other.log.read(tenant, run);
    expect(entries).toHaveLength(601);
    expect(entries.at(-1)?.sequence).toBe(last);
    const jsm = await jetstreamManager(raw);
    expect((await jsm.streams.info(RUNLOG)).state.consumer_count).toBe(0);
  });

  it('notices events that did not come through the log', async () => {
    const { tenant, run } = await begin();
    const forged = { ...claimed(tenant, run), previousDigest: digestOfText('something else') };
    await raw.request(logSubject(tenant, run, 'fact'), JSON.stringify(forged));
    await expect(log.read(tenant, run)).rejects.toThrow(RunLogDamaged);
  });

  it('surfaces a kind of newer code, and can append after it', async () => {
    const { tenant, run, event } = await begin();
    const first = await raw.request(`$JS.API.STREAM.MSG.GET.${RUNLOG}`, lastOf(tenant, run));
    const before = Buffer.from(first.json<{ message: { data: string } }>().message.data, 'base64');
    const newer = { ...event, previousDigest: digestOfText(before), body: { kind: 'run-teleported' } };
    await raw.request(logSubject(tenant, run, 'fact'), JSON.stringify(newer));
    expect(kinds(await log.read(tenant, run))).toEqual(['run-requested', 'unknown-kind']);
    expect(await log.appendIn({ tenant, run, decide: () => cancelled(tenant, run, 'whatever it is') })).toMatchObject({
      kind: 'stored',
    });
  });
});

const lastOf = (tenant: Parameters<typeof logSubject>[0], run: Parameters<typeof logSubject>[1]) =>
  JSON.stringify({ last_by_subj: logSubject(tenant, run, 'in') });

it('tells how full the log is', async () => {
  await using small = await startNatsServer();
  await using bounded = await openBus({ servers: small.url, logBytesMax: 1_000_000 });
  expect(await bounded.log.fullness()).toBe(0);
  const [tenant, run] = [sampleTenant(), newRunId()];
  const event = requested(tenant, run, 'x'.repeat(500_000));
  await bounded.log.append({ tenant, run, subject: 'in', event, expectedSequence: 0 });
  expect(await bounded.log.fullness()).toBeGreaterThan(0.5);
  const more = { tenant, run: newRunId(), subject: 'in', expectedSequence: 0 } as const;
  await expect(
    bounded.log.append({ ...more, event: requested(tenant, more.run, 'y'.repeat(600_000)) }),
  ).rejects.toMatchObject({ name: 'BusUnavailable', outcome: 'not-done' });
});

it('takes over changed settings of its streams, and keeps what they hold', async () => {
  await using small = await startNatsServer();
  const [tenant, run] = [sampleTenant(), newRunId()];
  await using before = await openBus({ servers: small.url });
  await before.log.append({ tenant, run, subject: 'in', event: requested(tenant, run), expectedSequence: 0 });
  await using after = await openBus({ servers: small.url, logBytesMax: 1_000_000 });
  expect(await after.log.fullness()).toBeGreaterThan(0);
  expect(await after.log.read(tenant, run)).toHaveLength(1);
});

it('tells how full the store of its account is, where that is fuller', async () => {
  const account = { jetstream: { max_file: 2_000_000 }, users: [{ user: 'crew', password: 'crew' }] };
  await using small = await startNatsServer(`accounts: ${JSON.stringify({ CREW: account })}\nno_auth_user: crew`);
  await using bus = await openBus({ servers: small.url, logBytesMax: 1_500_000 });
  await bus.blobs.put(Buffer.alloc(1_000_000));
  expect(await bus.log.fullness()).toBeGreaterThan(0.5);
});

it('tells how many wake-ups no orchestrator has taken yet, whether one was ever there or not', async () => {
  await using quiet = await startNatsServer();
  await using bus = await openBus({ servers: quiet.url });
  const submit = async () => {
    const [tenant, run] = [sampleTenant(), newRunId()];
    await bus.log.append({ tenant, run, subject: 'in', event: requested(tenant, run), expectedSequence: 0 });
  };
  expect(await bus.log.waiting()).toBe(0);
  await submit();
  await submit();
  expect(await bus.log.waiting()).toBe(2);
  const busy = await bus.wakeUps.consume({
    maxInFlight: 1,
    handler: (_, { signal }) => new Promise((resolve) => signal.addEventListener('abort', () => resolve('retry'))),
  });
  await expect.poll(() => bus.log.waiting()).toBe(1);
  await submit();
  await expect.poll(() => bus.log.waiting()).toBe(2);
  await busy.stop();
});
