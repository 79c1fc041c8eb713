/** Runs that ended long ago leave the run log and are read as before; all others stay where they are. */
import { newRunId, type RunId, type TenantId } from '@pitcrew/contracts';
import { type NatsServer, startNatsServer } from '@pitcrew/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Bus, openBus } from './open-bus.ts';
import type { NewEvent } from './run-log.ts';
import { cancelled, claimed, finished, requested, sampleTenant } from './sample-events.ts';

const NOON = '2026-11-22T12:00:00.000Z';
const before = (hours: number) => new Date(Date.parse(NOON) - hours * 3_600_000).toISOString();

let nats: NatsServer;
let bus: Bus;
beforeAll(async () => {
  nats = await startNatsServer();
  bus = await openBus({ servers: nats.url });
});
afterAll(async () => {
  await bus.close();
  await nats[Symbol.asyncDispose]();
});

const endedAt = (tenant: TenantId, run: RunId, at: string): NewEvent => ({ ...finished(tenant, run), at });

async function recorded(tenant: TenantId, updatedAt: string, ended: boolean): Promise<RunId> {
  const run = newRunId();
  const events = [requested(tenant, run), claimed(tenant, run), ...(ended ? [endedAt(tenant, run, updatedAt)] : [])];
  let sequence = 0;
  for (const event of events) sequence = await appended(tenant, run, event, sequence);
  const summary = { run, request: 'ship order 7', submittedAt: updatedAt, updatedAt };
  await bus.summaries.put(tenant, { ...summary, phase: ended ? 'finished' : 'waiting' }, sequence);
  return run;
}

async function appended(tenant: TenantId, run: RunId, event: NewEvent, expectedSequence: number): Promise<number> {
  const subject = event.epoch === 0 ? 'in' : 'fact';
  const answer = await bus.log.append({ tenant, run, subject, event, expectedSequence });
  return answer.kind === 'stored' ? answer.sequence : expect.fail('conflict');
}

it('archives what ended before the time, reads it as before, and leaves the rest for the next sweep', async () => {
  const tenant = sampleTenant();
  const old = await recorded(tenant, before(48), true);
  const parked = await recorded(tenant, before(47), false);
  const young = await recorded(tenant, before(1), true);
  const events = await bus.log.read(tenant, old);
  const sizes = async () => bus.log.count();
  const all = await sizes();

  const swept = await bus.archiveFinished(new Date(before(24)));
  expect(swept).toMatchObject({ archived: 1, left: 1 });
  expect(swept.bytes).toBeGreaterThan(500);
  expect(await sizes()).toBe(all - events.length);
  expect(await bus.log.read(tenant, old)).toEqual(events);
  expect(await bus.log.read(tenant, parked)).toHaveLength(2);
  expect((await bus.summaries.list(tenant, 10, '')).runs.map(({ run }) => run)).toEqual([young, parked, old]);
  expect(await bus.archiveFinished(new Date(before(24)))).toEqual({ archived: 0, bytes: 0, left: 1 });

  // The parked one ends, and its summary moves to the front.
  const sequence = await appended(
    tenant,
    parked,
    endedAt(tenant, parked, before(25)),
    (await bus.log.read(tenant, parked)).at(-1)!.sequence,
  );
  const summary = { run: parked, request: 'ship order 7', submittedAt: before(47), updatedAt: before(25) };
  await bus.summaries.put(tenant, { ...summary, phase: 'finished' }, sequence);
  expect(await bus.archiveFinished(new Date(NOON))).toMatchObject({ archived: 2 });
  expect(await bus.log.count()).toBe(0);
});

it('declines a fact from outside for an archived run by its history', async () => {
  const tenant = sampleTenant();
  const run = await recorded(tenant, before(48), true);
  await bus.archiveFinished(new Date(NOON));
  const seen: number[] = [];
  const answer = await bus.log.appendIn({
    tenant,
    run,
    decide: (history) => {
      seen.push(history.length);
      return history.length === 3 ? undefined : cancelled(tenant, run, 'late');
    },
  });
  expect(answer).toEqual({ kind: 'declined' });
  expect(seen).toEqual([3]);
});

it('leaves a run for a later sweep whose clock was ahead of those that changed after it', async () => {
  const tenant = sampleTenant();
  const ahead = await recorded(tenant, before(1), true);
  const behind = await recorded(tenant, before(48), true);
  const archivedAt = async (hours: number) => (await bus.archiveFinished(new Date(before(hours)))).archived;
  expect(await archivedAt(24)).toBe(0);
  expect(await archivedAt(0)).toBe(2);
  for (const run of [ahead, behind]) expect(await bus.log.read(tenant, run)).toHaveLength(3);
});

it('takes the end of a run from its log: its summary is not written anew until somebody lists it', async () => {
  const tenant = sampleTenant();
  const quiet = await recorded(tenant, before(100), false);
  const sweepUpTo = (hours: number) => bus.archiveFinished(new Date(before(hours)));
  expect(await sweepUpTo(90)).toMatchObject({ archived: 0, left: 1 });
  const last = (await bus.log.read(tenant, quiet)).at(-1)?.sequence ?? 0;
  await appended(tenant, quiet, endedAt(tenant, quiet, before(2)), last);
  expect(await sweepUpTo(24)).toMatchObject({ archived: 0, left: 1 });
  expect(await sweepUpTo(1)).toMatchObject({ archived: 1, left: 0 });
  expect(await bus.log.read(tenant, quiet)).toHaveLength(3);
});
