/**
 * A request as a patient client sends it: the same request id again until the gateway has answered, the watch resumed until the run
 * has finished, and every call that waits for a person approved. Each event is kept with the time at which it arrived.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { followRun, type Gateway } from '@pitcrew/cli/tenant';
import { type JsonObject, type RunId, type StoredEvent, TenantId } from '@pitcrew/contracts';
import { RpcError } from '@pitcrew/rpc';
import type { Scene } from './scene.ts';

export type Work = {
  readonly request: string;
  /** Rows, faults and time of the world that it meets, as the back office's control door takes them. */
  readonly world: JsonObject;
};

export type Arrived = StoredEvent & { readonly arrivedMs: number };

export type Done = {
  readonly tenant: TenantId;
  readonly run: RunId;
  readonly events: readonly Arrived[];
  readonly effects: readonly Effect[];
};

export type Effect = { readonly key: string; readonly tool: string; readonly arguments: JsonObject };

const PATIENCE_MS = 60_000;
const PASSING: readonly string[] = ['UNAVAILABLE', 'DEADLINE_EXCEEDED', 'CANCELLED', 'RESOURCE_EXHAUSTED'];

/** In a tenant of its own unless said. */
export async function workOn(
  scene: Pick<Scene, 'crew' | 'gateway'>,
  { request, world }: Work,
  tenant: TenantId = TenantId.parse(`fault-${randomUUID()}`),
): Promise<Done> {
  await putWorld(scene, tenant, world);
  const run = await submitted(scene.gateway, tenant, request);
  const events = await followed(scene.gateway, tenant, run);
  return { tenant, run, events, effects: await effectsOf(scene, tenant) };
}

export async function submitted(
  gateway: Gateway,
  tenant: TenantId,
  request: string,
  patienceMs = PATIENCE_MS,
): Promise<RunId> {
  const asked = { tenant, requestId: randomUUID(), request };
  return (await patiently(() => gateway.submitRun(asked, { deadlineMs: 5_000 }), patienceMs)).run;
}

/** `people`: whether somebody approves what is asked, or nobody answers. */
export async function followed(
  gateway: Gateway,
  tenant: TenantId,
  run: RunId,
  people: 'approve' | 'say-nothing' = 'approve',
): Promise<readonly Arrived[]> {
  const events: Arrived[] = [];
  const signal = AbortSignal.timeout(2 * PATIENCE_MS);
  for await (const stored of followRun(gateway, { tenant, run }, { signal })) {
    events.push({ ...stored, arrivedMs: performance.now() });
    const { body } = stored.event;
    if (body.kind !== 'approval-requested' || people === 'say-nothing') continue;
    const { step, item, planVersion, tool, argumentDigest } = body;
    const bound = { tenant, run, step, item, planVersion, tool, argumentDigest };
    const decision = { ...bound, approved: true, decidedBy: 'faults', reason: '' };
    await patiently(() => gateway.decideApproval(decision, { deadlineMs: 5_000 }));
  }
  return events;
}

export async function putWorld({ crew }: Pick<Scene, 'crew'>, tenant: TenantId, world: JsonObject): Promise<void> {
  const order = { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(world) };
  const answer = await fetch(`${crew.controlUrl}/control/worlds/${tenant}`, order);
  if (!answer.ok) throw new Error(`the back office refuses the world: ${await answer.text()}`);
}

export async function effectsOf({ crew }: Pick<Scene, 'crew'>, tenant: TenantId): Promise<readonly Effect[]> {
  const answer = await fetch(`${crew.controlUrl}/control/worlds/${tenant}/effects`);
  return (await answer.json()) as readonly Effect[];
}

/** Repeats what may be repeated for as long as a cluster may need to heal. */
export async function patiently<T>(call: () => Promise<T>, patienceMs = PATIENCE_MS): Promise<T> {
  const giveUpAt = performance.now() + patienceMs;
  for (;;) {
    try {
      return await call();
    } catch (error) {
      const passes = error instanceof RpcError && PASSING.includes(error.code);
      if (!passes || performance.now() > giveUpAt) throw error;
      await pause(100);
    }
  }
}
