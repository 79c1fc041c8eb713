/**
 * A tool server over real HTTP that fails on demand, in the ways in which servers, proxies and networks do. It offers one tool
 * of each effect class, speaks the protocol revision with sessions (which falls back to it from the newer one), and records
 * what reached it: calls, the connections that their callers cut, and the cancellations.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonValue } from '@pitcrew/contracts';

/** What becomes of the next calls. */
export type Fate =
  | { readonly kind: 'answer'; readonly result: JsonValue; readonly afterMs?: number }
  | { readonly kind: 'error'; readonly code: number; readonly message: string }
  | { readonly kind: 'status'; readonly status: number }
  /** Never answered. */
  | { readonly kind: 'hang' }
  /** The connection is cut, before anything was answered or in the middle of it. */
  | { readonly kind: 'cut'; readonly headersSent: boolean }
  | { readonly kind: 'text'; readonly type: string; readonly text: string };

export type FaultyServer = {
  readonly url: string;
  meet(fate: Fate): void;
  /** As after a restart: sessions of before are unknown. */
  forgetSessions(): void;
  /** From now on requests need this token; others get a 401 that repeats the one that they came with. */
  demand(token: string): void;
  /** Idempotency keys of the calls that arrived, in order. */
  readonly calls: readonly string[];
  readonly cancelled: readonly unknown[];
  close(): Promise<void>;
};

export const succeeds = (structuredContent: JsonValue, afterMs = 0): Fate => ({
  kind: 'answer',
  result: { content: [], structuredContent },
  afterMs,
});

const tool = (name: string, annotations: JsonValue) => ({
  name,
  inputSchema: { type: 'object', properties: { id: { type: 'integer' } }, required: ['id'] },
  outputSchema: { type: 'object', properties: { ok: { type: 'boolean' } }, required: ['ok'] },
  annotations,
});
const TOOLS = [tool('look', { readOnlyHint: true }), tool('change', { idempotentHint: true }), tool('launch', {})];

type Message = { readonly id?: number; readonly method: string; readonly params?: Record<string, unknown> };

/** With `tls` over https, by these certificates and demands. */
export async function startFaultyServer(tls?: ServerOptions): Promise<FaultyServer> {
  let fate: Fate = succeeds({ ok: true });
  let sessions = new Set<string>();
  let demanded: string | undefined;
  const calls: string[] = [];
  const cancelled: unknown[] = [];

  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const message = JSON.parse(await textOf(request)) as Message;
    const session = request.headers['mcp-session-id'];
    if (session !== undefined && !sessions.has(String(session))) return void response.writeHead(404).end();
    switch (message.method) {
      case 'initialize': {
        const opened = `session-${sessions.size}-${calls.length}`;
        sessions.add(opened);
        response.setHeader('mcp-session-id', opened);
        const capabilities = { tools: {} };
        const result = { protocolVersion: '2025-06-18', capabilities, serverInfo: { name: 'faulty', version: '1' } };
        return reply(response, message, { result });
      }
      case 'tools/list':
        return reply(response, message, { result: { tools: TOOLS } });
      case 'tools/call': {
        const meta = message.params?._meta as Record<string, string>;
        calls.push(meta['pitcrew/idempotency-key'] ?? '');
        return meet(fate, response, message);
      }
      case 'notifications/cancelled':
        cancelled.push(message.params?.requestId);
        return void response.writeHead(202).end();
      default:
        if (message.id === undefined) return void response.writeHead(202).end();
        return reply(response, message, { error: { code: -32601, message: 'no such method' } });
    }
  };

  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const { authorization } = request.headers;
    if (demanded !== undefined && authorization !== `Bearer ${demanded}`)
      response.writeHead(401, { 'www-authenticate': 'Bearer' }).end(`no: ${authorization}`);
    else if (request.method === 'POST') void respond(request, response);
    else response.writeHead(405).end();
  };
  const server = tls === undefined ? createServer(answer) : createTlsServer(tls, answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    meet: (next) => {
      fate = next;
    },
    forgetSessions: () => {
      sessions = new Set();
    },
    demand: (token) => {
      demanded = token;
    },
    calls,
    cancelled,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function meet(fate: Fate, response: ServerResponse, message: Message): Promise<void> {
  switch (fate.kind) {
    case 'answer':
      await sleep(fate.afterMs ?? 0);
      return reply(response, message, { result: fate.result });
    case 'error':
      return reply(response, message, { error: { code: fate.code, message: fate.message } });
    case 'status':
      return void response.writeHead(fate.status).end('no');
    case 'hang':
      return;
    case 'cut':
      if (fate.headersSent) response.writeHead(200, { 'content-type': 'application/json' }).write('{"jsonrpc":');
      await sleep(10);
      return void response.socket?.destroy();
    case 'text':
      return void response.writeHead(200, { 'content-type': fate.type }).end(fate.text);
  }
}

function reply(response: ServerResponse, { id }: Message, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ jsonrpc: '2.0', id, ...body }));
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
