/** An audit of logs in a real server: one as the product wrote it, and ones that somebody has put there instead. */
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, headers, type NatsConnection } from '@nats-io/transport-node';
import { digestOfText, newRunId, type RunId, type RunSummary, type TenantId } from '@pitcrew/contracts';
import { type NatsServer, startNatsServer } from '@pitcrew/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LogAudit, NoRunLog, openLogAudit } from './audit-log.ts';
import { encodeEvent, NOTHING_BEFORE } from './entries.ts';
import { type Bus, openBus } from './open-bus.ts';
import { claimed, finished, fired, requested, sampleTenant } from './sample-events.ts';
import { RUNLOG } from './streams.ts';
import { logFilter, logSubject } from './subjects.ts';

let server: NatsServer;
let bus: Bus;
let raw: NatsConnection;
let log: LogAudit;

beforeAll(async () => {
  server = await startNatsServer();
  bus = await openBus({ servers: server.url });
  raw = await connect({ servers: server.url });
  log = await openLogAudit({ servers: [server.url] });
});
afterAll(async () => {
  await Promise.all([bus?.close(), raw?.close(), log?.[Symbol.asyncDispose]()]);
  await server?.[Symbol.asyncDispose]();
});

const eventsOf = (tenant: TenantId, run: RunId) => [
  requested(tenant, run),
  claimed(tenant, run),
  fired(tenant, run, 1),
  fired(tenant, run, 2),
];

async function write(tenant: TenantId, run: RunId): Promise<readonly number[]> {
  const stored: number[] = [];
  for (const [n, event] of eventsOf(tenant, run).entries()) {
    const subject = n === 0 ? 'in' : 'fact';
    const result = await bus.log.append({ tenant, run, subject, event, expectedSequence: stored.at(-1) ?? 0 });
    stored.push(result.kind === 'stored' ? result.sequence : expect.fail('conflict'));
  }
  return stored;
}

/** Stores the same log past the product, with one event changed after it was chained. */
async function forge(tenant: TenantId, run: RunId, changed: number): Promise<readonly number[]> {
  let previousDigest = NOTHING_BEFORE;
  const stored: number[] = [];
  for (const [n, event] of eventsOf(tenant, run).entries()) {
    const bytes = Buffer.from(encodeEvent({ ...event, previousDigest }));
    previousDigest = digestOfText(bytes);
    const forged = n === changed ? bytes.toString().replace('T10:00', 'T11:00') : bytes;
    const expect = { lastSubjectSequence: stored.at(-1) ?? 0, lastSubjectSequenceSubject: logFilter(tenant, run) };
    const subject = logSubject(tenant, run, n === 0 ? 'in' : 'fact');
    stored.push((await jetstream(raw).publish(subject, forged, { expect, headers: headers() })).seq);
  }
  return stored;
}

const summary = (run: RunId): RunSummary => ({
  ...{ run, request: 'ship order 7', phase: 'running' },
  ...{ submittedAt: '2026-11-22T10:00:00.000Z', updatedAt: '2026-11-22T10:00:00.000Z' },
});

it('follows an archived run into the archive', async () => {
  const tenant = sampleTenant();
  const run = newRunId();
  const stored = await write(tenant, run);
  const event = finished(tenant, run);
  const append = { tenant, run, subject: 'fact', event, expectedSequence: stored.at(-1) ?? 0 } as const;
  const answer = await bus.log.append(append);
  const summary = { run, request: '', phase: 'finished', submittedAt: event.at, updatedAt: event.at } as const;
  await bus.summaries.put(tenant, summary, answer.kind === 'stored' ? answer.sequence : expect.fail('conflict'));
  await bus.archiveFinished(new Date('2027-01-01T00:00:00.000Z'));
  expect(await log.runs(tenant)).toEqual([run]);
  expect(await log.audit(tenant, run)).toEqual({ run, events: stored.length + 1, findings: [] });
});

it('finds nothing in a log as the product writes it', async () => {
  const tenant = sampleTenant();
  const run = newRunId();
  await write(tenant, run);
  expect(await log.audit(tenant, run)).toEqual({ run, events: 4, findings: [] });
});

it('finds the event that was changed', async () => {
  const tenant = sampleTenant();
  const run = newRunId();
  const stored = await forge(tenant, run, 2);
  expect((await log.audit(tenant, run)).findings).toEqual([{ kind: 'event-altered', sequence: stored[2] }]);
});

it('finds events that were purged in the middle, at the start and at the end', async () => {
  const tenant = sampleTenant();
  const [middle, start, end] = [newRunId(), newRunId(), newRunId()];
  const { streams } = await jetstreamManager(raw);
  const before = await log.removed();

  const [first, , , last] = await write(tenant, middle);
  await streams.purge(RUNLOG, { filter: logSubject(tenant, middle, 'fact'), seq: last as number });
  const gap = { kind: 'events-missing', after: first, before: last, last: (last as number) - 1 };
  expect((await log.audit(tenant, middle)).findings).toEqual([gap]);

  const [, second] = await write(tenant, start);
  await streams.purge(RUNLOG, { filter: logSubject(tenant, start, 'in') });
  expect((await log.audit(tenant, start)).findings).toEqual([{ kind: 'start-missing', before: second }]);

  const [only, , , gone] = await write(tenant, end);
  await bus.summaries.put(tenant, summary(end), gone as number);
  await streams.purge(RUNLOG, { filter: logSubject(tenant, end, 'fact') });
  expect((await log.audit(tenant, end)).findings).toEqual([{ kind: 'end-missing', after: only, upTo: gone }]);
  expect(await log.removed()).toBe(before + 2 + 1 + 3);
});

it('lists the runs of a tenant, also those of which only the summary is left', async () => {
  const tenant = sampleTenant();
  const [there, gone] = [newRunId(), newRunId()];
  await write(tenant, there);
  await bus.summaries.put(tenant, summary(gone), 7);
  await write(sampleTenant(), newRunId());
  expect(await log.runs(tenant)).toEqual([there, gone].sort());
  expect((await log.audit(tenant, gone)).findings).toEqual([{ kind: 'end-missing', after: 0, upTo: 7 }]);
});

it('says that there is no run log, and makes none', async () => {
  await using empty = await startNatsServer();
  await expect(openLogAudit({ servers: [empty.url] })).rejects.toThrow(NoRunLog);
  const other = await connect({ servers: empty.url });
  expect(await (await jetstreamManager(other)).streams.list().next()).toEqual([]);
  await other.close();
});
