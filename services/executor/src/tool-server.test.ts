/**
 * What a call over real HTTP ends as, for every way in which a server, a proxy or a network fails (R3): by rule where the
 * server says nothing, by its word where it names the class. And R5: the time of a call, at its edge.
 */
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Executed, type JsonValue, TenantId } from '@pitcrew/contracts';
import { parsePack } from '@pitcrew/workflow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fate, type FaultyServer, startFaultyServer, succeeds } from './tool-server.fixture.ts';
import { openToolServer, type ToolServer } from './tool-server.ts';

const tool = (effect: string) =>
  `{ ${effect} arguments: { id: { type: integer, from: request } }, result: { ok: boolean } }`;
const pack = parsePack(
  `name: faulty
title: Fail
covers: fail
tools:
  look: ${tool('effect: read,')}
  change: ${tool('effect: idempotent,')}
  launch: ${tool('')}
plan: [look, change, launch]
variations: { full: { without: [] } }
`,
  'workflow.yaml',
);

const SHORT_MS = 200;
const call = { tenant: TenantId.parse('t'), tool: 'change', arguments: { id: 1 }, idempotencyKey: 'key-1' };
const noSignal = new AbortController().signal;

let server: FaultyServer;
let tools: ToolServer;
beforeAll(async () => {
  server = await startFaultyServer();
  tools = await openToolServer(server.url, [pack]);
});
afterAll(async () => {
  await tools.close();
  await server.close();
});

const status = (code: number): Fate => ({ kind: 'status', status: code });
const refusal = (structuredContent: JsonValue): Fate => ({
  kind: 'answer',
  result: { isError: true, content: [{ type: 'text', text: 'no' }], structuredContent },
});
const words = (text: string): Fate => ({
  kind: 'answer',
  result: { isError: true, content: [{ type: 'text', text }] },
});

type Class = 'transient' | 'input' | 'logic';

describe('a call that fails by rule', () => {
  it.each<[how: string, fate: Fate, errorClass: Class, executed: Executed]>([
    ['429', status(429), 'transient', 'no'],
    ['408', status(408), 'transient', 'unknown'],
    ['500', status(500), 'transient', 'unknown'],
    ['502', status(502), 'transient', 'unknown'],
    ['503', status(503), 'transient', 'unknown'],
    ['504', status(504), 'transient', 'unknown'],
    ['400', status(400), 'input', 'no'],
    ['401', status(401), 'transient', 'no'],
    ['403', status(403), 'transient', 'no'],
    ['409', status(409), 'input', 'no'],
    ['422', status(422), 'input', 'no'],
    ['no answer in time', { kind: 'hang' }, 'transient', 'unknown'],
    ['a connection cut before the answer', { kind: 'cut', headersSent: false }, 'transient', 'unknown'],
    ['a connection cut in the answer', { kind: 'cut', headersSent: true }, 'transient', 'unknown'],
    ['an answer that is not JSON', { kind: 'text', type: 'application/json', text: '{' }, 'transient', 'unknown'],
    ['a page instead of an answer', { kind: 'text', type: 'text/html', text: '<p>' }, 'transient', 'unknown'],
    ['a stream that ends early', { kind: 'text', type: 'text/event-stream', text: '' }, 'transient', 'unknown'],
    ['an answer without a result', { kind: 'answer', result: null }, 'transient', 'unknown'],
    ['arguments that the protocol refuses', { kind: 'error', code: -32602, message: 'no' }, 'input', 'no'],
    ['a tool that is not there', { kind: 'error', code: -32601, message: 'no' }, 'input', 'no'],
    ['an internal error', { kind: 'error', code: -32603, message: 'no' }, 'transient', 'unknown'],
    ["a server's own error", { kind: 'error', code: -32000, message: 'no' }, 'transient', 'unknown'],
    ['arguments against the schema', words('Input validation error: id: expected integer'), 'input', 'no'],
    ['a result against the schema, seen by the server', words('Output validation error'), 'input', 'unknown'],
    ['a refusal without a class', words('there is no such thing'), 'input', 'unknown'],
    ['a result against the schema', succeeds({ ok: 'yes' }), 'logic', 'unknown'],
    ['no structured result', { kind: 'answer', result: { content: [] } }, 'logic', 'unknown'],
  ])('%s', async (_, fate, errorClass, executed) => {
    server.meet(fate);
    const outcome = await tools.call({ ...call, timeoutMs: SHORT_MS }, noSignal);
    expect(outcome).toMatchObject({ kind: 'failed', errorClass, executed });
  });
});

describe('a call whose tool says what it is', () => {
  const classes: readonly Class[] = ['transient', 'input', 'logic'];
  const known: readonly Executed[] = ['no', 'unknown'];
  it.each(classes.flatMap((errorClass) => known.map((executed) => [errorClass, executed] as const)))(
    '%s, executed %s',
    async (errorClass, executed) => {
      server.meet(refusal({ errorClass, executed, message: 'because' }));
      const outcome = await tools.call(call, noSignal);
      expect(outcome).toEqual({ kind: 'failed', errorClass, executed, message: 'because' });
    },
  );
});

it.each([
  ['a connection that is refused', 'refuses'],
  ['a connection that is reset once the request is on it', 'resets'],
] as const)('%s', async (_, how) => {
  const lonely = await startFaultyServer();
  const opened = await openToolServer(lonely.url, [pack]);
  await lonely.close();
  // Until the client has seen the end of the connection that it keeps, a call would begin on that one.
  await sleep(100);
  const port = Number(new URL(lonely.url).port);
  const resetting = createServer((socket) => void socket.once('data', () => socket.resetAndDestroy()));
  if (how === 'resets') {
    resetting.listen(port, '127.0.0.1');
    await once(resetting, 'listening');
    expect((resetting.address() as AddressInfo).port).toBe(port);
  }
  const executed = how === 'refuses' ? 'no' : 'unknown';
  expect(await opened.call(call, noSignal)).toMatchObject({ errorClass: 'transient', executed });
  await opened.close();
  resetting.close();
});

it('a session that the server has forgotten is opened anew: the call surely did nothing, and the next one goes through', async () => {
  server.meet(succeeds({ ok: true }));
  const before = server.calls.length;
  server.forgetSessions();
  expect(await tools.call(call, noSignal)).toMatchObject({ errorClass: 'transient', executed: 'no' });
  expect(server.calls).toHaveLength(before);
  expect(await tools.call(call, noSignal)).toEqual({ kind: 'succeeded', result: { ok: true } });
});

it('an idempotency key arrives as it was given, every time', async () => {
  server.meet(status(503));
  const before = server.calls.length;
  for (let n = 0; n < 3; n += 1) await tools.call({ ...call, idempotencyKey: 'the same' }, noSignal);
  expect(server.calls.slice(before)).toEqual(['the same', 'the same', 'the same']);
});

it('a caller that goes away stops the call at once, and the server is told', async () => {
  server.meet({ kind: 'hang' });
  const caller = new AbortController();
  const before = server.cancelled.length;
  const begun = performance.now();
  setTimeout(() => caller.abort(new Error('gone')), 50);
  await expect(tools.call(call, caller.signal)).rejects.toThrow();
  expect(performance.now() - begun).toBeLessThan(500);
  await expect.poll(() => server.cancelled.length).toBe(before + 1);
});
