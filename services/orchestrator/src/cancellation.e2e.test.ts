/**
 * A cancel stops a run within a second wherever it stands, with the real models, services and tools: while the executor's model
 * generates (and its only slot is free again at once), and while a tool hangs (and its connection is closed). What may have
 * taken effect by then is said.
 */

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Crew, startCrew } from '@pitcrew/cli/crew';
import { openTenant, type Tenant } from '@pitcrew/cli/tenant';
import { type BodyOf, type EventBody, executorService, newRunId, type RunId, stepId } from '@pitcrew/contracts';
import { connect } from '@pitcrew/rpc';
import { checkHistory } from '@pitcrew/run/check-history';
import getPort from 'get-port';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

const STOP_MS_MAX = 1000;
const RUN_MS_MAX = 60_000;
const REQUEST = 'Process order #4521 for customer acme-corp';
/** Reading this much takes the small model a good part of a second even on a fast machine. */
const LONG_REQUEST = `${REQUEST}. ${'By the way, the weather here in Basel was fine all week and the team says hello to Ana, Bo and Cy. '.repeat(30)}`;

/** Stands between the executor and the back office, and holds the calls of one tool: before they arrive, or their answers. */
type Door = {
  readonly url: string;
  hold(tool: string | undefined, what: 'call' | 'answer'): void;
  /** Resolves when a call is held. */
  held(): Promise<void>;
  /** Connections of held calls that the executor has closed. */
  readonly closed: () => number;
  close(): Promise<void>;
};

let crew: Crew;
let door: Door;

beforeAll(async () => {
  const backoffice = `127.0.0.1:${await getPort({ host: '127.0.0.1' })}`;
  door = await openDoor(`http://${backoffice}`);
  crew = await startCrew({
    environmentByMember: {
      backoffice: { PITCREW_LISTEN: backoffice },
      executor: { PITCREW_TOOLS_URL: door.url, PITCREW_SLOTS: '1' },
    },
  });
});
afterEach(() => door.hold(undefined, 'call'));
afterAll(async () => {
  await crew?.stop();
  await door?.close();
});

describe('a cancelled run', () => {
  it('stops the generation of its call, and the slot is free again', async () => {
    using tenant = await openTenant(crew);
    const run = await tenant.submit(LONG_REQUEST);
    const { bodies, tookMs } = await cancelledAt(tenant, run, 'plan-proposed');
    expect(bodies.map(({ kind }) => kind)).not.toContain('call-proposed');
    expect(endOf(bodies)).toMatchObject({ status: 'cancelled', stopReason: 'cancelled' });
    expect(tookMs).toBeLessThan(STOP_MS_MAX);
    const executor = connect(executorService, crew.addresses.executor as string);
    const begun = performance.now();
    const asked = { workflow: 'order-processing', step: stepId(1), tool: 'validate_order', history: [], failures: [] };
    const caller = { tenant: tenant.tenant, run: newRunId(), request: REQUEST };
    const { proposal } = await executor.propose({ ...caller, ...asked }, { deadlineMs: RUN_MS_MAX });
    executor.close();
    expect(proposal).toMatchObject({ kind: 'proposed', usage: { outputTokens: 1 } });
    expect(performance.now() - begun).toBeLessThan(STOP_MS_MAX);
  });

  it('stops a tool call that hangs: the connection to the tool server is closed', async () => {
    using tenant = await openTenant(crew);
    door.hold('validate_order', 'call');
    const run = await tenant.submit(REQUEST);
    await door.held();
    const before = door.closed();
    const { bodies, tookMs } = await cancelledAt(tenant, run, 'call-proposed');
    expect(endOf(bodies)).toMatchObject({ status: 'cancelled', stopReason: 'cancelled' });
    // Nothing of a read needs to be looked after.
    expect(endOf(bodies).account).not.toContain('may have taken effect');
    expect(tookMs).toBeLessThan(STOP_MS_MAX);
    await expect.poll(() => door.closed(), { timeout: STOP_MS_MAX }).toBe(before + 1);
  });

  it('says what was under way and may have taken effect', async () => {
    using tenant = await openTenant(crew);
    door.hold('confirm_order', 'answer');
    const run = await tenant.submit(REQUEST);
    await door.held();
    const { bodies, tookMs } = await cancelledAt(tenant, run, 'call-judged');
    expect(tookMs).toBeLessThan(STOP_MS_MAX);
    expect(endOf(bodies).account).toContain('may have taken effect: confirm_order');
    const effects = await (await fetch(`${crew.controlUrl}/control/worlds/${tenant.tenant}/effects`)).json();
    expect(effects).toHaveLength(1);
  });
});

/** Cancels the run once the fact is there; how long it then took to end. */
async function cancelledAt(tenant: Tenant, run: RunId, kind: EventBody['kind']) {
  const events = [];
  let cancelledAt: number | undefined;
  for await (const stored of tenant.follow(run, AbortSignal.timeout(RUN_MS_MAX))) {
    events.push(stored);
    if (stored.event.body.kind !== kind || cancelledAt !== undefined) continue;
    cancelledAt = performance.now();
    await tenant.gateway.cancelRun({ tenant: tenant.tenant, run, reason: 'changed my mind' }, { deadlineMs: 5000 });
  }
  const tookMs = performance.now() - (cancelledAt ?? Number.NaN);
  expect(checkHistory(events, { ended: true })).toEqual([]);
  return { bodies: events.map(({ event }) => event.body), tookMs };
}

function endOf(bodies: readonly EventBody[]): BodyOf<'run-finished'> {
  const end = bodies.at(-1);
  return end?.kind === 'run-finished' ? end : expect.fail('the run did not finish');
}

async function openDoor(target: string): Promise<Door> {
  let rule: { readonly tool: string | undefined; readonly what: 'call' | 'answer' } = { tool: undefined, what: 'call' };
  let closed = 0;
  let holding = Promise.withResolvers<void>();

  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>));
    const { tool, what } = rule;
    const isHeld = tool !== undefined && body.includes('"tools/call"') && body.includes(`"name":"${tool}"`);
    if (isHeld) response.once('close', () => (closed += 1));
    if (isHeld && what === 'call') return holding.resolve();
    const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !SKIPPED.has(name)));
    const method = request.method ?? 'POST';
    const init = { method, headers: headers as Record<string, string>, ...(method === 'GET' ? {} : { body }) };
    const answer = await fetch(`${target}${request.url}`, init);
    const text = Buffer.from(await answer.arrayBuffer());
    if (isHeld) return holding.resolve();
    response.writeHead(answer.status, Object.fromEntries([...answer.headers].filter(([name]) => !SKIPPED.has(name))));
    response.end(text);
  };
  const server = createServer((request, response) => void pass(request, response).catch(() => response.destroy()));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    hold: (tool, what) => {
      rule = { tool, what };
      holding = Promise.withResolvers();
    },
    held: () => holding.promise,
    closed: () => closed,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Of one connection, or of a body whose length is known anew. */
const SKIPPED = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'content-encoding']);
