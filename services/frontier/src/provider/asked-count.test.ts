/** The provider's own count over real HTTP: what leaves for it, what is made of it, and each way in which there is none. */
import { existsSync, writeFileSync } from 'node:fs';
import { type ChatFailure, COUNTED_TOKENS } from '@pitcrew/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openAudit } from '../audit.ts';
import type { ProviderConfig } from '../config.ts';
import { caller, HASTY, KEY, openSetting, paid, type Setting } from '../setting.fixture.ts';
import { COUNT_MS_MAX, countAsked } from './asked-count.ts';
import { withMargin } from './count-call.ts';
import { createProvider } from './provider.ts';

const task = { request: 'Refund order 4521 of Ada Lovelace', workflows: [], history: [] };
const asking: Partial<ProviderConfig> = { provider: 'anthropic', model: 'claude-sonnet-4-5', asksForCount: true };
const bound = { tokenCount: 'bound', inputTokens: expect.toSatisfy((tokens: number) => tokens > 5000) };

let setting: Setting;
beforeAll(async () => {
  setting = await openSetting(() => ({}), asking);
});
afterEach(() => setting.server.clear());
afterAll(() => setting.close());

const prepare = async (of: Setting, forMs?: number) =>
  (await of.frontier.prepare({ ...caller, task: { kind: 'plan', ...task } }, of.call(forMs))).preparation;

it('is a bound with a small margin', async () => {
  expect(withMargin(1000)).toBe(1036);
  expect(await prepare(setting)).toMatchObject({
    kind: 'prepared',
    inputTokens: withMargin(COUNTED_TOKENS),
    tokenCount: 'bound',
  });
});

it('is asked with what the model would read, redacted, with the key, and nothing else', async () => {
  await prepare(setting);
  const [request, ...more] = setting.server.requests();
  expect(more).toEqual([]);
  expect(request?.path).toBe('/v1/messages/count_tokens');
  expect(request?.headers).toMatchObject({ 'x-api-key': KEY, 'anthropic-version': expect.any(String) });
  expect(Object.keys(JSON.parse(request?.body ?? '')).sort()).toEqual(['messages', 'model', 'output_config', 'system']);
  expect(request?.user).toContain('<ID_1>');
  expect(request?.body).not.toMatch(/4521|Lovelace/);
});

it('is recorded before it leaves and when it came', async () => {
  const own = await openSetting(() => ({}), asking);
  await prepare(own);
  const [sent, ended, ...more] = own.auditLines().map((line) => JSON.parse(line));
  expect(more).toEqual([]);
  expect(sent).toMatchObject({ ...caller, operation: 'count-tokens', status: 'sending', attempt: 1 });
  expect(sent.body).toBe(own.server.requests()[0]?.body);
  expect(ended).toMatchObject({ operation: 'count-tokens', status: 'counted' });
  await own.close();
});

it.each<[string, Partial<ProviderConfig>]>([
  ['unless it is switched on', { ...asking, asksForCount: false }],
  ['of a provider that has none', { asksForCount: true }],
])('is not asked for %s', async (_, change) => {
  const own = await openSetting(() => ({}), change);
  expect(await prepare(own)).toMatchObject(bound);
  expect(own.server.requests()).toEqual([]);
  await own.close();
});

describe('without it the bytes are the bound', () => {
  it.each<ChatFailure>(['status-401', 'status-429', 'status-500', 'redirect', 'cut', 'garbage', 'wrong-schema'])(
    'after %s, asked once',
    async (failure) => {
      setting.server.fail(failure);
      expect(await prepare(setting)).toMatchObject({ kind: 'prepared', ...bound });
      expect(setting.server.requests()).toHaveLength(1);
      expect(setting.auditLines().at(-1)).toMatch(/"status":"uncounted: (refused|sent|answered)"/);
    },
  );

  it('when it does not come in time, and the caller has time left', async () => {
    setting.server.fail('hang');
    const begun = performance.now();
    expect(await prepare(setting)).toMatchObject(bound);
    expect(performance.now() - begun).toBeLessThan(COUNT_MS_MAX + 1000);
  });

  it('when the call has no time for it', async () => {
    expect(await prepare(setting, 200)).toMatchObject(bound);
    expect(setting.server.requests()).toEqual([]);
  });

  it('when nobody is there', async () => {
    const gone = await openSetting(() => ({}), asking);
    await gone.server.close();
    expect(await prepare(gone)).toMatchObject(bound);
    await gone.close();
  });

  it('when the audit cannot be written; nothing leaves', async () => {
    const own = await openSetting(() => ({}), asking);
    writeFileSync(own.config.auditDirectory, 'a file where the folder should be');
    expect(await prepare(own)).toMatchObject(bound);
    expect(own.server.requests()).toEqual([]);
    await own.close();
  });
});

it.each([
  ['a value', 'for Ada', ['Ada']],
  ['a secret', 'password: tulip', []],
])('nothing leaves for it when redaction left %s', async (_, goal, originals) => {
  const own = await openSetting(() => ({}), asking);
  const provider = createProvider(own.config, openAudit(own.config.auditDirectory), HASTY);
  const letter = { system: 'Plan.', user: JSON.stringify({ goal }), schema: { type: 'object' }, known: ['goal'] };
  const { signal, deadline } = own.call();
  const preparation = await provider.prepare({ letter, originals }, { ...caller, signal, deadline });
  expect(preparation).toMatchObject({ kind: 'refused' });
  // And not through the gate either, had nobody looked before.
  const audit = openAudit(own.config.auditDirectory);
  const worstCase = { model: own.config.model, inputTokens: 1, outputTokens: 1 };
  const asked = { sealed: { letter, originals }, question: { letter, outputTokensMax: 1, worstCase } };
  const known = new Set([own.config.model]);
  const count = countAsked(
    { config: own.config, audit, key: KEY, now: Date.now },
    { ...asked, known },
    {
      ...caller,
      signal,
      deadline,
    },
  );
  expect(await count).toBeUndefined();
  expect(own.server.requests()).toEqual([]);
  expect(existsSync(own.config.auditDirectory)).toBe(false);
  await own.close();
});

it('is not asked for again with the question itself', async () => {
  await setting.frontier.plan({ ...paid, task }, setting.call());
  expect(setting.server.requests().map(({ path }) => path)).toEqual(['/v1/messages']);
});
