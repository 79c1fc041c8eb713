/** The spans of real calls, as a collector receives them: who is whose parent, not only that spans were sent. */

import { setTimeout as pause } from 'node:timers/promises';
import { gatewayService, newRunId, plannerService, routerService, TenantId } from '@pitcrew/contracts';
import { startTelemetry, type Telemetry, withSpan } from '@pitcrew/telemetry';
import { type OtlpReceiver, type ReceivedSpan, scrape, startOtlpReceiver } from '@pitcrew/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect, type Handlers, type Implementation, implement, RpcError, serve } from './index.ts';

const usage = { model: 'm', inputTokens: 1, cachedTokens: 0, outputTokens: 1, prefillMs: 0, decodeMs: 0 };
const answer = {
  route: { workflowConfidence: 0, clarity: 'clear', clarityConfidence: 1 },
  question: '',
  usage,
} as const;
const request = () => ({ tenant: TenantId.parse('acme'), run: newRunId(), request: 'x' });
const refuse = async () => {
  throw new RpcError({ code: 'NOT_FOUND', message: 'not in this test' });
};

let collector: OtlpReceiver;
let telemetry: Telemetry;
const open: (() => unknown)[] = [];

beforeEach(async () => {
  collector = await startOtlpReceiver();
  const where = { endpoint: collector.endpoint, metricsAddress: '127.0.0.1:0' };
  telemetry = await startTelemetry({ service: 'test', instance: 'i', ...where, batchDelayMs: 20 });
});
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
  await telemetry.shutdown();
  await collector.close();
});

const listen = async (implementation: Implementation): Promise<string> => {
  const server = await serve({
    address: '127.0.0.1:0',
    services: [implementation],
    drainBoundMs: 200,
    reportFailure: () => {},
  });
  open.push(() => server.drain());
  return `127.0.0.1:${server.port}`;
};

const routerClient = async (route: Handlers<typeof routerService.methods>['route']) => {
  const client = connect(routerService, await listen(implement(routerService, { route })));
  open.push(() => client.close());
  return client;
};

const received = async (count: number) => collector.settled((spans) => spans.length >= count, 3000);
const spanOf = (spans: readonly ReceivedSpan[], name: string, kind: ReceivedSpan['kind']): ReceivedSpan => {
  const found = spans.filter((span) => span.name === name && span.kind === kind);
  if (found.length !== 1) throw new Error(`${found.length} spans are called ${name} and are of kind ${kind}`);
  return found[0]!;
};

const ROUTE = 'pitcrew.router.v1.RouterService/Route';
const PLAN = 'pitcrew.planner.v1.PlannerService/Plan';
const WATCH = 'pitcrew.gateway.v1.GatewayService/WatchRun';

describe('a call', () => {
  it("has a client span under the caller's span, a server span under that, and the handler's own under the server span", async () => {
    const client = await routerClient(() => withSpan('inside', {}, async () => answer));
    await withSpan('outside', {}, () => client.route(request(), { deadlineMs: 2000 }));
    const spans = await received(4);
    const inside = spanOf(spans, 'inside', 'internal');
    const serverSpan = spanOf(spans, ROUTE, 'server');
    const clientSpan = spanOf(spans, ROUTE, 'client');
    const outside = spanOf(spans, 'outside', 'internal');
    expect(collector.parentOf(inside)).toBe(serverSpan);
    expect(collector.parentOf(serverSpan)).toBe(clientSpan);
    expect(collector.parentOf(clientSpan)).toBe(outside);
    expect(outside.parentSpanId).toBe('');
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
    expect(serverSpan.attributes).toEqual({ 'rpc.system.name': 'grpc', 'rpc.method': ROUTE, 'rpc.status_code': 'OK' });
    expect(clientSpan.attributes).toMatchObject({ 'rpc.method': ROUTE, 'rpc.status_code': 'OK' });
  });

  it('that a handler makes is a child of the call that it serves, and calls at the same time stay apart', async () => {
    const inner = await routerClient(async () => {
      await pause(20);
      return answer;
    });
    const plan = implement(plannerService, {
      plan: async (arrived, call) => {
        await inner.route({ ...request(), tenant: arrived.tenant }, { deadlineMs: 2000, parent: call });
        return refuse();
      },
      replan: async () => refuse(),
    });
    const outer = connect(plannerService, await listen(plan));
    open.push(() => outer.close());
    const call = () => outer.plan({ ...request(), workflow: 'w' }, { deadlineMs: 2000 }).catch(() => undefined);
    await Promise.all([call(), call(), call()]);
    const spans = await received(12);
    const innerClients = spans.filter(({ name, kind }) => name === ROUTE && kind === 'client');
    const parents = innerClients.map((span) => collector.parentOf(span));
    expect(parents.map((parent) => `${parent?.kind} ${parent?.name}`)).toEqual(Array(3).fill(`server ${PLAN}`));
    expect(new Set(parents).size).toBe(3);
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(3);
  });

  it("that is refused is a failure on the caller's side and a normal answer on the server's", async () => {
    const client = await routerClient(refuse);
    await client.route(request(), { deadlineMs: 2000 }).catch(() => undefined);
    const spans = await received(2);
    expect(spanOf(spans, ROUTE, 'client')).toMatchObject({
      failed: true,
      attributes: { 'rpc.status_code': 'NOT_FOUND', 'error.type': 'NOT_FOUND' },
    });
    expect(spanOf(spans, ROUTE, 'server')).toMatchObject({
      failed: false,
      attributes: { 'rpc.status_code': 'NOT_FOUND' },
    });
  });

  it('is measured on both sides, with its status, and a failure where it is one', async () => {
    const client = await routerClient(refuse);
    await client.route(request(), { deadlineMs: 2000 }).catch(() => undefined);
    const families = await scrape(telemetry.metricsAddress ?? '');
    const labels = (name: string) =>
      families.get(name)?.samples.find((sample) => sample.name === `${name}_count`)?.labels;
    const measured = { rpc_system_name: 'grpc', rpc_method: ROUTE, rpc_status_code: 'NOT_FOUND' };
    expect(labels('rpc_server_call_duration_seconds')).toEqual(measured);
    expect(labels('rpc_client_call_duration_seconds')).toEqual({
      ...measured,
      error_type: 'NOT_FOUND',
      server_address: expect.stringContaining('127.0.0.1:'),
    });
  });

  it('that crashes is a failure on both sides', async () => {
    const client = await routerClient(async () => {
      throw new TypeError('undefined is not a function');
    });
    await client.route(request(), { deadlineMs: 2000 }).catch(() => undefined);
    const spans = await received(2);
    for (const kind of ['client', 'server'] as const)
      expect(spanOf(spans, ROUTE, kind)).toMatchObject({ failed: true, attributes: { 'error.type': 'INTERNAL' } });
  });
});

describe('a stream', () => {
  const watch = () => ({ tenant: TenantId.parse('acme'), run: newRunId(), resumeAfter: 0 });
  const watcher = async (watchRun: Handlers<typeof gatewayService.methods>['watchRun']) => {
    const people = { listApprovals: refuse, listReviews: refuse, resolveReview: refuse, giveClarification: refuse };
    const others = {
      ...people,
      submitRun: refuse,
      getRun: refuse,
      listRuns: refuse,
      cancelRun: refuse,
      decideApproval: refuse,
    };
    const client = connect(gatewayService, await listen(implement(gatewayService, { ...others, watchRun })));
    open.push(() => client.close());
    return client;
  };

  it('has one span on each side, and what its handler does along the way belongs to it', async () => {
    const client = await watcher(async function* () {
      await withSpan('read the log', {}, () => pause(10));
      await withSpan('read on', {}, () => pause(10));
      yield* [];
    });
    await withSpan('outside', {}, async () => {
      for await (const _ of client.watchRun(watch()));
    });
    const spans = await received(5);
    const serverSpan = spanOf(spans, WATCH, 'server');
    for (const name of ['read the log', 'read on'])
      expect(collector.parentOf(spanOf(spans, name, 'internal'))).toBe(serverSpan);
    const clientSpan = spanOf(spans, WATCH, 'client');
    expect(collector.parentOf(serverSpan)).toBe(clientSpan);
    expect(collector.parentOf(clientSpan)?.name).toBe('outside');
    expect(clientSpan.attributes['rpc.status_code']).toBe('OK');
  });

  it('that fails is marked with its code', async () => {
    const client = await watcher(async function* () {
      await refuse();
      yield* [];
    });
    const read = async () => {
      for await (const _ of client.watchRun(watch()));
    };
    await expect(read()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const span = spanOf(await received(2), WATCH, 'client');
    expect(span).toMatchObject({ failed: true, attributes: { 'rpc.status_code': 'NOT_FOUND' } });
  });
});
