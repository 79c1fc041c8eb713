/** A client and a server of the real services, over real connections. */

import { setTimeout as pause } from 'node:timers/promises';
import {
  Digest,
  executorService,
  gatewayService,
  newRunId,
  type RunId,
  routerService,
  StepId,
  type StoredEvent,
  TenantId,
} from '@pitcrew/contracts';
import { encoderOf, framed, nameOf, openRaw, pathOf } from '@pitcrew/testing/hostile';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Call, connect, implement, isRpcError, RpcError, type RpcServer, serve } from './index.ts';
import { MESSAGE_BYTES_MAX } from './limits.ts';

const tenant = TenantId.parse('acme');
const usage = { model: 'm', inputTokens: 1, cachedTokens: 0, outputTokens: 1, prefillMs: 0.5, decodeMs: 1.5 };
const answer = {
  route: { workflow: 'refund', workflowConfidence: 0.9, clarity: 'clear', clarityConfidence: 0.8 } as const,
  question: '',
  usage,
};

const open: { close?(): void; drain?(): Promise<void> }[] = [];
afterEach(async () => {
  for (const { close, drain } of open.splice(0).reverse()) {
    close?.();
    await drain?.();
  }
});

const listen = async (...services: Parameters<typeof serve>[0]['services']): Promise<RpcServer> => {
  const server = await serve({ address: '127.0.0.1:0', services, drainBoundMs: 200, reportFailure: () => {} });
  open.push(server);
  return server;
};

type Route = Parameters<typeof implement<typeof routerService.methods>>[1]['route'];
const routerWith = async (route: Route) => {
  const { port } = await listen(implement(routerService, { route }));
  const client = connect(routerService, `127.0.0.1:${port}`);
  open.push(client);
  return client;
};

type Watch = (request: { run: RunId }, call: Call) => AsyncIterable<{ stored: StoredEvent }>;
const gatewayWith = async (watchRun: Watch) => {
  const never = async () => {
    throw new RpcError({ code: 'UNIMPLEMENTED', message: 'not in this test' });
  };
  const people = { listApprovals: never, listReviews: never, resolveReview: never, giveClarification: never };
  const handlers = {
    ...people,
    submitRun: never,
    getRun: never,
    listRuns: never,
    cancelRun: never,
    decideApproval: never,
  };
  const server = await listen(implement(gatewayService, { ...handlers, watchRun }));
  const client = connect(gatewayService, `127.0.0.1:${server.port}`);
  open.push(client);
  return { client, server };
};

const request = () => ({ tenant, run: newRunId(), request: 'refund order 4521' });
const large = () => ({ ...request(), request: 'x'.repeat(MESSAGE_BYTES_MAX + 1) });
const failure = async (promise: Promise<unknown>): Promise<RpcError> => {
  const error = await promise.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  );
  if (!isRpcError(error)) throw error;
  return error;
};

const stored = (run: RunId, sequence: number): StoredEvent => ({
  sequence,
  event: {
    schemaVersion: 1,
    id: `${run}:1:${sequence}`,
    tenant,
    run,
    epoch: 1,
    at: '2026-01-02T03:04:05.678Z',
    traceparent: '',
    previousDigest: Digest.parse(`sha256:${'0'.repeat(64)}`),
    body: { kind: 'step-succeeded', step: StepId.parse('s1') },
  },
});

describe('a unary call', () => {
  it('carries request and response as they are', async () => {
    const sent = request();
    let received: unknown;
    const client = await routerWith(async (arrived) => {
      received = arrived;
      return answer;
    });
    expect(await client.route(sent, { deadlineMs: 2000 })).toEqual(answer);
    expect(received).toEqual(sent);
  });

  it('carries the whole of an RpcError', async () => {
    const client = await routerWith(async () => {
      throw new RpcError({
        code: 'RESOURCE_EXHAUSTED',
        reason: 'NO_SLOT',
        message: 'all slots are taken; try again later',
        violations: [{ field: 'request', description: 'too long a wait — größer' }],
        retryAfterMs: 1500,
        metadata: { slots: '4' },
      });
    });
    const error = await failure(client.route(request(), { deadlineMs: 2000 }));
    expect(error).toMatchObject({
      code: 'RESOURCE_EXHAUSTED',
      reason: 'NO_SLOT',
      message: 'all slots are taken; try again later',
      field: 'request',
      violations: [{ field: 'request', description: 'too long a wait — größer' }],
      retryAfterMs: 1500,
      metadata: { slots: '4' },
      neverSent: false,
    });
  });

  it('tells the caller nothing about an unexpected error, and the operator everything', async () => {
    const reported: unknown[] = [];
    const server = await serve({
      address: '127.0.0.1:0',
      services: [
        implement(routerService, {
          route: async () => {
            throw new Error('the password is swordfish');
          },
        }),
      ],
      reportFailure: (_, error) => reported.push(error),
    });
    const client = connect(routerService, `127.0.0.1:${server.port}`);
    open.push(server, client);
    const error = await failure(client.route(request(), { deadlineMs: 2000 }));
    expect(error.code).toBe('INTERNAL');
    expect(error.message).not.toContain('swordfish');
    expect(reported).toEqual([new Error('the password is swordfish')]);
  });

  it('is refused before it is sent when the request does not fit its schema', async () => {
    const client = await routerWith(async () => answer);
    const bad = { ...request(), run: 'not a uuid' as RunId };
    expect(await failure(client.route(bad, { deadlineMs: 2000 }))).toMatchObject({
      code: 'INVALID_ARGUMENT',
      field: 'run',
      neverSent: true,
    });
  });

  it('is refused before it is sent when a text has a lone surrogate, which protobuf cannot carry', async () => {
    const client = await routerWith(async () => answer);
    const bad = { ...request(), request: 'half a pair: \ud83d' };
    expect(await failure(client.route(bad, { deadlineMs: 2000 }))).toMatchObject({
      code: 'INVALID_ARGUMENT',
      field: 'request',
    });
  });

  it('fails as INTERNAL when the handler answers what its schema does not allow', async () => {
    const client = await routerWith(async () => ({ ...answer, route: { ...answer.route, workflowConfidence: 7 } }));
    expect(await failure(client.route(request(), { deadlineMs: 2000 }))).toMatchObject({ code: 'INTERNAL' });
  });

  it('says so when no connection could be made, because then nothing was executed', async () => {
    const server = await listen();
    await server.drain();
    const client = connect(executorService, `127.0.0.1:${server.port}`);
    open.push(client);
    const perform = {
      tenant,
      run: newRunId(),
      step: StepId.parse('s1'),
      tool: 'refund',
      arguments: {},
      idempotencyKey: 'k',
    };
    expect(await failure(client.perform(perform, { deadlineMs: 2000 }))).toMatchObject({
      code: 'UNAVAILABLE',
      neverSent: true,
    });
  });

  it.each([
    { method: 'idempotent', attempts: 3 },
    { method: 'not idempotent', attempts: 1 },
  ])('is attempted $attempts times on UNAVAILABLE when it is $method', async ({ method, attempts }) => {
    let seen = 0;
    const busy = async () => {
      seen += 1;
      throw new RpcError({ code: 'UNAVAILABLE', message: 'try again' });
    };
    const { port } = await listen(
      implement(executorService, { propose: busy, think: busy, perform: busy, call: busy }),
    );
    const client = connect(executorService, `127.0.0.1:${port}`);
    open.push(client);
    const common = { tenant, run: newRunId(), step: StepId.parse('s1'), tool: 'refund' };
    const call =
      method === 'idempotent'
        ? client.propose({ ...common, request: 'r', workflow: 'w', history: [], failures: [] }, { deadlineMs: 5000 })
        : client.perform({ ...common, arguments: {}, idempotencyKey: 'k' }, { deadlineMs: 5000 });
    expect(await failure(call)).toMatchObject({ code: 'UNAVAILABLE', neverSent: false });
    expect(seen).toBe(attempts);
  });

  it('does not repeat RESOURCE_EXHAUSTED, which is the caller to decide', async () => {
    let seen = 0;
    const client = await routerWith(async () => {
      seen += 1;
      throw new RpcError({ code: 'RESOURCE_EXHAUSTED', message: 'full' });
    });
    await failure(client.route(request(), { deadlineMs: 2000 }));
    expect(seen).toBe(1);
  });

  it('is refused by the client itself when the message is over the size limit', async () => {
    const client = await routerWith(async () => answer);
    expect(await failure(client.route(large(), { deadlineMs: 5000 }))).toMatchObject({ code: 'RESOURCE_EXHAUSTED' });
  });

  it('is refused by the server when a client of another make sends more', async () => {
    const route = vi.fn(async () => answer);
    const { port } = await listen(implement(routerService, { route }));
    using raw = openRaw(`127.0.0.1:${port}`);
    const bytes = framed(encoderOf(routerService, 'route')(large()));
    expect(nameOf(await raw.send(pathOf(routerService, 'route'), bytes))).toBe('RESOURCE_EXHAUSTED');
    expect(route).not.toHaveBeenCalled();
  });
});

describe('a deadline', () => {
  it('ends the call for the caller and aborts the handler', async () => {
    const aborted = Promise.withResolvers<unknown>();
    const client = await routerWith(async (_, call) => {
      call.signal.addEventListener('abort', () => aborted.resolve(call.signal.reason));
      await pause(60_000, undefined, { signal: call.signal });
      return answer;
    });
    expect(await failure(client.route(request(), { deadlineMs: 500 }))).toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    expect(isRpcError(await aborted.promise)).toBe(true);
  });

  it.each([
    { parentMs: 300, ownMs: 60_000, expectMs: 300 },
    { parentMs: 60_000, ownMs: 300, expectMs: 300 },
  ])('of $ownMs ms under a parent of $parentMs ms is $expectMs ms', async ({ parentMs, ownMs, expectMs }) => {
    let seen: Date | undefined;
    const inner = await routerWith(async (_, call) => {
      seen = call.deadline;
      return answer;
    });
    const parent = { signal: new AbortController().signal, deadline: new Date(Date.now() + parentMs) };
    const before = Date.now();
    await inner.route(request(), { deadlineMs: ownMs, parent });
    const leftMs = Number(seen) - before;
    expect(leftMs).toBeGreaterThan(expectMs - 100);
    expect(leftMs).toBeLessThan(expectMs + 100);
  });
});

describe('cancellation', () => {
  it('passes from the first caller through a handler to the server that it calls', async () => {
    const started = Promise.withResolvers<void>();
    const aborted = Promise.withResolvers<void>();
    const inner = await routerWith(async (_, call) => {
      call.signal.addEventListener('abort', () => aborted.resolve());
      started.resolve();
      await pause(60_000, undefined, { signal: call.signal });
      return answer;
    });
    const outer = await routerWith((arrived, call) => inner.route(arrived, { deadlineMs: 60_000, parent: call }));
    const hangUp = new AbortController();
    const call = failure(outer.route(request(), { deadlineMs: 60_000, signal: hangUp.signal }));
    await started.promise;
    hangUp.abort();
    expect(await call).toMatchObject({ code: 'CANCELLED', neverSent: false });
    await aborted.promise;
  });

  it('before the call sends nothing', async () => {
    let seen = 0;
    const client = await routerWith(async () => {
      seen += 1;
      return answer;
    });
    const call = client.route(request(), { deadlineMs: 2000, signal: AbortSignal.abort() });
    expect(await failure(call)).toMatchObject({ code: 'CANCELLED', neverSent: true });
    expect(seen).toBe(0);
  });
});

describe('a stream', () => {
  const watch = () => ({ tenant, run: newRunId(), resumeAfter: 0 });

  it('carries every answer in order and ends', async () => {
    const { client } = await gatewayWith(async function* ({ run }) {
      for (let sequence = 1; sequence <= 50; sequence += 1) yield { stored: stored(run, sequence) };
    });
    const seen: number[] = [];
    for await (const { stored } of client.watchRun(watch())) seen.push(stored.sequence);
    expect(seen).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  });

  it('stops the handler when its reader leaves', async () => {
    const left = Promise.withResolvers<string>();
    const { client } = await gatewayWith(async function* ({ run }, call) {
      try {
        yield { stored: stored(run, 1) };
        await pause(60_000, undefined, { signal: call.signal });
      } finally {
        left.resolve(String(call.signal.reason.code));
      }
    });
    for await (const _ of client.watchRun(watch())) break;
    expect(await left.promise).toBe('CANCELLED');
  });

  it('ends with the error of its handler, after the answers before it', async () => {
    const { client } = await gatewayWith(async function* ({ run }) {
      yield { stored: stored(run, 1) };
      throw new RpcError({ code: 'NOT_FOUND', reason: 'RUN_NOT_FOUND', message: 'no such run' });
    });
    const seen: number[] = [];
    const read = async () => {
      for await (const { stored } of client.watchRun(watch())) seen.push(stored.sequence);
    };
    expect(await failure(read())).toMatchObject({ code: 'NOT_FOUND', reason: 'RUN_NOT_FOUND' });
    expect(seen).toEqual([1]);
  });

  it('holds the handler back when its reader is slow', async () => {
    let made = 0;
    const { client } = await gatewayWith(async function* ({ run }) {
      for (; made < 20_000; made += 1) {
        const event = stored(run, made + 1);
        yield { stored: { ...event, event: { ...event.event, traceparent: 'x'.repeat(10_000) } } };
      }
    });
    for await (const _ of client.watchRun(watch())) {
      await pause(300);
      break;
    }
    expect(made).toBeGreaterThan(1);
    expect(made).toBeLessThan(2_000);
  });

  it('ends with UNAVAILABLE when the server drains, so that its reader resumes at another replica', async () => {
    const started = Promise.withResolvers<void>();
    const { client, server } = await gatewayWith(async function* ({ run }, call) {
      yield { stored: stored(run, 1) };
      started.resolve();
      await pause(60_000, undefined, { signal: call.signal });
    });
    const read = async () => {
      for await (const _ of client.watchRun(watch()));
    };
    const end = failure(read());
    await started.promise;
    await server.drain();
    expect(await end).toMatchObject({ code: 'UNAVAILABLE', reason: 'DRAINING' });
  });
});
