/** What an environment may say of the tool server and what it may not, without a server. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createThrowawayCa } from '@pitcrew/testing/identity';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toolsAccessOf } from './tools-access.ts';

const SECRET = 'a-token-that-nobody-may-see';
const directory = mkdtempSync(join(tmpdir(), 'pitcrew-tools-access-'));
const put = (name: string, text: string): string => {
  writeFileSync(join(directory, name), text);
  return join(directory, name);
};
const token = put('token', `${SECRET}\n`);
const empty = put('empty', '\n');
const garbage = put('garbage', '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n');
const file = (name: string): string => join(directory, name);

beforeAll(async () => {
  const ca = await createThrowawayCa();
  const [one, other] = await Promise.all([ca.issue('executor'), ca.issue('executor')]);
  put('ca', ca.certificate);
  put('cert', one.certificate);
  put('key', one.key);
  put('foreign-key', other.key);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const HTTPS = 'https://tools.example/mcp';
const variables = (set: Record<string, string>): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(set).map(([name, value]) => [`PITCREW_TOOLS_${name}_FILE`, value]));

describe('is refused at the start', () => {
  it.each<[string, string, Record<string, string>, string]>([
    [
      'a token in the clear',
      'http://tools:80/mcp',
      { TOKEN: token },
      'PITCREW_TOOLS_TOKEN_FILE is set, but http://tools',
    ],
    ['a certificate without its key', HTTPS, { CERT: file('cert') }, 'CERT_FILE is set without PITCREW_TOOLS_KEY_FILE'],
    ['a key without its certificate', HTTPS, { KEY: file('key') }, 'KEY_FILE is set without PITCREW_TOOLS_CERT_FILE'],
    [
      'a CA without TLS',
      'http://127.0.0.1/mcp',
      { CA: file('ca') },
      'PITCREW_TOOLS_CA_FILE is set, but http://127.0.0.1',
    ],
    [
      'a certificate without TLS',
      'http://127.0.0.1/mcp',
      { CERT: file('cert'), KEY: file('key') },
      'PITCREW_TOOLS_CERT_FILE is set, but http://127.0.0.1',
    ],
    ['a token file that is not there', HTTPS, { TOKEN: file('none') }, 'PITCREW_TOOLS_TOKEN_FILE: '],
    ['a token file without a token', HTTPS, { TOKEN: empty }, 'empty holds no token'],
    ['a CA that is not there', HTTPS, { CA: file('none') }, 'none cannot be read: ENOENT'],
    ['a CA that is none', HTTPS, { CA: garbage }, 'PITCREW_TOOLS_CA_FILE cannot be used'],
    ['a CA file with something else', HTTPS, { CA: token }, 'PITCREW_TOOLS_CA_FILE cannot be used'],
    ['a folder for a key', HTTPS, { CERT: file('cert'), KEY: directory }, 'PITCREW_TOOLS_KEY_FILE: '],
    [
      'a key of another certificate',
      HTTPS,
      { CERT: file('cert'), KEY: file('foreign-key') },
      'PITCREW_TOOLS_CERT_FILE and PITCREW_TOOLS_KEY_FILE cannot be used',
    ],
    ['an address that is none', 'tools:80', {}, 'PITCREW_TOOLS_URL'],
    ['a password in the address', `https://me:${SECRET}@tools.example/mcp`, {}, 'use PITCREW_TOOLS_TOKEN_FILE'],
  ])('%s', (_, url, set, sentence) => {
    expect(() => toolsAccessOf(url, variables(set))).toThrow(sentence);
    expect(() => toolsAccessOf(url, variables(set))).not.toThrow(SECRET);
  });
});

it.each<[string, string, Record<string, string>]>([
  ['nothing at all', 'http://tools:80/mcp', {}],
  ['variables that are empty', 'http://tools:80/mcp', { TOKEN: '', CA: '', CERT: '', KEY: '' }],
  ['a token on this machine', 'http://127.0.0.1:8123/mcp', { TOKEN: token }],
  ['a token on this machine by its name', 'http://localhost:8123/mcp', { TOKEN: token }],
  ['a token over TLS', HTTPS, { TOKEN: token }],
])('%s is fine', (_, url, set) => {
  expect(() => toolsAccessOf(url, variables(set)).close()).not.toThrow();
});
