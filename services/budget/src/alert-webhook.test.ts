/** Alerts reach a webhook over real HTTP, out of a ledger on a real nats-server. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Bus, openBus } from '@pitcrew/bus';
import { newInstanceId } from '@pitcrew/contracts';
import { type NatsServer, startNatsServer } from '@pitcrew/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ALERT_TYPE, tellWebhook } from './alert-webhook.ts';
import { ACME, ALL, asked, of, RULES } from './ledger.fixture.ts';
import { createLedger } from './ledger.ts';

type Received = { readonly contentType: string | undefined; readonly event: Record<string, unknown> };

let nats: NatsServer;
let bus: Bus;
let hook: Server;
let url = '';
let received: Received[] = [];
/** What the webhook answers, one after the other; then 204. */
let statuses: number[] = [];
let ledgers = 0;

beforeAll(async () => {
  nats = await startNatsServer();
  bus = await openBus({ servers: nats.url, service: 'budget' });
  hook = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    received.push({
      contentType: request.headers['content-type'],
      event: JSON.parse(Buffer.concat(chunks).toString()),
    });
    response.writeHead(statuses.shift() ?? 204).end();
  });
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/alerts`;
});
afterAll(async () => {
  await bus?.close();
  await nats?.[Symbol.asyncDispose]();
  hook?.close();
});

const open = async () => {
  ledgers += 1;
  const log = await bus.subjectLog({ stream: `BUDGET${ledgers}`, subject: `budget${ledgers}.ledger` });
  const now = () => new Date('2026-05-14T10:20:00Z');
  const ledger = createLedger({
    log,
    instance: newInstanceId(),
    now,
    timeZone: 'UTC',
    rules: RULES,
    onAlert: () => {},
  });
  for (const [scope, limitMicroUsd] of [[ALL, 1_000_000] as const, [of(ACME), 100] as const])
    await ledger.submit({ kind: 'set-limit', scope, period: 'month', limitMicroUsd, onlyFirst: false });
  return { log, ledger };
};
const retries = { retryFirstMs: 10, retryMostMs: 20 };
let stop: () => Promise<void> = async () => {};

describe('the webhook', () => {
  beforeEach(() => {
    received = [];
    statuses = [];
  });
  afterEach(() => stop());

  const tell = async (at: string, log: Awaited<ReturnType<typeof open>>['log']) => {
    const consumption = await tellWebhook(log, { url, now: () => new Date(at), ...retries });
    stop = () => consumption.stop();
  };

  it('gets each alert as a CloudEvent in structured JSON', async () => {
    const { log, ledger } = await open();
    await tell('2026-05-14T10:20:00Z', log);
    await ledger.submit({ kind: 'reserve', ...asked(85) });
    await expect.poll(() => received.length).toBe(2);
    expect(received[0]?.contentType).toMatch(/^application\/cloudevents\+json/);
    expect(received[1]?.event).toEqual({
      specversion: '1.0',
      id: 'month/2026-05-01T00:00:00.000Z/80/tenant acme',
      source: '/pitcrew/budget',
      type: ALERT_TYPE,
      subject: 'tenant acme',
      time: '2026-05-14T10:20:00.000Z',
      datacontenttype: 'application/json',
      data: {
        scope: of(ACME),
        period: 'month',
        thresholdPercent: 80,
        limitMicroUsd: 100,
        spentMicroUsd: 85,
        startsAt: '2026-05-01T00:00:00.000Z',
        endsAt: '2026-06-01T00:00:00.000Z',
        message: '$0.000085 of the $0.000100 of this month is spent or reserved (tenant acme)',
      },
    });
  });

  it('gets it again, with the same id, until it has answered 2xx', async () => {
    const { log, ledger } = await open();
    statuses = [503, 429, 500];
    await tell('2026-05-14T10:20:00Z', log);
    await ledger.submit({ kind: 'reserve', ...asked(50) });
    await expect.poll(() => received.length, { timeout: 5_000 }).toBe(4);
    expect(new Set(received.map(({ event }) => event.id)).size).toBe(1);
  });

  it('gets what was raised while nobody told it, unless the period is over', async () => {
    const { log, ledger } = await open();
    await ledger.submit({ kind: 'reserve', ...asked(50) });
    await tell('2026-05-31T23:59:59Z', log);
    await expect.poll(() => received.length).toBe(1);

    const late = await open();
    await late.ledger.submit({ kind: 'reserve', ...asked(50) });
    await stop();
    await tell('2026-06-01T00:00:00Z', late.log);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(received).toHaveLength(1);
  });
});
