/** The hop of a wake-up as a collector sees it: who is whose parent, from the sender to the work of the woken. */
import { newRunId } from '@pitcrew/contracts';
import { currentTraceparent, startTelemetry, type Telemetry, withSpan } from '@pitcrew/telemetry';
import { type NatsServer, type OtlpReceiver, startNatsServer, startOtlpReceiver } from '@pitcrew/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bus, openBus } from './open-bus.ts';
import { cancelled, claimed, requested, sampleTenant } from './sample-events.ts';

let server: NatsServer;
let bus: Bus;
let collector: OtlpReceiver;
let telemetry: Telemetry;

beforeEach(async () => {
  server = await startNatsServer();
  bus = await openBus({ servers: server.url });
  collector = await startOtlpReceiver();
  telemetry = await startTelemetry({ service: 's', instance: 'i', endpoint: collector.endpoint, batchDelayMs: 20 });
});
afterEach(async () => {
  await telemetry.shutdown();
  await collector.close();
  await bus.close();
  await server[Symbol.asyncDispose]();
});

const place = { tenant: sampleTenant(), run: newRunId() };

const submit = () =>
  withSpan('submit', {}, async () => {
    const event = { ...requested(place.tenant, place.run), traceparent: currentTraceparent() };
    await bus.log.append({ ...place, subject: 'in', event, expectedSequence: 0 });
  });

/** Handles wake-ups until that many were handled. */
async function handle(count: number): Promise<void> {
  let handled = 0;
  const handler = () =>
    withSpan('work', {}, async () => {
      handled += 1;
      return 'done' as const;
    });
  const consumption = await bus.wakeUps.consume({ maxInFlight: 1, handler });
  await expect.poll(() => handled).toBe(count);
  await consumption.stop();
}

/** The names from the root down to each span of this name. */
async function pathsTo(name: string, count: number): Promise<string[]> {
  const named = () => collector.spans().filter((span) => span.name === name);
  const pathOf = (span: ReturnType<typeof named>[number]): string => {
    const parent = collector.parentOf(span);
    return parent === undefined ? span.name : `${pathOf(parent)} > ${span.name}`;
  };
  await collector.settled(() => named().length >= count, 3000);
  return named().map(pathOf);
}

describe('the hop of a wake-up', () => {
  it('leads from who appended the fact to the work of who was woken', async () => {
    await submit();
    await handle(1);
    expect(await pathsTo('work', 1)).toEqual(['submit > send RUNLOG > process RUNLOG > work']);
    expect(collector.spans().map(({ name, kind }) => `${name}: ${kind}`)).toEqual(
      expect.arrayContaining(['send RUNLOG: producer', 'process RUNLOG: consumer']),
    );
  });

  it('of a later fact stays in the trace of the run, and links to the call that brought it', async () => {
    await submit();
    const caller = await withSpan('cancel', {}, async (span) => {
      const decide = () => ({ ...cancelled(place.tenant, place.run, 'enough'), traceparent: currentTraceparent() });
      await bus.log.appendIn({ ...place, decide });
      return span.traceparent;
    });
    await handle(2);
    expect(await pathsTo('work', 2)).toEqual(Array(2).fill('submit > send RUNLOG > process RUNLOG > work'));
    const links = collector.spans().flatMap((span) => (span.name === 'send RUNLOG' ? span.links : []));
    expect(links.map(({ traceId, spanId }) => `00-${traceId}-${spanId}-01`)).toEqual([caller]);
  });

  it('is not made for the facts of an owner, which wake nobody', async () => {
    const event = claimed(place.tenant, place.run);
    await withSpan('own', {}, () => bus.log.append({ ...place, subject: 'fact', event, expectedSequence: 0 }));
    await telemetry.shutdown();
    expect(collector.spans().map(({ name }) => name)).toEqual(['own']);
  });
});
