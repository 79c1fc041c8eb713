/**
 * `kill -9` of the orchestrator and of the executor at every named point between two facts of a step (R2, R3): the run ends
 * as it would have without the kill, and in the back office's own records the order is confirmed exactly once.
 */
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Crew, startCrew } from '@pitcrew/cli/crew';
import { gatewayService, type StoredEvent, TenantId } from '@pitcrew/contracts';
import { connect } from '@pitcrew/rpc';
import { checkHistory } from '@pitcrew/run/check-history';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/**
 * A count says at which pass: the fourth call is the one with the side effect. These are the points around it and at both ends of a
 * run; `npm run test:faults` has all of them, of every service.
 */
const POINTS = [
  'orchestrator.before-append.run-claimed',
  'orchestrator.after-append.plan-proposed',
  ...['call-proposed', 'call-performed'].flatMap((kind) => [
    `orchestrator.before-append.${kind}:4`,
    `orchestrator.after-append.${kind}:4`,
  ]),
  'orchestrator.after-append.run-finished',
  'executor.before-propose:4',
  'executor.before-perform:4',
  'executor.after-perform:4',
] as const;

const ACK_WAIT_MS = 2000;
const RUN_MS_MAX = 45_000;

describe('a service is killed', () => {
  let crew: Crew;
  let failPointFile: string;

  beforeAll(async () => {
    const file = join(process.env.RUNNER_TEMP ?? '/tmp', `pitcrew-fail-point-${randomUUID()}`);
    failPointFile = file;
    const environment = { PITCREW_FAIL_POINT_FILE: file, PITCREW_ACK_WAIT_MS: String(ACK_WAIT_MS) };
    crew = await startCrew({ environmentByMember: { orchestrator: environment, executor: environment } });
  });
  afterAll(() => crew?.stop());

  it.each(POINTS)('at %s', async (point) => {
    const name = point.startsWith('executor') ? 'executor' : 'orchestrator';
    const tenant = TenantId.parse(`kill-${randomUUID()}`);
    await openWorld(crew, tenant);
    writeFileSync(failPointFile, point);
    const watching = runOrder(crew, tenant);
    const killed = restartWhenKilled(crew, name);
    const events = await watching;
    expect(await killed, `${point} was passed`).toBe(true);
    const ending = events.map(({ event }) => event.body).find(({ kind }) => kind === 'run-finished');
    expect(ending).toMatchObject({ status: 'succeeded', stopReason: 'completed' });
    expect(checkHistory(events, { ended: true })).toEqual([]);
    expect((await effectsOf(crew, tenant)).map(({ tool }) => tool)).toEqual(['confirm_order']);
  });
});

async function openWorld({ controlUrl }: Crew, tenant: TenantId): Promise<void> {
  const options = { method: 'PUT', headers: { 'content-type': 'application/json' }, body: '{}' };
  const answer = await fetch(`${controlUrl}/control/worlds/${tenant}`, options);
  expect(answer.ok).toBe(true);
}

async function effectsOf({ controlUrl }: Crew, tenant: TenantId): Promise<readonly { readonly tool: string }[]> {
  const answer = await fetch(`${controlUrl}/control/worlds/${tenant}/effects`);
  const body: unknown = await answer.json();
  return (Array.isArray(body) ? body : (body as { effects: { tool: string }[] }).effects) as { tool: string }[];
}

async function runOrder(crew: Crew, tenant: TenantId): Promise<readonly StoredEvent[]> {
  const gateway = connect(gatewayService, crew.gateway);
  const signal = AbortSignal.timeout(RUN_MS_MAX);
  try {
    const request = 'Process order #4521 for customer acme-corp';
    const { run } = await gateway.submitRun({ tenant, requestId: randomUUID(), request }, { deadlineMs: 5000 });
    const events: StoredEvent[] = [];
    for await (const { stored } of gateway.watchRun({ tenant, run, resumeAfter: 0 }, { signal })) events.push(stored);
    return events;
  } finally {
    gateway.close();
  }
}

/** Plays the supervisor of a cluster. False when the process never died. */
async function restartWhenKilled(crew: Crew, name: string): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < RUN_MS_MAX; waitedMs += 50) {
    if (!crew.isRunning(name)) {
      await crew.restart(name);
      return true;
    }
    await pause(50);
  }
  return false;
}
