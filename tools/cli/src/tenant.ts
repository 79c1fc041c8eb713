/**
 * A tenant of a running crew with a world of its own in the example back office: what an end-to-end test or a measurement
 * needs to send requests and to see what becomes of them. Owns its connection to the gateway; the world goes with the crew.
 */
import { randomUUID } from 'node:crypto';
import { followRun, type Gateway } from '@pitcrew/client';
import { gatewayService, JsonObject, type Mode, type RunId, type StoredEvent, TenantId } from '@pitcrew/contracts';
import { connect } from '@pitcrew/rpc';
import { z } from 'zod';
import type { Crew } from './crew.ts';

export { followRun, type Gateway } from '@pitcrew/client';

/** As the back office's control door takes it: rows beyond the seed, faults, and how long each tool takes at least. */
export type World = {
  readonly rows?: Readonly<Record<string, readonly JsonObject[]>>;
  readonly faults?: readonly JsonObject[];
  readonly delayMs?: number;
  /** The time at which the world stands still; absent: the machine's. */
  readonly now?: string;
};

/** What was changed in a world, as the back office's ledger has it. */
const Effects = z.array(z.object({ tool: z.string(), arguments: JsonObject }));
export type Effects = z.infer<typeof Effects>;

export type Tenant = Disposable & {
  readonly tenant: TenantId;
  readonly gateway: Gateway;
  submit(request: string, mode?: Mode): Promise<RunId>;
  /** Each event as it happens, the whole run from its first one; ends after `run-finished`. */
  follow(run: RunId, signal?: AbortSignal): AsyncIterable<StoredEvent>;
  /** All events, once the run has finished. */
  finished(run: RunId, signal?: AbortSignal): Promise<readonly StoredEvent[]>;
  /** Everything that was changed in the world so far, oldest first. */
  effects(): Promise<Effects>;
};

const CALL_DEADLINE_MS = 10_000;

export async function openTenant(
  crew: Pick<Crew, 'gateway' | 'controlUrl'> & Partial<Pick<Crew, 'identity'>>,
  world: World = {},
): Promise<Tenant> {
  const tenant = TenantId.parse(`t-${randomUUID()}`);
  await putWorld(crew.controlUrl, tenant, world);
  const gateway = connect(gatewayService, crew.gateway, await crew.identity?.caller(tenant));
  const follow = (run: RunId, signal?: AbortSignal) =>
    followRun(gateway, { tenant, run }, signal === undefined ? {} : { signal });
  return {
    tenant,
    gateway,
    submit: async (request, mode) => {
      const submission = { tenant, requestId: randomUUID(), request, ...(mode && { mode }) };
      return (await gateway.submitRun(submission, { deadlineMs: CALL_DEADLINE_MS })).run;
    },
    follow,
    finished: async (run, signal) => {
      const events: StoredEvent[] = [];
      for await (const stored of follow(run, signal)) events.push(stored);
      return events;
    },
    effects: () => readEffects(crew.controlUrl, tenant),
    [Symbol.dispose]: () => gateway.close(),
  };
}

async function putWorld(controlUrl: string, tenant: TenantId, world: World): Promise<void> {
  const response = await fetch(doorOf(controlUrl, tenant), {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(world),
    signal: AbortSignal.timeout(CALL_DEADLINE_MS),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`the back office refuses the world (${response.status}): ${answer}`);
}

async function readEffects(controlUrl: string, tenant: TenantId): Promise<Effects> {
  const response = await fetch(`${doorOf(controlUrl, tenant)}/effects`, {
    signal: AbortSignal.timeout(CALL_DEADLINE_MS),
  });
  if (!response.ok) throw new Error(`the back office does not show its effects (${response.status})`);
  return Effects.parse(await response.json());
}

const doorOf = (controlUrl: string, tenant: TenantId): string =>
  `${controlUrl}/control/worlds/${encodeURIComponent(tenant)}`;
