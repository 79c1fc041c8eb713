/** Without configuration the service says what is missing; with nonsense it does not start. */
import { describe, expect, it } from 'vitest';
import { fileNameOf } from './audit.ts';
import { readConfig } from './config.ts';

const full = {
  PITCREW_FRONTIER_PROVIDER: 'anthropic',
  PITCREW_FRONTIER_MODEL: 'm',
  PITCREW_FRONTIER_KEY_FILE: 'key',
  PITCREW_FRONTIER_AUDIT_DIR: 'audit',
};

describe('the configuration', () => {
  it('is complete', () => {
    expect(readConfig(full)).toEqual({
      kind: 'configured',
      config: {
        provider: 'anthropic',
        model: 'm',
        keyFile: 'key',
        auditDirectory: 'audit',
        structured: true,
        asksForCount: false,
        timeoutMs: 60_000,
      },
    });
  });

  it.each([
    ['PITCREW_FRONTIER_KEY_FILE', {}],
    ['PITCREW_FRONTIER_KEY_FILE', { ...full, PITCREW_FRONTIER_KEY_FILE: '' }],
    ['PITCREW_FRONTIER_PROVIDER', { ...full, PITCREW_FRONTIER_PROVIDER: '' }],
    ['PITCREW_FRONTIER_MODEL', { ...full, PITCREW_FRONTIER_MODEL: undefined }],
    ['PITCREW_FRONTIER_AUDIT_DIR', { ...full, PITCREW_FRONTIER_AUDIT_DIR: undefined }],
    ['PITCREW_FRONTIER_BASE_URL', { ...full, PITCREW_FRONTIER_PROVIDER: 'openai-compatible' }],
  ])('lacks %s', (variable, environment) => {
    expect(readConfig(environment)).toMatchObject({ kind: 'missing', message: expect.stringContaining(variable) });
  });

  it.each([
    ['a provider that nobody knows', { PITCREW_FRONTIER_PROVIDER: 'crystal-ball' }],
    ['a base URL that is none', { PITCREW_FRONTIER_BASE_URL: 'file:///etc' }],
    ['a tokeniser that nobody knows', { PITCREW_FRONTIER_TOKENISER: 'p50k_base' }],
    ['a switch that is neither on nor off', { PITCREW_FRONTIER_COUNT: 'yes' }],
    ['a timeout that is none', { PITCREW_FRONTIER_TIMEOUT_MS: '-1' }],
  ])('is refused with %s', (_, change) => {
    expect(() => readConfig({ ...full, ...change })).toThrow(Object.keys(change)[0]);
  });
});

describe('the audit folder of a tenant', () => {
  it.each(['..', '../../etc', 'Ünï/ço', '.', 'a'.repeat(128)])('%s is one plain name', (tenant) => {
    expect(fileNameOf(tenant)).toMatch(/^[a-z0-9-]{17,60}$/);
  });

  it('is no other tenant’s', () => {
    expect(fileNameOf('acme')).not.toBe(fileNameOf('Acme'));
    expect(fileNameOf('a/b')).not.toBe(fileNameOf('a b'));
  });
});
