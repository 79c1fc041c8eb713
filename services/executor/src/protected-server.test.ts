/** A tool server over real TLS that wants to know who calls: what goes through, what is refused, and in which words. */
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TenantId } from '@pitcrew/contracts';
import { createThrowawayCa, type MadeCertificate, type ThrowawayCa } from '@pitcrew/testing/identity';
import { parsePack } from '@pitcrew/workflow';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FaultyServer, startFaultyServer, succeeds } from './tool-server.fixture.ts';
import { openToolServer, type ToolServer } from './tool-server.ts';
import { toolsAccessOf } from './tools-access.ts';

const pack = parsePack(
  `name: guarded
title: Look
covers: look
tools: { look: { effect: read, arguments: { id: { type: integer, from: request } }, result: { ok: boolean } } }
plan: [look]
variations: { full: { without: [] } }
`,
  'workflow.yaml',
);
const call = { tenant: TenantId.parse('t'), tool: 'look', arguments: { id: 1 }, idempotencyKey: 'k' };
const noSignal = new AbortController().signal;
const OK = { kind: 'succeeded', result: { ok: true } };
const TOKENS = ['first-token-0123456789', 'second-token-0123456789'] as const;

const directory = mkdtempSync(join(tmpdir(), 'pitcrew-guarded-'));
/** Replaced at once, as a mount would. */
const put = (name: string, text: string): string => {
  const file = join(directory, name);
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
  return file;
};
const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
const lines = (): string => said.mock.calls.map(([line]) => String(line)).join('');

let ca: ThrowawayCa;
let foreign: ThrowawayCa;
let own: MadeCertificate;
let serverOwn: MadeCertificate;
let server: FaultyServer;
const opened: ToolServer[] = [];

beforeAll(async () => {
  [ca, foreign] = await Promise.all([createThrowawayCa(), createThrowawayCa()]);
  own = await ca.issue('executor');
  serverOwn = await ca.issue('tools', { addresses: ['127.0.0.1'] });
});
beforeEach(async () => {
  said.mockClear();
  server = await startFaultyServer({
    ca: ca.certificate,
    cert: serverOwn.certificate,
    key: serverOwn.key,
    requestCert: true,
  });
  server.demand(TOKENS[0]);
  server.meet(succeeds({ ok: true }));
});
afterEach(async () => {
  for (const tools of opened.splice(0)) await tools.close();
  await server.close();
  for (const token of TOKENS) expect(lines()).not.toContain(token);
});
afterAll(() => {
  said.mockRestore();
  rmSync(directory, { recursive: true, force: true });
});

const files = (): NodeJS.ProcessEnv => ({
  PITCREW_TOOLS_TOKEN_FILE: put('token', `${TOKENS[0]}\n`),
  PITCREW_TOOLS_CA_FILE: put('ca.crt', ca.certificate),
  PITCREW_TOOLS_CERT_FILE: put('tls.crt', own.certificate),
  PITCREW_TOOLS_KEY_FILE: put('tls.key', own.key),
});

async function open(env: NodeJS.ProcessEnv): Promise<ToolServer> {
  const tools = await openToolServer(server.url, [pack], toolsAccessOf(server.url, env));
  opened.push(tools);
  return tools;
}

it('with token, CA and certificate calls go through, one after another and side by side', async () => {
  const tools = await open(files());
  expect(await tools.call(call, noSignal)).toEqual(OK);
  expect(await Promise.all([1, 2, 3].map(() => tools.call(call, noSignal)))).toEqual([OK, OK, OK]);
});

describe('is refused at the start', () => {
  it.each<[string, () => NodeJS.ProcessEnv | Promise<NodeJS.ProcessEnv>, string]>([
    [
      'no token',
      () => ({ ...files(), PITCREW_TOOLS_TOKEN_FILE: '' }),
      'it wants a token, set PITCREW_TOOLS_TOKEN_FILE',
    ],
    [
      'a wrong token',
      () => ({ ...files(), PITCREW_TOOLS_TOKEN_FILE: put('token', TOKENS[1]) }),
      'it does not take the token of PITCREW_TOOLS_TOKEN_FILE',
    ],
    [
      'no CA',
      () => ({ ...files(), PITCREW_TOOLS_CA_FILE: '' }),
      'signed by nobody whom PITCREW_TOOLS_CA_FILE, or else Node',
    ],
    [
      'neither CA nor certificate',
      () => ({ PITCREW_TOOLS_TOKEN_FILE: put('token', TOKENS[0]) }),
      'signed by nobody whom PITCREW_TOOLS_CA_FILE, or else Node',
    ],
    [
      'a foreign CA',
      () => ({ ...files(), PITCREW_TOOLS_CA_FILE: put('ca.crt', foreign.certificate) }),
      'signed by nobody whom PITCREW_TOOLS_CA_FILE',
    ],
    [
      'no certificate',
      () => ({ ...files(), PITCREW_TOOLS_CERT_FILE: '', PITCREW_TOOLS_KEY_FILE: '' }),
      'wants another client certificate than that of PITCREW_TOOLS_CERT_FILE, or has none from it',
    ],
    ['a certificate of a foreign CA', async () => withOwn(await foreign.issue('executor')), 'PITCREW_TOOLS_CERT_FILE'],
    [
      'a certificate that has expired',
      async () => withOwn(await ca.issue('executor', { validForMs: -60_000 })),
      'PITCREW_TOOLS_CERT_FILE',
    ],
  ])('%s', async (_, env, sentence) => {
    const problem = await open(await env()).then(() => 'it was let in', String);
    expect(problem).toContain(`the tool server ${server.url} cannot be used: `);
    expect(problem).toContain(sentence);
    for (const token of TOKENS) expect(problem).not.toContain(token);
  });
});

const withOwn = ({ certificate, key }: MadeCertificate): NodeJS.ProcessEnv => ({
  ...files(),
  PITCREW_TOOLS_CERT_FILE: put('tls.crt', certificate),
  PITCREW_TOOLS_KEY_FILE: put('tls.key', key),
});

it('a server whose certificate names another host is refused', async () => {
  const elsewhere = await ca.issue('tools');
  await server.close();
  server = await startFaultyServer({ cert: elsewhere.certificate, key: elsewhere.key });
  await expect(open(files())).rejects.toThrow('names another host than PITCREW_TOOLS_URL');
});

describe('while it runs', () => {
  it('a token that is replaced is the one that is shown, and until then the call surely did nothing and says so', async () => {
    const tools = await open(files());
    server.demand(TOKENS[1]);
    const before = server.calls.length;
    const refused = await tools.call(call, noSignal);
    expect(refused).toMatchObject({ kind: 'failed', errorClass: 'transient', executed: 'no' });
    expect(refused).toMatchObject({ message: expect.stringContaining('the token of PITCREW_TOOLS_TOKEN_FILE') });
    expect(server.calls).toHaveLength(before);
    put('token', TOKENS[1]);
    expect(await tools.call(call, noSignal)).toEqual(OK);
  });

  it('a file that is gone or empty for a while changes nothing, and is reported once', async () => {
    const tools = await open(files());
    put('token', '');
    expect(await tools.call(call, noSignal)).toEqual(OK);
    rmSync(join(directory, 'tls.key'));
    expect(await tools.call(call, noSignal)).toEqual(OK);
    expect(await tools.call(call, noSignal)).toEqual(OK);
    expect(said.mock.calls).toHaveLength(2);
    expect(lines()).toContain('holds no token');
    expect(lines()).toContain('PITCREW_TOOLS_KEY_FILE: ');
  });

  it('a certificate that is replaced is the one that is shown', async () => {
    const tools = await open(files());
    withOwn(await foreign.issue('executor'));
    expect(await tools.call(call, noSignal)).toMatchObject({ kind: 'failed', errorClass: 'transient' });
    withOwn(own);
    expect(await tools.call(call, noSignal)).toEqual(OK);
  });

  it('a server that repeats the token in its refusal is not quoted with it', async () => {
    const tools = await open(files());
    server.meet({ kind: 'error', code: -32602, message: `no: Bearer ${TOKENS[0]}` });
    expect(JSON.stringify(await tools.call(call, noSignal))).toContain('no: Bearer (token)');
    server.meet({ kind: 'answer', result: { isError: true, content: [{ type: 'text', text: TOKENS[0] }] } });
    expect(await tools.call(call, noSignal)).toMatchObject({ kind: 'failed', message: '(token)' });
  });

  it('nor one that shows in its result what it was asked with', async () => {
    const tools = await open(files());
    const seen = { headers: [{ authorization: `Bearer ${TOKENS[0]}`, length: 2 }, null], ok: true };
    server.meet({ kind: 'answer', result: { content: [], structuredContent: seen } });
    expect(await tools.call(call, noSignal)).toEqual({
      kind: 'succeeded',
      result: { headers: [{ authorization: 'Bearer (token)', length: 2 }, null], ok: true },
    });
  });

  it.each([401, 403])('%i at a call is told as a matter of who calls', async (status) => {
    const tools = await open(files());
    server.meet({ kind: 'status', status });
    const outcome = await tools.call(call, noSignal);
    expect(outcome).toMatchObject({ errorClass: 'transient', executed: 'no' });
    expect(outcome).toMatchObject({
      message: expect.stringMatching(new RegExp(`${status}.*PITCREW_TOOLS_TOKEN_FILE`)),
    });
  });

  it('a connection that is cut, and a call that takes too long, are what they are without TLS', async () => {
    const tools = await open(files());
    for (const headersSent of [false, true]) {
      server.meet({ kind: 'cut', headersSent });
      expect(await tools.call(call, noSignal)).toMatchObject({ errorClass: 'transient', executed: 'unknown' });
    }
    server.meet({ kind: 'hang' });
    const late = await tools.call({ ...call, timeoutMs: 100 }, noSignal);
    expect(late).toMatchObject({ errorClass: 'transient', executed: 'unknown', message: 'timeout after 100 ms' });
  });
});
