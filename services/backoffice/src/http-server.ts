/** One port for the MCP endpoint, the health check and, when it is open, the control door; drained before it closes. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { localhostHostValidation, type NodeIncomingMessageLike, toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler } from '@modelcontextprotocol/server';
import { logUnexpected } from '@pitcrew/telemetry';
import type { Config } from './config.ts';
import { answerControl } from './control.ts';
import type { HttpAnswer } from './http-answer.ts';
import { createMcpServer } from './mcp-server.ts';
import type { Worlds } from './worlds.ts';

export type HttpServer = {
  /** `host:port`, with the port that was really taken. */
  readonly address: string;
  /** Takes no new call, lets those under way end, and closes. */
  drain(): Promise<void>;
};

const REQUEST_BYTES_MAX = 1024 * 1024;
const DRAIN_MS_MAX = 10_000;

export async function serveHttp(
  { host, port, control }: Omit<Config, 'directory'>,
  worlds: Worlds,
): Promise<HttpServer> {
  const bounds = { maxRequestBodySize: REQUEST_BYTES_MAX };
  const mcp = toNodeHandler(
    createMcpHandler(() => createMcpServer(worlds), { ...bounds, onerror: (error) => logUnexpected(error) }),
    { ...bounds, onerror: (error) => logUnexpected(error) },
  );
  // A page in a browser must not reach a server on this machine through a name that resolves to it.
  const hostAllowed = isLoopback(host) ? localhostHostValidation() : () => true;
  let draining = false;

  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    if (path === '/health') return send(response, draining ? { status: 503 } : { status: 200 });
    if (!hostAllowed(request, response)) return;
    // The adapter's type takes an absent method for a missing one; a server's request always has one.
    if (path === '/mcp') return mcp(request as NodeIncomingMessageLike, response);
    if (control && path.startsWith('/control/')) return send(response, await answerControl(worlds, request));
    return send(response, { status: 404, body: { message: 'the MCP endpoint is /mcp' } });
  };

  const server = createServer((request, response) => {
    if (draining) response.setHeader('connection', 'close');
    response.on('close', () => draining && setImmediate(() => server.closeIdleConnections()));
    route(request, response).catch((error: unknown) => {
      logUnexpected(error);
      if (!response.headersSent)
        send(response, { status: 500, body: { message: 'the request could not be answered' } });
    });
  });
  server.listen(port, host);
  await once(server, 'listening');

  return {
    address: `${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`,
    drain: async () => {
      draining = true;
      const deadline = setTimeout(() => server.closeAllConnections(), DRAIN_MS_MAX);
      const closed = once(server, 'close');
      server.close();
      await closed;
      clearTimeout(deadline);
    },
  };
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');

function send(response: ServerResponse, { status, body }: HttpAnswer): void {
  response.writeHead(status, body === undefined ? {} : { 'content-type': 'application/json' });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
