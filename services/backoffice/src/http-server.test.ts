import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { checkToolsAgainst, loadPacks } from '@pitcrew/workflow';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type HttpServer, serveHttp } from './http-server.ts';
import { openWorlds, type Worlds } from './worlds.ts';

const local = { host: '127.0.0.1', port: 0 };
const confirmation = { order_id: 4521, shipping_method: 'ground', shipping_cost: 42.5 };

let worlds: Worlds;
let server: HttpServer;
const clients: Client[] = [];

beforeAll(async () => {
  worlds = openWorlds({});
  server = await serveHttp({ ...local, control: true }, worlds);
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
});
afterAll(async () => {
  await server.drain();
  worlds.close();
});

type Negotiation = 'auto' | 'legacy';
async function connect(mode: Negotiation = 'auto', address = server.address): Promise<Client> {
  const client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode } });
  await client.connect(new StreamableHTTPClientTransport(new URL(`http://${address}/mcp`)));
  clients.push(client);
  return client;
}
const meta = (tenant: string, key?: string) => ({
  'pitcrew/tenant': tenant,
  ...(key && { 'pitcrew/idempotency-key': key }),
});
const control = (path: string, init?: RequestInit) => fetch(`http://${server.address}/control/worlds/${path}`, init);
const put = (tenant: string, order: unknown) => control(tenant, { method: 'PUT', body: JSON.stringify(order) });

/** Those that are served, and those whose requests are being written. */
const workflows = join(import.meta.dirname, '../../../workflows');
const packs = loadPacks(workflows);

describe.each<[Negotiation]>([['auto'], ['legacy']])('over MCP, with a client whose negotiation is %s', (mode) => {
  it('lists the tools as the packs declare them', async () => {
    const { tools } = await (await connect(mode)).listTools();
    expect(packs.flatMap((pack) => checkToolsAgainst(pack, tools))).toEqual([]);
    const declared = packs.flatMap((pack) => Object.keys(pack.tools));
    expect(tools.map(({ name }) => name).sort()).toEqual(declared.sort());
  });

  it('says of each tool whether it only reads', async () => {
    const { tools } = await (await connect(mode)).listTools();
    const writing = tools.filter(({ annotations }) => !annotations?.readOnlyHint).map(({ name }) => name);
    const declared = packs.flatMap((pack) => Object.values(pack.tools)).filter(({ effect }) => effect !== 'read');
    expect(writing.sort()).toEqual(declared.map(({ name }) => name).sort());
    expect(tools.every(({ annotations }) => annotations?.idempotentHint)).toBe(true);
  });

  it('answers with a structured result', async () => {
    const client = await connect(mode);
    const answer = await client.callTool({
      name: 'calculate_shipping',
      arguments: { order_id: 4521, zone: 'east', weight_kg: 37.5 },
      _meta: meta('reader'),
    });
    expect(answer.isError).toBeFalsy();
    expect(answer.structuredContent).toEqual({ method: 'ground', cost: 42.5, eta_days: 3 });
  });

  it.each<[why: string, name: string, args: Record<string, unknown>, errorClass: string, message: RegExp]>([
    ['what is not found', 'validate_order', { order_id: 9999 }, 'input', /^order_id 9999 not found$/],
    ['arguments of the wrong type', 'validate_order', { order_id: 'x' }, 'input', /order_id/],
    ['no arguments', 'validate_order', {}, 'input', /order_id/],
    [
      'a state that forbids it',
      'check_inventory',
      { skus: ['W-200'], quantities: [40] },
      'logic',
      /^W-200: 30 available, 40 wanted$/,
    ],
    ['an effect without a key', 'confirm_order', confirmation, 'input', /idempotency key/],
  ])('classes a failure: %s', async (_, name, args, errorClass, message) => {
    const answer = await (await connect(mode)).callTool({ name, arguments: args, _meta: meta('reader') });
    expect(answer.isError).toBe(true);
    expect(answer.structuredContent).toEqual({ errorClass, executed: 'no', message: expect.stringMatching(message) });
  });

  it('needs to know the tenant', async () => {
    const answer = await (await connect(mode)).callTool({ name: 'validate_order', arguments: { order_id: 4521 } });
    expect(answer.structuredContent).toMatchObject({
      errorClass: 'input',
      message: expect.stringContaining('pitcrew/tenant'),
    });
  });

  it('makes one effect of a key, whoever repeats it, and keeps tenants apart', async () => {
    const [one, other] = [await connect(mode), await connect(mode)];
    const call = { name: 'confirm_order', arguments: confirmation };
    const answers = await Promise.all(
      [one, other, one].map((client) => client.callTool({ ...call, _meta: meta(`${mode}-writer`, 'k') })),
    );
    for (const { structuredContent } of answers)
      expect(structuredContent).toEqual({ confirmed: true, confirmation_id: 'CNF-88421' });
    const effects = (await (await control(`${mode}-writer/effects`)).json()) as unknown[];
    expect(effects).toEqual([expect.objectContaining({ key: 'k', tool: 'confirm_order', arguments: confirmation })]);
    expect(await (await control(`${mode}-bystander/effects`)).json()).toEqual([]);
  });
});

describe('the control door', () => {
  it('sets up a world with rows, faults and a delay', async () => {
    const response = await put('a%2Fb', {
      rows: { orders: [{ id: '#88', customer: 'Foo GmbH', items: [{ sku: 'Z', qty: 2 }] }] },
      faults: [{ tool: 'validate_order', class: 'transient', message: 'rate limit' }],
      delayMs: 60,
    });
    expect(response.status).toBe(204);
    const client = await connect();
    const call = { name: 'validate_order', arguments: { order_id: 88, customer: 'foo' }, _meta: meta('a/b') };
    const startedAt = performance.now();
    expect((await client.callTool(call)).structuredContent).toMatchObject({
      errorClass: 'transient',
      message: 'rate limit',
    });
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(55);
    expect((await client.callTool(call)).structuredContent).toMatchObject({ valid: true, weight_kg: 1 });
  });

  it.each<[why: string, order: unknown, message: RegExp]>([
    ['no JSON object', 'hello', /expected object/],
    ['an unknown field', { row: {} }, /row/],
    ['a bad row', { rows: { orders: [{ id: 5 }] } }, /rows\.orders\[0\]\.items/],
    ['an unknown tool', { faults: [{ tool: 'nap', class: 'logic', message: 'x' }] }, /faults\[0\]\.tool/],
    ['too long a delay', { delayMs: 60_001 }, /delayMs/],
  ])('refuses %s and says where', async (_, order, message) => {
    const response = await put('x', order);
    expect(response.status).toBe(400);
    expect(((await response.json()) as { message: string }).message).toMatch(message);
  });

  it('answers other paths and methods as HTTP does', async () => {
    expect((await control('')).status).toBe(404);
    expect((await control('%E0%A4%A')).status).toBe(404);
    expect((await control('x', { method: 'DELETE' })).status).toBe(405);
    expect((await put('x', { rows: {}, padding: 'x'.repeat(4 * 1024 * 1024) })).status).toBe(413);
  });

  it('is shut unless the configuration opens it', async () => {
    const closed = await serveHttp({ ...local, control: false }, worlds);
    const response = await fetch(`http://${closed.address}/control/worlds/x/effects`);
    expect(response.status).toBe(404);
    await closed.drain();
  });
});

describe('the HTTP server', () => {
  it('is healthy, and has nothing else', async () => {
    expect((await fetch(`http://${server.address}/health`)).status).toBe(200);
    expect((await fetch(`http://${server.address}/`)).status).toBe(404);
  });

  it('refuses a request that came by another name, on a loopback address', async () => {
    const [host, port] = server.address.split(':');
    const status = await new Promise((resolve, reject) => {
      const request = httpRequest(
        { host, port, path: '/mcp', method: 'POST', headers: { host: 'evil.example' } },
        (response) => resolve(response.statusCode),
      );
      request.on('error', reject).end('{}');
    });
    expect(status).toBe(403);
  });

  it('lets a call under way end when it is drained, and takes no new one', async () => {
    const own = openWorlds({});
    own.replace('slow', { delayMs: 300 });
    const draining = await serveHttp({ ...local, control: false }, own);
    const client = await connect('auto', draining.address);
    const underWay = client.callTool({ name: 'confirm_order', arguments: confirmation, _meta: meta('slow', 'k') });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const drained = draining.drain();
    await expect(fetch(`http://${draining.address}/health`)).rejects.toThrow();
    expect((await underWay).structuredContent).toMatchObject({ confirmed: true });
    await drained;
    own.close();
  });
});
