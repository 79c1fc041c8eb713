/**
 * A crew in which everybody has to say who they are: certificates between the parts, tokens at the doors. The order goes through
 * as it does without, whoever may not call is refused, a certificate is replaced while the crew works, and no secret is told.
 */
import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { promisify } from 'node:util';
import { followRun } from '@pitcrew/client';
import {
  type BodyOf,
  budgetService,
  gatewayService,
  newRunId,
  type StoredEvent,
  TenantId,
  validatorService,
} from '@pitcrew/contracts';
import { certificateFilesOf, connect, openTls, RpcError } from '@pitcrew/rpc';
import {
  type ChatServer,
  hybridEnvironment,
  type OtlpReceiver,
  preparePython,
  startChatServer,
  startOtlpReceiver,
} from '@pitcrew/testing';
import type { TokenClaims } from '@pitcrew/testing/identity';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CrewIdentity } from './crew/identity.ts';
import { type Crew, startCrew } from './crew.ts';
import { openTenant } from './tenant.ts';

const ORDER = 'Process order #4521 for customer acme-corp';
/** Several things that the crew does could be meant: the frontier is asked. */
const AMBIGUOUS = 'do the usual thing for 4521, you know what I mean';
const PLAN = {
  workflow: 'order-processing',
  reason: '',
  steps: [{ tool: 'validate_order' }, { tool: 'check_inventory' }],
};
/** So dear that a person has to agree. */
const DEAR = 'Refund order 70116';
const FRONTIER_KEY = 'sk-canary-0b1946c7';
const LIMITS = [{ limitMicroUsd: 50_000_000 }, { tenant: 'rich', limitMicroUsd: 50_000_000 }];

let crew: Crew;
let identity: CrewIdentity;
let receiver: OtlpReceiver;
let provider: ChatServer;
let directory = '';
const tokens: string[] = [];
const told: StoredEvent[] = [];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'pitcrew-identity-'));
  [receiver, provider] = await Promise.all([startOtlpReceiver(), startChatServer(() => PLAN)]);
  crew = await startCrew({
    identity: true,
    environment: {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
      ...hybridEnvironment({ directory, baseUrl: provider.baseUrl, limits: LIMITS, key: FRONTIER_KEY }),
    },
  });
  if (crew.identity === undefined) throw new Error('the crew has no identities');
  identity = crew.identity;
});
afterAll(async () => {
  await crew?.stop();
  await receiver?.close();
  await provider?.close();
  rmSync(directory, { recursive: true, force: true });
});

const soon = { deadlineMs: 10_000 };
const operator = () => openTls(certificateFilesOf(identity.operator));
const signed = async (claims: TokenClaims): Promise<string> => {
  const token = await identity.token(claims);
  tokens.push(token);
  return token;
};
const outcome = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'OK',
    (error: unknown) => (error instanceof RpcError ? `${error.code} ${error.reason}` : String(error)),
  );

async function processed(): Promise<BodyOf<'run-finished'> | undefined> {
  using tenant = await openTenant(crew);
  const events = await tenant.finished(await tenant.submit(ORDER), AbortSignal.timeout(90_000));
  told.push(...events);
  return events.map(({ event }) => event.body).find((body) => body.kind === 'run-finished');
}

it('an order goes through, from the request to its confirmation', async () => {
  expect(await processed()).toMatchObject({ status: 'succeeded', stopReason: 'completed' });
});

it('the frontier is asked, within the budget', async () => {
  const token = await signed({ tenant: 'rich', roles: ['submitter'] });
  const gateway = connect(gatewayService, crew.gateway, { tls: operator(), token: () => token });
  const { run } = await gateway.submitRun({ tenant: '', requestId: 'r-1', request: AMBIGUOUS }, soon);
  const signal = AbortSignal.timeout(60_000);
  for await (const stored of followRun(gateway, { tenant: '', run }, { signal })) told.push(stored);
  gateway.close();
  expect(told.map(({ event }) => event.body.kind)).toEqual(expect.arrayContaining(['spend-reserved', 'spend-settled']));
  expect(provider.requests()[0]?.headers.authorization).toBe(`Bearer ${FRONTIER_KEY}`);
});

describe('the gateway', () => {
  const submit = (token: string | undefined, tenant = '') => {
    const { PITCREW_TLS_CA_FILE } = identity.operator;
    // An application has no certificate of the crew: it knows the CA, and shows its token.
    const tls = openTls(certificateFilesOf({ PITCREW_TLS_CA_FILE }));
    const gateway = connect(gatewayService, crew.gateway, {
      tls,
      token: token === undefined ? undefined : () => token,
    });
    const request = { tenant, requestId: 'r-2', request: 'Translate our staff handbook into Dutch' };
    return outcome(gateway.submitRun(request, soon)).finally(() => gateway.close());
  };
  const good: TokenClaims = { tenant: 'acme', roles: ['submitter'] };

  it.each<[string, TokenClaims, string]>([
    ['a good one', {}, 'OK'],
    ['one for another audience', { audience: 'x' }, 'UNAUTHENTICATED WRONG_AUDIENCE'],
    ['one that has expired', { validForS: -3_600 }, 'UNAUTHENTICATED TOKEN_EXPIRED'],
    ['one without the role', { roles: ['approver'] }, 'PERMISSION_DENIED MISSING_ROLE'],
  ])('takes a token, or does not: %s', async (_, claims, expected) => {
    expect(await submit(await signed({ ...good, ...claims }))).toBe(expected);
  });

  it('takes no call without a token, none that is not signed, and none for another tenant', async () => {
    expect(await submit(undefined)).toBe('UNAUTHENTICATED NO_TOKEN');
    const [, claims] = (await signed(good)).split('.');
    const header = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
    expect(await submit(`${header}.${claims}.`)).toBe('UNAUTHENTICATED INVALID_TOKEN');
    expect(await submit(await signed(good), 'umbrella')).toBe('PERMISSION_DENIED FOREIGN_TENANT');
  });
});

describe('the programs of docs/examples', () => {
  const root = join(import.meta.dirname, '../../..');
  const examples = join(root, 'docs/examples');
  const run = promisify(execFile);

  /** An application knows the CA and has a token, in its environment. */
  async function finished(program: string, file: string): Promise<string> {
    using tenant = await openTenant(crew);
    const token = await signed({ tenant: tenant.tenant, roles: ['submitter', 'approver'] });
    const generated = { PITCREW_GENERATED: join(directory, 'generated') };
    const who = { PITCREW_TENANT: tenant.tenant, PITCREW_TOKEN: token, PITCREW_GATEWAY: crew.gateway };
    const { PITCREW_TLS_CA_FILE } = identity.operator;
    const env = { ...process.env, ...generated, ...who, PITCREW_TLS_CA_FILE };
    return (await run(program, [join(examples, file), ORDER], { env, cwd: root })).stdout;
  }

  it('follow a run over TLS with a token, in TypeScript', async () => {
    expect(await finished(process.execPath, 'typescript/process-order.ts')).toMatch(/\nsucceeded: .*\n$/);
  });

  it('follow a run over TLS with a token, in Python', async () => {
    const python = await preparePython(join(examples, 'python/requirements.txt'));
    await run(python, [join(examples, 'python/generate.py'), join(directory, 'generated')]);
    expect(await finished(python, 'python/process_order.py')).toMatch(/\nRUN_STATUS_SUCCEEDED: .*\n$/);
  }, 300_000);
});

describe('a part', () => {
  it('does not serve an operator, and not a part that has no business with it', async () => {
    const run = { tenant: TenantId.parse('acme'), run: newRunId(), request: 'x' };
    const request = { ...run, workflow: 'order-processing', variation: 'full', history: [], skipped: [] };
    for (const env of [identity.operator, identity.environmentOf('executor')]) {
      const validator = connect(validatorService, crew.addresses.validator as string, {
        tls: openTls(certificateFilesOf(env)),
      });
      const call = validator.judgeRun(request, soon);
      expect(await outcome(call)).toBe('PERMISSION_DENIED CALLER_NOT_ALLOWED');
      validator.close();
    }
    expect(crew.log('validator')).toContain('"reason":"CALLER_NOT_ALLOWED"');
    expect(crew.log('validator')).toContain('URI:spiffe://pitcrew.local/executor');
  });

  it('takes over a new certificate while it works', async () => {
    const before = await serialOf(crew.addresses.executor as string);
    const renewed = await identity.renew('executor');
    const expected = new X509Certificate(readFileSync(renewed.PITCREW_TLS_CERT_FILE as string)).serialNumber;
    await expect
      .poll(() => serialOf(crew.addresses.executor as string), { timeout: 20_000, interval: 500 })
      .toBe(expected);
    expect(before).not.toBe(expected);
    expect(await processed()).toMatchObject({ status: 'succeeded' });
  });

  /** Of the certificate that a new connection sees. */
  const serialOf = (address: string): Promise<string> => {
    const [host = '', port = ''] = address.split(':');
    const [cert, key, ca] = ['CERT', 'KEY', 'CA'].map((name) =>
      readFileSync(identity.operator[`PITCREW_TLS_${name}_FILE`] as string),
    );
    return new Promise((resolve, reject) => {
      const options = {
        host,
        port: Number(port),
        servername: 'executor',
        ca: ca!,
        cert: cert!,
        key: key!,
        ALPNProtocols: ['h2'],
      };
      const socket = connectTls(options, () => {
        resolve(socket.getPeerCertificate().serialNumber);
        socket.destroy();
      });
      socket.once('error', reject);
    });
  };
});

describe('the command line', () => {
  /** Not synchronously: the issuer, which the services ask for its keys, is in this process. */
  const pitcrew = (env: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<{ status: number; output: string }> => {
    const doors = { PITCREW_GATEWAY: crew.gateway, PITCREW_BUDGET: crew.addresses.budget };
    const options = { env: { ...process.env, NO_COLOR: '1', ...doors, ...env } };
    return new Promise((resolve) => {
      execFile(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], options, (error, stdout, stderr) =>
        resolve({ status: error === null ? 0 : Number(error.code), output: `${stdout}${stderr}` }),
      );
    });
  };
  const tokenFor = async (name: string, ...roles: readonly string[]): Promise<string> => {
    const crewOfTest = { PITCREW_IDENTITY_DIR: identity.folder };
    const { output } = await pitcrew(crewOfTest, 'token', '--tenant', 'acme', '--role', roles.join(','));
    tokens.push(output.trim());
    const file = join(directory, name);
    writeFileSync(file, output);
    return file;
  };

  it('gets a token, and shows it from its file', async () => {
    const submitter = await tokenFor('submitter', 'submitter');
    const submit = ['submit', 'Translate our staff handbook into Dutch', '--token-file', submitter];
    const submitted = await pitcrew(identity.operator, ...submit);
    expect(submitted).toMatchObject({ status: 0 });
    const listed = await pitcrew({ ...identity.operator, PITCREW_TOKEN_FILE: submitter }, 'runs', 'list');
    expect(listed.output).toContain(submitted.output.trim());
    expect((await pitcrew(identity.operator, 'runs', 'list')).output).toContain('UNAUTHENTICATED');
    expect((await pitcrew({ PITCREW_TOKEN_FILE: submitter }, 'runs', 'list')).output).toContain('UNAVAILABLE');
  });

  it('watches on with the token that its file holds when the first one has expired', async () => {
    using tenant = await openTenant(crew);
    const ofTenant = { tenant: tenant.tenant, roles: ['submitter'] };
    const file = join(directory, 'renewed');
    // The leeway is a minute: this token is taken for eight more seconds.
    writeFileSync(file, await signed({ ...ofTenant, validForS: -52 }));
    const run = await tenant.submit(DEAR);
    const watched = pitcrew(
      { ...identity.operator, PITCREW_TENANT: tenant.tenant },
      'runs',
      'watch',
      run,
      '--token-file',
      file,
    );
    await setTimeout(5_000);
    writeFileSync(file, await signed(ofTenant));
    await setTimeout(5_000);
    await tenant.gateway.cancelRun({ tenant: tenant.tenant, run, reason: '' }, soon);
    expect(await watched).toMatchObject({ status: 0, output: expect.stringMatching(/cancel/i) });
  });

  it('sets limits as an operator alone', async () => {
    const limit = ['budget', 'set-limit', '--tenant', 'acme', '--period', 'day', '--usd', '5', '--token-file'];
    const approver = await pitcrew(identity.operator, ...limit, await tokenFor('approver', 'approver'));
    expect(approver.output).toContain('PERMISSION_DENIED');
    const operator = await tokenFor('operator', 'operator');
    expect(await pitcrew(identity.operator, ...limit, operator)).toMatchObject({ status: 0 });
    // Both locks: the token of an operator is no certificate of one.
    const other = await pitcrew(identity.environmentOf('validator'), ...limit, operator);
    expect(other.output).toContain('PERMISSION_DENIED');
  });
});

it('a part without a certificate meets no answer', async () => {
  const budget = connect(budgetService, crew.addresses.budget as string, { tls: { kind: 'off' } });
  expect(await outcome(budget.getSpend({}, { deadlineMs: 3_000 }))).toMatch(/^(UNAVAILABLE|DEADLINE_EXCEEDED)/);
  budget.close();
});

// Last, when all of the above has been logged, traced and recorded.
it('no token, no key and no certificate key is in a log, a span or an event', async () => {
  const keys = readdirSync(identity.folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.key'),
  );
  const pemLines = keys
    .flatMap((file) => readFileSync(join(identity.folder, file), 'utf8').split('\n'))
    .filter((line) => line.length > 20 && !line.startsWith('-'));
  const issuerKey = JSON.parse(readFileSync(join(identity.folder, 'issuer.json'), 'utf8')).jwk.d as string;
  const signatures = tokens.flatMap((token) => token.split('.').slice(1)).filter((part) => part !== '');
  const secrets = [FRONTIER_KEY, issuerKey, ...pemLines, ...signatures];
  expect(keys.length).toBeGreaterThan(8);
  expect(signatures.length).toBeGreaterThan(10);
  const spans = await receiver.settled((received) => received.some(({ service }) => service === 'frontier'), 10_000);
  const logs = readdirSync(join(crew.directory, 'logs')).map((file) =>
    readFileSync(join(crew.directory, 'logs', file), 'utf8'),
  );
  const places = { logs: logs.join('\n'), spans: JSON.stringify(spans), events: JSON.stringify(told) };
  // The search finds what is there.
  expect(places.logs).toContain('TOKEN_EXPIRED');
  expect(places.spans).toContain('order-processing');
  expect(places.events).toContain(ORDER);
  for (const [place, text] of Object.entries(places))
    for (const secret of secrets) expect(text.includes(secret), `${secret.slice(0, 12)}… in ${place}`).toBe(false);
});
