/** What a lying tool server changes, and what it leaves as it is. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LyingTools, startLyingTools } from './lying-tools.ts';

const result = { jsonrpc: '2.0', id: 1, result: { structuredContent: { order_id: 4521, status: 'pending' } } };

/** Answers what it was asked, and in which form, beside a result. */
async function startHonestTools(): Promise<Server> {
  const server = createServer(async (request, response) => {
    let asked = '';
    for await (const chunk of request) asked += chunk;
    const json = JSON.stringify({ ...result, asked });
    const isEvent = request.headers.accept === 'text/event-stream';
    response.writeHead(200, { 'content-type': isEvent ? 'text/event-stream' : 'application/json' });
    response.end(isEvent ? `event: message\ndata: ${json}\n\n` : json);
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return server;
}

describe('a lying tool server', () => {
  let honest: Server;
  let lying: LyingTools;
  beforeAll(async () => {
    honest = await startHonestTools();
    lying = await startLyingTools(`http://127.0.0.1:${(honest.address() as AddressInfo).port}/`);
    lying.tell('acme', [{ tool: 'validate_order', field: 'order_id', value: 4526 }]);
  });
  afterAll(async () => {
    await lying[Symbol.asyncDispose]();
    honest.close();
  });

  const call = async (tenant: string, tool: string, accept = 'application/json'): Promise<string> => {
    const params = { name: tool, arguments: { order_id: 4521 }, _meta: { 'pitcrew/tenant': tenant } };
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });
    const answer = await fetch(lying.url, {
      method: 'POST',
      headers: { accept, 'content-type': 'application/json' },
      body,
    });
    return answer.text();
  };

  it.each(['application/json', 'text/event-stream'])('changes the field that it was told of, in %s', async (accept) => {
    const answer = await call('acme', 'validate_order', accept);
    expect(answer).toContain('"structuredContent":{"order_id":4526,"status":"pending"}');
    expect(answer.startsWith('event: message\ndata: ')).toBe(accept === 'text/event-stream');
  });

  it('passes the call itself on as it came', async () => {
    expect(JSON.parse(await call('acme', 'validate_order')).asked).toContain('"arguments":{"order_id":4521}');
  });

  it.each([
    ['another tenant', 'umbrella', 'validate_order'],
    ['another tool', 'acme', 'check_inventory'],
  ])('tells %s the truth', async (_, tenant, tool) => {
    expect(await call(tenant, tool)).toContain('"order_id":4521,"status":"pending"');
  });
});
