/** Which of the runs that wait for budget asks first, over a real message bus; the owners of the runs are played. */
import { randomUUID } from 'node:crypto';
import type { Bus } from '@pitcrew/bus';
import { type EventBody, type RunId, TenantId } from '@pitcrew/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Gateway } from './gateway.ts';
import { resumeWaiting } from './resume-waiting.ts';
import { routed } from './run.fixture.ts';
import { appendFacts, type GatewayClient, type ServedGateway, serveGateway } from './served-gateway.fixture.ts';

let served: ServedGateway;
let bus: Bus;
let client: GatewayClient;
let gateway: Gateway;
let clock = Date.parse('2027-01-01T12:00:00.000Z');
/** Each look at the clock is a second later. */
const now = () => {
  clock += 1000;
  return new Date(clock);
};

beforeAll(async () => {
  served = await serveGateway({ now });
  ({ bus, client, gateway } = served);
}, 30_000);

afterAll(() => served?.[Symbol.asyncDispose]());

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

async function threeWaiting() {
  const tenant = TenantId.parse(`t-${randomUUID()}`);
  const runs: RunId[] = [];
  for (const request of ['first', 'second', 'third']) {
    const submission = { tenant, requestId: request, request, onBudget: 'queue' } as const;
    const { run } = await client.submitRun(submission, { deadlineMs: 5000 });
    await appendFacts(bus, { tenant, run }, toThePark, new Date(clock));
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
      return appendFacts(bus, { tenant, run }, [reserved]);
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
    await appendFacts(bus, { tenant, run: runs[1] as RunId }, [finished]);
    expect(await resumeWaiting(gateway, tenant, 50)).toBe(2);
    expect(await resumeWaiting(gateway, tenant, 50)).toBe(0);
  });
});
