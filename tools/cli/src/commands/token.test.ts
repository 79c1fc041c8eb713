import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { targetText, tenantOf } from './gateway-target.ts';
import { roles } from './token.ts';
import { tokenOf } from './token-file.ts';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'pitcrew-token-'));
  vi.stubEnv('PITCREW_TOKEN_FILE', '');
  vi.stubEnv('PITCREW_TENANT', undefined);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true, force: true });
});

const fileWith = (text: string): string => {
  const file = join(directory, 'token');
  writeFileSync(file, text);
  return file;
};

describe('the token of a command', () => {
  it('is read anew each time, without the line end of its file', () => {
    const token = tokenOf({ tokenFile: fileWith('one\n') });
    expect(token?.()).toBe('one');
    fileWith('two\n');
    expect(token?.()).toBe('two');
  });

  it.each([
    ['nothing', ''],
    ['two lines', 'one\ntwo'],
    ['what no header can hold', 'tök'],
  ])('is none when its file holds %s', (_, text) => {
    expect(tokenOf({ tokenFile: fileWith(text) })).toThrow(/holds no token/);
  });

  it('is asked for by name when its file is not there', () => {
    expect(tokenOf({ tokenFile: '/nowhere' })).toThrow('the token file /nowhere cannot be read: ENOENT');
  });

  it('says for which tenant, unless the command does', () => {
    const tokenFile = fileWith('one');
    expect(tenantOf({ tokenFile })).toBe('');
    expect(tenantOf({ tokenFile, tenant: 'acme' })).toBe('acme');
    expect(tenantOf({})).toBe('demo');
    expect(targetText({ tenant: '' }, 'host:1')).toBe('--gateway host:1');
    expect(targetText({ tenant: 'acme corp' }, 'host:1')).toBe("--tenant 'acme corp' --gateway host:1");
  });
});

describe('the roles of a token', () => {
  it('are some of three, with commas between', () => {
    expect(roles('approver, submitter')).toEqual(['submitter', 'approver']);
  });

  it.each(['', 'boss', 'submitter,boss', 'submitter,submitter'])('are not %j', (text) => {
    expect(() => roles(text)).toThrow(/Write some of/);
  });
});
