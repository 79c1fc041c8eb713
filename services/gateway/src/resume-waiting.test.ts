/** Which of the runs that wait for budget asks first, over a real message bus; the owners of the runs are played. */
import { randomUUID } from 'node:crypto';
import { type Bus, openBus } from '@pitcrew/bus';
import { type EventBody, gatewayService, type RunId, TenantId } from '@pitcrew/contracts';
import { type Client, connect, implement, type RpcServer, serve } from '@pitcrew/rpc';
import { type NatsServer, startNatsServer } from '@pitcrew/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Gateway } from './gateway.ts';
import { gatewayHandlers } from './handlers.ts';
import { resumeWaiting } from './resume-waiting.ts';
import { routed } from './run.fixture.ts';

let nats: NatsServer;
let bus: Bus;
let server: RpcServer;
let client: Client<(typeof gatewayService)['methods']>;
let clock = Date.parse('2027-01-01T12:00:00.000Z');
let gateway: Gateway;
/** Each look at the clock is a second later. */
const now = () => {
  clock += 1000;
  return new Date(clock);
};

beforeAll(async () => {
  nats = await startNatsServer();
  bus = await openBus({ servers: nats.url, service: 'gateway' });
  gateway = { ...bus, now, report: (problem) => expect.fail(String(problem)) };
  server = await serve({
    address: '127.0.0.1:0',
    services: [implement(gatewayService, gatewayHandlers(gateway))],
  });
  client = connect(gatewayService, `127.0.0.1:${server.port}`);
}, 30_000);

afterAll(async () => {
  client?.close();
  await server?.drain();
  await bus?.close();
  await nats?.[Symbol.asyncDispose]();
});

const reserved: EventBody = {
  ...{ kind: 'spend-reserved', escalation: 1, reservation: 'r', model: 'big' },
  ...{ amountMicroUsd: 10, inputTokens: 1, outputTokensMax: 1, expiresAt: '2027-01-01T13:00:00.000Z' },
};
const toThePark: readonly EventBody[] = [
  routed,
  { kind: 'escalation-wanted', escalation: 1, cause: 'ambiguous', explanation: '' },
  { kind: 'spend-refused', escalation: 1, message: 'the month is used up' },
  { kind: 'run-parked', waitingFor: [], waitingForBudget: true },
];

async function append(tenant: TenantId, run: RunId, body: EventBody): Promise<number> {
  const history = await bus.log.read(tenant, run);
  const envelope = {
    schemaVersion: 1,
    id: `${run}:1:${randomUUID()}`,
    tenant,
    run,
    epoch: 1,
    traceparent: '',
  } as const;
  const event = { ...envelope, at: new Date(clock).toISOString(), body };
  const expectedSequence = history.at(-1)?.sequence ?? 0;
  const appended = await bus.log.append({ tenant, run, subject: 'fact', event, expectedSequence });
  return appended.kind === 'stored' ? appended.sequence : expect.fail('somebody else wrote');
}

async function threeWaiting() {
  const tenant = TenantId.parse(`t-${randomUUID()}`);
  const runs: RunId[] = [];
  for (const request of ['first', 'second', 'third']) {
    const submission = { tenant, requestId: request, request, onBudget: 'queue' } as const;
    const { run } = await client.submitRun(submission, { deadlineMs: 5000 });
    for (const body of toThePark) await append(tenant, run, body);
    runs.push(run);
  }
  return { tenant, runs };
}

const kindsOf = async (tenant: TenantId, run: RunId) =>
  (await bus.log.read(tenant, run)).flatMap((entry) => (entry.kind === 'event' ? [entry.event.body.kind] : []));

describe('runs that wait for budget', () => {
  it('ask in the order in which they came, however slow the owner of an older one is', async () => {
    const { tenant, runs } = await threeWaiting();
    const owned = async (run: RunId, slownessMs: number) => {
      const after = (await bus.log.read(tenant, run)).at(-1)?.sequence ?? 0;
      for await (const _raised of bus.log.watch(tenant, run, after, AbortSignal.timeout(10_000))) break;
      await new Promise((resolve) => setTimeout(resolve, slownessMs));
      return append(tenant, run, reserved);
    };
    const asking = Promise.all(runs.map((run, index) => owned(run, 400 - 200 * index)));
    expect(await resumeWaiting(gateway, tenant)).toBe(3);
    const sequences = await asking;
    expect(sequences).toEqual([...sequences].sort((a, b) => a - b));
  });

  it('are all told when nobody carries them on, which costs one wait', async () => {
    const { tenant, runs } = await threeWaiting();
    const startedAt = Date.now();
    expect(await resumeWaiting(gateway, tenant, 300)).toBe(3);
    expect(Date.now() - startedAt).toBeLessThan(3 * 300);
    for (const run of runs) expect((await kindsOf(tenant, run)).at(-1)).toBe('budget-raised');
  });

  it('are told once, and not at all when they have ended', async () => {
    const { tenant, runs } = await threeWaiting();
    const finished: EventBody = {
      ...{ kind: 'run-finished', status: 'cancelled', stopReason: 'cancelled' },
      ...{ result: {}, account: '', confidence: 0 },
    };
    await append(tenant, runs[1] as RunId, finished);
    expect(await resumeWaiting(gateway, tenant, 50)).toBe(2);
    expect(await resumeWaiting(gateway, tenant, 50)).toBe(0);
  });
});
