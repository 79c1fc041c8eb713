/** What a service that people call says instead of starting, when it would believe anybody, or is told half of what it needs. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createThrowawayCa, writeCertificates } from '@pitcrew/testing/identity';
import { afterAll, expect, it } from 'vitest';

type Ended = { readonly code: number | null; readonly output: string };

function start(service: string, env: NodeJS.ProcessEnv): Promise<Ended> {
  const main = join(import.meta.dirname, '../..', service, 'src/main.ts');
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, PITCREW_NATS_URL: 'nats://127.0.0.1:1', ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  return new Promise((resolve) => child.once('exit', (code) => resolve({ code, output })));
}

const PITCREW_LISTEN = '0.0.0.0:0';
const TOKENS = { PITCREW_OIDC_ISSUER: 'https://login.example', PITCREW_OIDC_AUDIENCE: 'pitcrew' };
const directory = mkdtempSync(join(tmpdir(), 'pitcrew-open-door-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const ca = await createThrowawayCa();
const certificates = writeCertificates(directory, ca.certificate, await ca.issue('gateway'));

it.each<[string, NodeJS.ProcessEnv, RegExp]>([
  ['gateway', { PITCREW_LISTEN, ...TOKENS }, /without TLS anybody there may call/],
  ['budget', { PITCREW_LISTEN, ...TOKENS }, /without TLS anybody there may call/],
  ['executor', { PITCREW_LISTEN }, /without TLS anybody there may call/],
  ['gateway', { PITCREW_LISTEN, ...certificates }, /asks nobody who they are/],
  ['budget', { PITCREW_LISTEN, ...certificates }, /asks nobody who they are/],
  ['gateway', { PITCREW_OIDC_ISSUER: 'https://login.example' }, /set both/],
  ['gateway', { ...TOKENS, PITCREW_OIDC_ISSUER: 'http://login.example' }, /over https/],
  ['gateway', { PITCREW_TLS_CERT_FILE: 'tls.crt', PITCREW_TLS_KEY_FILE: 'tls.key' }, /set all of/],
  ['router', { PITCREW_TLS_CERT_FILE: 'tls.crt' }, /set all of/],
  [
    'router',
    { PITCREW_TLS_CERT_FILE: '/no/a', PITCREW_TLS_KEY_FILE: '/no/b', PITCREW_TLS_CA_FILE: '/no/c' },
    /cannot be read: ENOENT/,
  ],
])('%s with %j does not start, and says why in one line', async (service, env, message) => {
  const { code, output } = await start(service, env);
  expect(code).toBe(1);
  expect(output).toMatch(message);
  expect(output.trim().split('\n')).toHaveLength(1);
});
