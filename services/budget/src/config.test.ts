import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'pitcrew-budget-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const reading = (text: string) => {
  const file = join(directory, 'budget.json');
  writeFileSync(file, text);
  return () => readConfig({ PITCREW_BUDGET_FILE: file });
};

describe('the configuration', () => {
  it('may be none at all: then nothing has a price and nothing a limit', () => {
    expect(readConfig({})).toMatchObject({ timeZone: 'UTC', prices: new Map(), limits: [], webhookUrl: undefined });
  });

  it('names prices, limits and the time zone', () => {
    const price = { inputMicroUsd: 3_000_000, outputMicroUsd: 15_000_000 };
    const limits = [{ scope: { kind: 'tenant', tenant: 'acme' }, period: 'month', limitMicroUsd: 20_000_000 }];
    const config = reading(JSON.stringify({ timeZone: 'Europe/Berlin', prices: { big: price }, limits }))();
    expect(config).toMatchObject({ timeZone: 'Europe/Berlin', prices: new Map([['big', price]]), limits });
  });

  it.each([
    ['is not JSON', '{', /budget\.json, the file of PITCREW_BUDGET_FILE/],
    ['has a member that nobody knows', '{"limit": []}', /limit/],
    ['has an unknown time zone', '{"timeZone": "Mars/Olympus"}', /timeZone/],
    ['has a negative price', '{"prices": {"m": {"inputMicroUsd": -1, "outputMicroUsd": 0}}}', /inputMicroUsd/],
    [
      'has a negative limit',
      '{"limits": [{"scope": {"kind": "all"}, "period": "day", "limitMicroUsd": -1}]}',
      /limits/,
    ],
    ['has classes that do not ascend', '{"output": {"classes": [256, 128]}}', /do not ascend/],
  ])('that %s is refused, with the place', (_, text, message) => expect(reading(text)).toThrow(message));

  it('reads a webhook that is a secret from a file, which it prefers', () => {
    const file = join(directory, 'webhook');
    writeFileSync(file, 'https://hooks.example/secret\n');
    const env = { PITCREW_BUDGET_WEBHOOK_URL_FILE: file, PITCREW_BUDGET_WEBHOOK_URL: 'https://other.example' };
    expect(readConfig(env).webhookUrl).toBe('https://hooks.example/secret');
  });

  it('refuses a webhook that is none', () => {
    expect(() => readConfig({ PITCREW_BUDGET_WEBHOOK_URL: 'file:///etc/passwd' })).toThrow(
      'PITCREW_BUDGET_WEBHOOK_URL',
    );
  });
});
