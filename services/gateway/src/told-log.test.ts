/** What people decide, in the metrics and in the trace of its run: once, and only what was stored. */
import type { LogEntry, NewEvent, RunLog } from '@pitcrew/bus';
import { type EventBody, newRunId, TenantId } from '@pitcrew/contracts';
import { metrics, prometheusName, startTelemetry, type Telemetry } from '@pitcrew/telemetry';
import { type OtlpReceiver, scrape, startOtlpReceiver } from '@pitcrew/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { told } from './told-log.ts';

const tenant = TenantId.parse('acme');
const run = newRunId();
const OWNERSHIP = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const at = (second: number) => `2026-11-26T08:00:0${second}.000Z`;
/** The fields that matter here. */
const event = (body: object, second: number): NewEvent =>
  ({ tenant, run, at: at(second), traceparent: OWNERSHIP, body: body as EventBody }) as NewEvent;
const entry = (body: object, second: number): LogEntry =>
  ({ kind: 'event', sequence: second, event: event(body, second) }) as LogEntry;

const place = { step: 's4', item: 0, tool: 'confirm_order' };
const asked = entry({ kind: 'approval-requested', ...place }, 2);
const decided = event({ kind: 'approval-decided', ...place, approved: true }, 7);

/** Decides on each of the histories in turn, as a log does after a conflict; the last is stored, unless it was declined. */
const logWith = (...histories: readonly (readonly LogEntry[])[]): RunLog =>
  told({
    appendIn: async ({ decide }: Parameters<RunLog['appendIn']>[0]) => {
      const answers = histories.map((history) => decide(history));
      return answers.at(-1) === undefined ? { kind: 'declined' } : { kind: 'stored', sequence: 9 };
    },
  } as unknown as RunLog);

let collector: OtlpReceiver;
let telemetry: Telemetry;
beforeEach(async () => {
  collector = await startOtlpReceiver();
  const where = { endpoint: collector.endpoint, metricsAddress: '127.0.0.1:0' };
  telemetry = await startTelemetry({ service: 'gateway', instance: 'i', ...where });
});
afterEach(async () => {
  await telemetry.shutdown();
  await collector.close();
});

const rungs = async () =>
  (await scrape(telemetry.metricsAddress ?? ''))
    .get(prometheusName(metrics.ladderRung))
    ?.samples.map(({ labels, value }) => [labels.pitcrew_ladder_rung, labels.pitcrew_ladder_outcome, value]) ?? [];
const spans = async () => {
  await telemetry.shutdown();
  return collector.spans();
};

it('a decision is counted once, however often it was decided anew, and its wait is a span under who asked', async () => {
  await logWith([asked], [asked], [asked]).appendIn({ tenant, run, decide: () => decided });
  expect(await rungs()).toEqual([['approval', 'approved', 1]]);
  expect(await spans()).toMatchObject([
    {
      name: 'await_approval confirm_order',
      parentSpanId: 'b7ad6b7169203331',
      startMs: Date.parse(at(2)),
      endMs: Date.parse(at(7)),
      attributes: { 'pitcrew.approved': true, 'pitcrew.step': 's4', 'pitcrew.tool': 'confirm_order' },
    },
  ]);
});

it('an answer to a review is told as well', async () => {
  const question = entry({ kind: 'review-requested', ...place, attempt: 1 }, 3);
  const answer = event({ kind: 'review-resolved', ...place, attempt: 1, resolution: { kind: 'skip' } }, 5);
  await logWith([asked, question]).appendIn({ tenant, run, decide: () => answer });
  expect(await rungs()).toEqual([['review', 'skip', 1]]);
  expect(await spans()).toMatchObject([
    { name: 'await_review confirm_order', attributes: { 'pitcrew.resolution': 'skip' } },
  ]);
});

it('what was declined, such as a repeated decision, is not', async () => {
  await logWith([asked], [asked, entry(decided.body, 7)]).appendIn({
    tenant,
    run,
    decide: (history) => (history.length > 1 ? undefined : decided),
  });
  expect([await rungs(), await spans()]).toEqual([[], []]);
});

it('what answers no question, such as a cancel, passes untold', async () => {
  await logWith([asked]).appendIn({ tenant, run, decide: () => event({ kind: 'cancel-requested' }, 4) });
  expect([await rungs(), await spans()]).toEqual([[], []]);
});
