/** Real connections between a caller and a server of the crew, with certificates made on the spot. */
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client as GrpcClient, type ServiceError, status } from '@grpc/grpc-js';
import { newRunId, routerService, TenantId } from '@pitcrew/contracts';
import { createThrowawayCa, type SubjectNames, type ThrowawayCa, writeCertificates } from '@pitcrew/testing/identity';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  type Client,
  checkHealth,
  connect,
  implement,
  RpcError,
  type RpcServer,
  type ServeOptions,
  serve,
} from './index.ts';
import {
  certificateFilesOf,
  clientSecurity,
  hostsOf,
  openTls,
  refuseInTheClear,
  refuseOpenPort,
  TLS_OFF,
  type Tls,
} from './tls.ts';

const RELOAD_MS = 20;
const usage = { model: 'm', inputTokens: 1, cachedTokens: 0, outputTokens: 1, prefillMs: 0, decodeMs: 0 };
const route = { workflowConfidence: 0, clarity: 'clear', clarityConfidence: 1 } as const;

let directory = '';
let ca: ThrowawayCa;
let foreign: ThrowawayCa;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'pitcrew-tls-'));
  [ca, foreign] = await Promise.all([createThrowawayCa(), createThrowawayCa()]);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const open: { close?(): void; drain?(): Promise<void> }[] = [];
afterEach(async () => {
  for (const { close, drain } of open.splice(0).reverse()) {
    close?.();
    await drain?.();
  }
});

let folders = 0;
/** Writes what the part shows of itself and gives the environment that names it. `trusts` is whom it believes. */
async function certified(part: string, names?: SubjectNames, by = ca, trusts = ca): Promise<NodeJS.ProcessEnv> {
  folders += 1;
  return writeCertificates(join(directory, String(folders)), trusts.certificate, await by.issue(part, names));
}
const problems: string[] = [];
const tlsOf = (env: NodeJS.ProcessEnv): Tls =>
  openTls(certificateFilesOf(env), (problem) => problems.push(String(problem)), RELOAD_MS);

async function routerWith(env: NodeJS.ProcessEnv, options: Partial<ServeOptions> = {}): Promise<RpcServer> {
  const services = [implement(routerService, { route: async () => ({ route, question: '', usage }) })];
  const server = await serve({ address: '127.0.0.1:0', services, tls: tlsOf(env), drainBoundMs: 200, ...options });
  open.push(server);
  return server;
}

/** What becomes of a call: OK, or code and reason. */
async function outcome(tls: Tls, address: string): Promise<string> {
  const client = connect(routerService, address, { tls });
  open.push(client);
  return called(client);
}

function called(client: Client<(typeof routerService)['methods']>): Promise<string> {
  const request = { tenant: TenantId.parse('acme'), run: newRunId(), request: 'x' };
  return client.route(request, { deadlineMs: 3_000 }).then(
    () => 'OK',
    (error: unknown) => (error instanceof RpcError ? `${error.code} ${error.reason}` : String(error)),
  );
}

describe('a call between two parts', () => {
  it('goes through when both show what the CA has signed, at an address, a list of them and a name', async () => {
    const { port } = await routerWith(await certified('router', { hosts: ['localhost'] }));
    const tls = tlsOf(await certified('orchestrator'));
    expect(await outcome(tls, `127.0.0.1:${port}`)).toBe('OK');
    expect(await outcome(tls, `ipv4:127.0.0.1:${port},127.0.0.1:${port}`)).toBe('OK');
    expect(await outcome(tls, `localhost:${port}`)).toBe('OK');
  });

  it.each<[string, string, () => Promise<Tls>]>([
    [
      'another part of the crew',
      'PERMISSION_DENIED CALLER_NOT_ALLOWED',
      async () => tlsOf(await certified('validator')),
    ],
    [
      'the name of the orchestrator in another trust domain, to which this router is nobody',
      'UNAVAILABLE UNAVAILABLE',
      async () => tlsOf(await certified('orchestrator', { uris: ['spiffe://elsewhere/orchestrator'] })),
    ],
    [
      'a host name that begins like the orchestrator, and no trust domain',
      'PERMISSION_DENIED CALLER_NOT_ALLOWED',
      async () => tlsOf(await certified('orchestrator', { uris: [], hosts: ['orchestrator.elsewhere.svc'] })),
    ],
    [
      'a certificate that names no part',
      'UNAUTHENTICATED NO_CERTIFICATE',
      async () => tlsOf(await certified('x', { uris: [], hosts: ['*.crew.svc'] })),
    ],
    [
      'an expired certificate',
      'UNAUTHENTICATED CERTIFICATE_REFUSED',
      async () => tlsOf(await certified('orchestrator', { validForMs: -60_000 })),
    ],
    [
      'a certificate of a foreign CA',
      'UNAUTHENTICATED CERTIFICATE_REFUSED',
      async () => tlsOf(await certified('orchestrator', {}, foreign)),
    ],
    [
      'no certificate',
      'UNAUTHENTICATED NO_CERTIFICATE',
      async () => {
        const { PITCREW_TLS_CA_FILE } = await certified('orchestrator');
        return tlsOf({ PITCREW_TLS_CA_FILE });
      },
    ],
    ['no TLS at all', 'UNAVAILABLE UNAVAILABLE', async () => TLS_OFF],
  ])('is refused to a caller with %s: %s', async (_, expected, caller) => {
    const { port } = await routerWith(await certified('router'));
    expect(await outcome(await caller(), `127.0.0.1:${port}`)).toBe(expected);
  });

  it('that is refused for its certificate is one line of the log for its connection: who knocked, and what was wrong', async () => {
    const { port } = await routerWith(await certified('router'));
    const tls = tlsOf(await certified('orchestrator', { validForMs: -60_000 }));
    const client = connect(routerService, `127.0.0.1:${port}`, { tls });
    open.push(client);
    const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    await Promise.all([called(client), called(client), called(client)]);
    const lines = written.mock.calls.map(([line]) => JSON.parse(String(line)));
    written.mockRestore();
    const line = {
      message: 'call refused',
      method: 'pitcrew.router.v1.RouterService/Route',
      reason: 'CERTIFICATE_REFUSED',
      problem: 'CERT_HAS_EXPIRED',
      certificate: 'URI:spiffe://pitcrew.local/orchestrator, DNS:orchestrator',
      peer: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
    };
    expect(lines[0]).toMatchObject(line);
    expect(new Set(lines.map(({ peer }) => peer)).size).toBe(lines.length);
  });

  it('is not even answered for health without a certificate', async () => {
    const { port } = await routerWith(await certified('router'));
    const { PITCREW_TLS_CA_FILE } = await certified('orchestrator');
    const { credentials, options } = clientSecurity(tlsOf({ PITCREW_TLS_CA_FILE }), 'router', '127.0.0.1');
    const client = new GrpcClient(`127.0.0.1:${port}`, credentials, options);
    open.push({ close: () => client.close() });
    const asIs = (bytes: Buffer) => bytes;
    const check = () =>
      new Promise((resolve) => {
        const answer = (error: ServiceError | null) => resolve(error?.code);
        client.makeUnaryRequest('/grpc.health.v1.Health/Check', asIs, asIs, Buffer.alloc(0), answer);
      });
    expect(await check()).toBe(status.UNAUTHENTICATED);
  });

  it.each<[string, () => Promise<NodeJS.ProcessEnv>]>([
    ['another part of the crew', () => certified('validator')],
    ['another part, in the words of its host names', () => certified('validator', { uris: [] })],
    ['a foreign CA', () => certified('router', {}, foreign)],
    ['an expired certificate', () => certified('router', { validForMs: -60_000 })],
    ['the router of another trust domain', () => certified('router', { uris: ['spiffe://elsewhere/router'] })],
    [
      'a host name that begins like the router',
      () => certified('router', { uris: [], hosts: ['router.elsewhere.svc'] }),
    ],
  ])('is not made to a server with the certificate of %s', async (_, server) => {
    const { port } = await routerWith(await server());
    const tls = tlsOf(await certified('orchestrator'));
    expect(await outcome(tls, `127.0.0.1:${port}`)).toBe('UNAVAILABLE UNAVAILABLE');
  });
});

it('parts that have host names alone call each other by them', async () => {
  const { port } = await routerWith(await certified('router', { uris: [], hosts: ['router.crew.svc'] }));
  const tls = tlsOf(await certified('orchestrator', { uris: [], hosts: ['orchestrator.crew.svc'] }));
  expect(await outcome(tls, `127.0.0.1:${port}`)).toBe('OK');
});

describe('a certificate that is replaced while the server runs', () => {
  it('is what new connections see, and a caller whose CA was replaced is let in', async () => {
    const env = await certified('router');
    const { port } = await routerWith(env);
    const caller = tlsOf(await certified('orchestrator', {}, foreign, foreign));
    expect(await outcome(caller, `127.0.0.1:${port}`)).toBe('UNAVAILABLE UNAVAILABLE');
    writeCertificates(join(env.PITCREW_TLS_CERT_FILE!, '..'), foreign.certificate, await foreign.issue('router'));
    await expect.poll(() => outcome(caller, `127.0.0.1:${port}`), { timeout: 3_000 }).toBe('OK');
  });

  it('is what a client shows at its next connection', async () => {
    const env = await certified('validator');
    const { port } = await routerWith(await certified('router'));
    const tls = tlsOf(env);
    expect(await outcome(tls, `127.0.0.1:${port}`)).toBe('PERMISSION_DENIED CALLER_NOT_ALLOWED');
    writeCertificates(join(env.PITCREW_TLS_CERT_FILE!, '..'), ca.certificate, await ca.issue('orchestrator'));
    const next = async () => {
      for (const client of open.splice(1)) client.close?.();
      return outcome(tls, `127.0.0.1:${port}`);
    };
    await expect.poll(next, { timeout: 3_000 }).toBe('OK');
  });

  it('after it has expired is what the next call of a refused client shows', async () => {
    const env = await certified('orchestrator', { validForMs: -60_000 });
    const { port } = await routerWith(await certified('router'));
    const client = connect(routerService, `127.0.0.1:${port}`, { tls: tlsOf(env) });
    open.push(client);
    expect(await called(client)).toBe('UNAUTHENTICATED CERTIFICATE_REFUSED');
    writeCertificates(join(env.PITCREW_TLS_CERT_FILE!, '..'), ca.certificate, await ca.issue('orchestrator'));
    await expect.poll(() => called(client), { timeout: 3_000 }).toBe('OK');
  });

  it('is not used before all of it is there, and what is wrong is said once', async () => {
    const env = await certified('router');
    const { port } = await routerWith(env);
    problems.splice(0);
    const other = await ca.issue('router');
    writeFileSync(env.PITCREW_TLS_KEY_FILE!, other.key);
    await expect.poll(() => problems.length, { timeout: 3_000 }).toBe(1);
    renameSync(env.PITCREW_TLS_CERT_FILE!, `${env.PITCREW_TLS_CERT_FILE}.gone`);
    await expect.poll(() => problems.length, { timeout: 3_000 }).toBe(2);
    expect(problems.join()).toMatch(/cannot be used.*cannot be read: ENOENT/s);
    expect(problems.join()).not.toContain('PRIVATE');
    const caller = tlsOf(await certified('orchestrator'));
    expect(await outcome(caller, `127.0.0.1:${port}`)).toBe('OK');
  });

  it.each<[string, (good: string) => string]>([
    ['is empty', () => ''],
    ['holds something else', () => 'no certificate'],
    ['is half written', (good) => good.slice(0, good.length / 2)],
    ['is half written after its first certificate', (good) => `${good}\n${good.slice(0, good.length / 2)}`],
    ['holds what only looks like a certificate', () => '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n'],
  ])('is not used while its CA file %s', async (_, written) => {
    const env = await certified('router');
    const { port } = await routerWith(env);
    problems.splice(0);
    writeFileSync(env.PITCREW_TLS_CA_FILE!, written(ca.certificate));
    await expect.poll(() => problems.join(), { timeout: 3_000 }).toMatch(/ca\.crt cannot be used/);
    const caller = tlsOf(await certified('orchestrator'));
    expect(await outcome(caller, `127.0.0.1:${port}`)).toBe('OK');
  });
});

describe('a token', () => {
  it.each([
    ['gateway.example:443', {}, false],
    ['ipv4:10.0.0.1:1,127.0.0.1:2', {}, false],
    ['ipv4:127.0.0.1:1,10.0.0.1:2', {}, false],
    ['ipv4:127.0.0.1:1,127.0.0.1:2', {}, true],
    ['gateway.example:443', { PITCREW_INSECURE: '1' }, true],
    ['127.0.0.1:50051', {}, true],
    ['localhost:50051', {}, true],
  ])('goes to %s without TLS, with %j: %s', (address, env, goes) => {
    const refuse = () => refuseInTheClear(TLS_OFF, address, env);
    if (goes) expect(refuse).not.toThrow();
    else expect(refuse).toThrow(/is not sent/);
  });

  it('goes anywhere with TLS', async () => {
    const tls = tlsOf(await certified('operator'));
    expect(() => refuseInTheClear(tls, 'gateway.example:443', {})).not.toThrow();
  });
});

describe('a service without TLS', () => {
  it.each([
    ['0.0.0.0:50051', {}, false],
    ['[::]:50051', {}, false],
    ['10.1.2.3:50051', {}, false],
    ['0.0.0.0:50051', { PITCREW_INSECURE: '1' }, true],
    ['127.0.0.1:0', {}, true],
    ['localhost:50051', {}, true],
    ['[::1]:50051', {}, true],
  ])('listens on %s with %j: %s', (address, env, listens) => {
    const refuse = () => refuseOpenPort(TLS_OFF, address, env);
    if (listens) expect(refuse).not.toThrow();
    else expect(refuse).toThrow(/without TLS anybody there may call: set PITCREW_TLS_CERT_FILE/);
  });

  it('is not what one with certificates is', async () => {
    const tls = tlsOf(await certified('router'));
    expect(() => refuseOpenPort(tls, '0.0.0.0:50051', {})).not.toThrow();
  });
});

describe('health', () => {
  it('answers on a plain port of its own, where nothing else does, until the server is gone', async () => {
    const server = await routerWith(await certified('router'), { serving: false, healthAddress: '127.0.0.1:0' });
    const health = `127.0.0.1:${server.healthPort}`;
    expect(await checkHealth(health, 'readiness', 2_000)).toBe('NOT_SERVING');
    server.setServing(true);
    expect(await checkHealth(health, 'readiness', 2_000)).toBe('SERVING');
    expect(await outcome(TLS_OFF, health)).toBe('UNIMPLEMENTED UNIMPLEMENTED');
    await server.drain();
    expect(await checkHealth(health, 'readiness', 2_000)).toBe('UNREACHABLE');
  });
});

describe('the variables', () => {
  const [PITCREW_TLS_CERT_FILE, PITCREW_TLS_KEY_FILE, PITCREW_TLS_CA_FILE] = ['c', 'k', 'a'];

  it('may all be unset or empty: TLS is off', () => {
    expect(certificateFilesOf({})).toBeUndefined();
    expect(certificateFilesOf({ PITCREW_TLS_CERT_FILE: '', PITCREW_TLS_KEY_FILE: '', PITCREW_TLS_CA_FILE: '' })).toBe(
      undefined,
    );
  });

  it.each([
    [{ PITCREW_TLS_CERT_FILE }],
    [{ PITCREW_TLS_KEY_FILE }],
    [{ PITCREW_TLS_CERT_FILE, PITCREW_TLS_KEY_FILE }],
    [{ PITCREW_TLS_CERT_FILE, PITCREW_TLS_CA_FILE }],
    [{ PITCREW_TLS_KEY_FILE, PITCREW_TLS_CA_FILE }],
  ])('%j alone is refused', (env) => {
    expect(() => certificateFilesOf(env)).toThrow(/set all of .* or none/);
  });

  it('a server with the CA alone does not start', async () => {
    const { PITCREW_TLS_CA_FILE } = await certified('router');
    await expect(routerWith({ PITCREW_TLS_CA_FILE })).rejects.toThrow(/needs a certificate of its own/);
  });

  it('a CA file without a certificate is refused at the start', async () => {
    const env = await certified('router');
    writeFileSync(env.PITCREW_TLS_CA_FILE!, '');
    expect(() => tlsOf(env)).toThrow(/ca\.crt cannot be used: it holds no certificate/);
  });

  it('a file that is not there is named', () => {
    expect(() => tlsOf({ PITCREW_TLS_CA_FILE: '/nowhere/ca.crt' })).toThrow('/nowhere/ca.crt cannot be read: ENOENT');
  });
});

it.each([
  ['executor:50051', ['executor']],
  ['dns:///executor.crew.svc:50051', ['executor.crew.svc']],
  ['dns://10.0.0.53/executor:50051', ['executor']],
  ['ipv4:10.0.0.1:1,10.0.0.2:2', ['10.0.0.1', '10.0.0.2']],
  ['127.0.0.1:50051', ['127.0.0.1']],
  ['[::1]:50051', ['::1']],
  ['localhost:0', ['localhost']],
])('the hosts of %s are %j', (address, hosts) => {
  expect(hostsOf(address)).toEqual(hosts);
});
