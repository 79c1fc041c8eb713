/** What a trace shows of the ledger: one append in the trace of the first caller, linked to the others, with its alerts. */
import { newInstanceId } from '@pitcrew/contracts';
import { eventNames, startTelemetry, type Telemetry, withSpan } from '@pitcrew/telemetry';
import { type OtlpReceiver, startOtlpReceiver } from '@pitcrew/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ACME, ALL, asked, id, memoryLog, of, RULES } from './ledger.fixture.ts';
import { createLedger } from './ledger.ts';

let receiver: OtlpReceiver;
let telemetry: Telemetry;
beforeAll(async () => {
  receiver = await startOtlpReceiver();
  telemetry = await startTelemetry({
    service: 'budget',
    instance: 'one',
    endpoint: receiver.endpoint,
    batchDelayMs: 20,
  });
});
afterAll(async () => {
  await telemetry.shutdown();
  await receiver.close();
});

it('an append that serves two runs belongs to one of them and links to the other', async () => {
  const now = () => new Date('2026-05-14T10:20:00Z');
  const options = { instance: newInstanceId(), now, timeZone: 'UTC', rules: RULES, onAlert: () => {} };
  const ledger = createLedger({ log: memoryLog(), ...options });
  for (const [scope, limitMicroUsd] of [[ALL, 1_000_000] as const, [of(ACME), 100] as const])
    await ledger.submit({ kind: 'set-limit', scope, period: 'month', limitMicroUsd, onlyFirst: false });
  const reserve = (name: string) =>
    withSpan(name, { parent: '' }, () => ledger.submit({ kind: 'reserve', ...asked(30, { reservation: id(name) }) }));
  // While the first look is under way both wait, and go into one entry.
  await Promise.all([ledger.submit({ kind: 'show', tenant: ACME }), reserve('one'), reserve('two')]);

  const spans = await receiver.settled((all) => all.some(({ links }) => links.length > 0), 5_000);
  const append = spans.find(({ links }) => links.length > 0);
  const [one, two] = ['one', 'two'].map((name) => spans.find((span) => span.name === name));
  expect(append).toMatchObject({
    name: 'send BUDGET',
    kind: 'producer',
    traceId: one?.traceId,
    parentSpanId: one?.spanId,
    links: [{ traceId: two?.traceId, spanId: two?.spanId }],
    events: [eventNames.budgetAlert],
    attributes: { 'pitcrew.budget.facts': 3, 'pitcrew.budget.attempts': 1 },
  });
});
