/** Two orchestrators are forced onto one run (R2): the paused owner is fenced at its next append, and no effect comes twice. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Crew, startCrew } from '@pitcrew/cli/crew';
import { gatewayService, type StoredEvent, TenantId } from '@pitcrew/contracts';
import { connect } from '@pitcrew/rpc';
import { checkHistory } from '@pitcrew/run/check-history';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ACK_WAIT_MS = 2000;
const RUN_MS_MAX = 60_000;

describe('two orchestrators on one run', () => {
  let crew: Crew;
  beforeAll(async () => {
    const environmentByMember = { orchestrator: { PITCREW_ACK_WAIT_MS: String(ACK_WAIT_MS) } };
    crew = await startCrew({ replicas: { orchestrator: 2 }, environmentByMember });
  });
  afterAll(() => crew?.stop());

  it.each([0, 1, 2])('the owner sleeps in the middle of a call and wakes up too late (round %i)', async (round) => {
    const tenant = TenantId.parse(`fence-${randomUUID()}`);
    const body = JSON.stringify({ delayMs: 1200 });
    const headers = { 'content-type': 'application/json' };
    await fetch(`${crew.controlUrl}/control/worlds/${tenant}`, { method: 'PUT', headers, body });
    const gateway = connect(gatewayService, crew.gateway);
    const requestId = randomUUID();
    const request = 'Process order #4521 for customer acme-corp';
    const { run } = await gateway.submitRun({ tenant, requestId, request }, { deadlineMs: 5000 });
    const events: StoredEvent[] = [];
    let asleep: string | undefined;
    for await (const { stored } of gateway.watchRun(
      { tenant, run, resumeAfter: 0 },
      { signal: AbortSignal.timeout(RUN_MS_MAX) },
    )) {
      events.push(stored);
      const { body: fact } = stored.event;
      const calls = events.filter(({ event }) => event.body.kind === 'call-proposed').length;
      if (asleep === undefined && fact.kind === 'call-proposed' && calls === round + 2) {
        asleep = ownerOf(crew, events);
        await crew.kill(asleep, 'SIGSTOP');
      }
      // The second owner has appended: the first wakes up with its results, all of them too late.
      if (asleep !== undefined && fact.kind === 'run-claimed' && stored.event.epoch > 1)
        await crew.kill(asleep, 'SIGCONT');
    }
    await pause(1500);
    gateway.close();
    expect(Math.max(...events.map(({ event }) => event.epoch))).toBeGreaterThan(1);
    expect(events.at(-1)?.event.body).toMatchObject({ kind: 'run-finished', status: 'succeeded' });
    expect(checkHistory(events, { ended: true })).toEqual([]);
    const effects = await (await fetch(`${crew.controlUrl}/control/worlds/${tenant}/effects`)).text();
    expect(effects.match(/"confirm_order"/g)).toHaveLength(1);
  });
});

/** The process whose log names the instance of the last claim. */
function ownerOf(crew: Crew, events: readonly StoredEvent[]): string {
  const claim = events.map(({ event }) => event.body).findLast((body) => body.kind === 'run-claimed');
  const owner = claim?.kind === 'run-claimed' ? claim.owner : '';
  return ['orchestrator', 'orchestrator-2'].find((name) => crew.log(name).includes(owner)) ?? 'orchestrator';
}
