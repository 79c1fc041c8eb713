import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, afterEach, expect, it } from 'vitest';

const directory = mkdtempSync(join(tmpdir(), 'backoffice-'));
const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rmSync(directory, { recursive: true }));

type Started = { readonly child: ChildProcess; readonly url: string };

async function start(environment: Record<string, string>): Promise<Started> {
  const child = launch(environment);
  const [line] = (await once(child.stdout as NonNullable<typeof child.stdout>, 'data')) as [Buffer];
  const { listening } = JSON.parse(line.toString()) as { listening: string };
  return { child, url: `http://${listening}` };
}

function launch(environment: Record<string, string>): ChildProcess {
  const env = { ...process.env, PITCREW_LISTEN: '127.0.0.1:0', ...environment };
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  return child;
}

async function confirm(url: string): Promise<unknown> {
  const client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`)));
  const { structuredContent } = await client.callTool({
    name: 'confirm_order',
    arguments: { order_id: 4521, shipping_method: 'ground', shipping_cost: 42.5 },
    _meta: { 'pitcrew/tenant': 'acme', 'pitcrew/idempotency-key': 'run-1:s4:0' },
  });
  await client.close();
  return structuredContent;
}

const effectsAt = async (url: string): Promise<unknown[]> =>
  (await (await fetch(`${url}/control/worlds/acme/effects`)).json()) as unknown[];

const POLLS_MAX = 100;

it('an effect survives a crash before its answer: the repeated key finds it, and it is not made twice', async () => {
  const environment = { PITCREW_BACKOFFICE_DB: directory, PITCREW_BACKOFFICE_CONTROL: '1' };
  const before = await start(environment);
  await fetch(`${before.url}/control/worlds/acme`, { method: 'PUT', body: JSON.stringify({ delayMs: 60_000 }) });
  const lost = confirm(before.url).catch(() => 'the connection was lost');
  for (let poll = 0; (await effectsAt(before.url)).length === 0 && poll < POLLS_MAX; poll += 1)
    await new Promise((resolve) => setTimeout(resolve, 20));
  before.child.kill('SIGKILL');
  expect(await lost).toBe('the connection was lost');

  const after = await start(environment);
  expect(await effectsAt(after.url)).toHaveLength(1);
  expect(await confirm(after.url)).toEqual({ confirmed: true, confirmation_id: 'CNF-88421' });
  expect(await effectsAt(after.url)).toHaveLength(1);
});

it('ends by itself on SIGTERM', async () => {
  const { child, url } = await start({});
  expect(await confirm(url)).toMatchObject({ confirmed: true });
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

it('says what is wrong with its environment and does not start', async () => {
  const child = launch({ PITCREW_LISTEN: 'anywhere' });
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  expect(await once(child, 'close')).toEqual([1, null]);
  expect(JSON.parse(complaint)).toMatchObject({
    severity: 'ERROR',
    service: 'backoffice',
    message: expect.stringContaining('PITCREW_LISTEN'),
  });
});
