/**
 * `kill -9` of the message bus under a living crew. Nobody is left to wait: callers learn at once that it is away and when to
 * come back. Nothing that was acknowledged is lost, and a run that was under way goes on by itself when the bus is back.
 */
import { randomUUID } from 'node:crypto';
import { type Crew, startCrew } from '@pitcrew/cli/crew';
import { openTenant, type Tenant } from '@pitcrew/cli/tenant';
import type { RunId, StoredEvent } from '@pitcrew/contracts';
import { checkHealth, type HealthName, RpcError } from '@pitcrew/rpc';
import { afterAll, beforeAll, expect, it } from 'vitest';

const ACK_WAIT_MS = 2000;
const DEADLINE_MS = 5000;
const RUN_MS_MAX = 60_000;
const REQUEST = 'Process order #4521 for customer acme-corp';

let crew: Crew;
beforeAll(async () => {
  crew = await startCrew({ environmentByMember: { orchestrator: { PITCREW_ACK_WAIT_MS: String(ACK_WAIT_MS) } } });
});
afterAll(() => crew?.stop());

it('the bus is killed in the middle of a run, and comes back on the same store', async () => {
  using before = await openTenant(crew);
  using under = await openTenant(crew, { delayMs: 500 });
  const acknowledged = await before.submit(REQUEST);
  const written = await before.finished(acknowledged, AbortSignal.timeout(RUN_MS_MAX));

  const run = await under.submit(REQUEST);
  const seen: StoredEvent[] = [];
  const watching = (async () => {
    for await (const stored of under.follow(run, AbortSignal.timeout(RUN_MS_MAX))) seen.push(stored);
  })();
  await expect.poll(() => seen.map(kindOf), { timeout: RUN_MS_MAX }).toContain('call-performed');
  await crew.kill('nats-server', 'SIGKILL');

  for (const refused of [await submitting(under), await getting(before, acknowledged)]) {
    expect(refused.error).toMatchObject({ code: 'UNAVAILABLE', reason: 'RUN_LOG_UNAVAILABLE' });
    expect(refused.error.retryAfterMs).toBeGreaterThan(0);
    expect(refused.elapsedMs).toBeLessThan(DEADLINE_MS);
  }

  // Whoever spreads calls sees it too, and nobody starts a process again that only waits.
  for (const name of ['gateway', 'orchestrator']) {
    await expect.poll(() => health(name, 'readiness'), { timeout: 15_000 }).toBe('NOT_SERVING');
    expect(await health(name, 'liveness')).toBe('SERVING');
  }

  await crew.restart('nats-server');
  await expect.poll(() => health('gateway', 'readiness'), { timeout: 15_000 }).toBe('SERVING');
  await watching;
  expect(seen.at(-1)?.event.body).toMatchObject({ kind: 'run-finished', status: 'succeeded' });
  expect(new Set(seen.map(({ sequence }) => sequence)).size).toBe(seen.length);
  expect(await effectsOf(under)).toEqual(['confirm_order']);

  const { outcome, conversation } = await before.gateway.getRun(place(before, acknowledged), {
    deadlineMs: DEADLINE_MS,
  });
  expect(outcome).toMatchObject({ status: 'succeeded' });
  expect(conversation.completedSteps).toHaveLength(4);
  expect(await before.finished(acknowledged, AbortSignal.timeout(RUN_MS_MAX))).toEqual(written);

  const after = await under.finished(await under.submit(REQUEST), AbortSignal.timeout(RUN_MS_MAX));
  expect(after.at(-1)?.event.body).toMatchObject({ kind: 'run-finished' });
});

const health = (member: string, name: HealthName) => checkHealth(crew.addresses[member] ?? '', name, DEADLINE_MS);

const kindOf = ({ event }: StoredEvent): string => event.body.kind;
const place = ({ tenant }: Tenant, run: RunId) => ({ tenant, run });

const submitting = ({ gateway, tenant }: Tenant) =>
  refusalOf(() =>
    gateway.submitRun({ tenant, requestId: randomUUID(), request: REQUEST }, { deadlineMs: DEADLINE_MS }),
  );

const getting = (tenant: Tenant, run: RunId) =>
  refusalOf(() => tenant.gateway.getRun(place(tenant, run), { deadlineMs: DEADLINE_MS }));

async function refusalOf(
  call: () => Promise<unknown>,
): Promise<{ readonly error: RpcError; readonly elapsedMs: number }> {
  const startedAt = performance.now();
  const error = await call().then(
    () => expect.fail('answered without a bus'),
    (reason: unknown) => (reason instanceof RpcError ? reason : expect.fail(String(reason))),
  );
  return { error, elapsedMs: performance.now() - startedAt };
}

async function effectsOf({ tenant }: Tenant): Promise<readonly string[]> {
  const answer = await fetch(`${crew.controlUrl}/control/worlds/${tenant}/effects`);
  return ((await answer.json()) as { readonly tool: string }[]).map(({ tool }) => tool);
}
