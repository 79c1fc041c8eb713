/** Each way in which a provider fails: what the caller is told, how many requests reached it, and what was charged. */
import { existsSync, writeFileSync } from 'node:fs';
import { CHAT_USAGE, type ChatFailure } from '@pitcrew/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openAudit } from './audit.ts';
import { createProvider } from './provider/provider.ts';
import { caller, HASTY, KEY, openSetting, paid, type Setting } from './setting.fixture.ts';

const steps = ['get_purchase', 'check_refund_policy', 'issue_refund', 'send_refund_notice'].map((tool) => ({ tool }));
const answer = () => ({ workflow: 'order-refund', reason: '', steps });
const task = { request: 'Refund order 4521', workflows: [], history: [] };
const usage = {
  model: 'big-model',
  inputTokens: CHAT_USAGE.prompt_tokens,
  outputTokens: CHAT_USAGE.completion_tokens,
};

let setting: Setting;
beforeAll(async () => {
  setting = await openSetting(answer, {}, { ...HASTY, breaker: { failures: 1000, openMs: 1 } });
});
afterEach(() => setting.server.clear());
afterAll(() => setting.close());

const plan = async (forMs?: number) => (await setting.frontier.plan({ ...paid, task }, setting.call(forMs))).planning;

it('without a failure there is a plan, with what the provider says it cost, and one request', async () => {
  expect(await plan()).toMatchObject({ kind: 'planned', workflow: 'order-refund', plan: { variation: 'full' }, usage });
  expect(setting.server.requests()).toHaveLength(1);
  expect(setting.server.requests()[0]?.outputTokensMax).toBe(800);
  expect(setting.server.requests()[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
});

describe('an answer that is not a plan is charged once', () => {
  it.each<[ChatFailure, kind: string, told: RegExp]>([
    ['malformed-json', 'malformed', /not JSON/],
    ['wrong-schema', 'malformed', /shape/],
    ['truncated', 'malformed', /cut at its bound/],
    ['unknown-tool', 'refused-plan', /drop_tables is not a tool of order-refund/],
    ['cycle', 'refused-plan', /wait for each other/],
    ['ten-thousand-steps', 'refused-plan', /10000 steps; at most 8/],
  ])('%s: %s', async (failure, kind, told) => {
    setting.server.fail(failure);
    expect(await plan()).toEqual({ kind, message: expect.stringMatching(told), usage });
    expect(setting.server.requests()).toHaveLength(1);
  });

  it('garbage: malformed, and the worst case is taken to be charged, because nobody says what was', async () => {
    setting.server.fail('garbage');
    const planning = await plan();
    const prepared = await setting.frontier.prepare({ ...paid, task: { kind: 'plan', ...task } }, setting.call());
    if (prepared.preparation.kind !== 'prepared') throw new Error('not prepared');
    const { inputTokens } = prepared.preparation;
    expect(planning).toMatchObject({ kind: 'malformed', usage: { inputTokens, outputTokens: 800 } });
    expect(setting.server.requests()).toHaveLength(1);
  });
});

describe('a failure', () => {
  it.each<[ChatFailure, charged: string, requests: number]>([
    ['status-429', 'no', HASTY.attemptsMax],
    ['status-503', 'no', HASTY.attemptsMax],
    ['status-500', 'unknown', 1],
    ['status-401', 'no', 1],
    ['redirect', 'no', 1],
    ['cut', 'unknown', 1],
  ])('%s: charged %s, after %d requests', async (failure, charged, requests) => {
    setting.server.fail(failure);
    const planning = await plan();
    expect(planning).toEqual({ kind: 'failed', message: expect.any(String), charged });
    expect(JSON.stringify(planning)).not.toContain('sk-');
    expect(setting.server.requests()).toHaveLength(requests);
  });

  it('hang: charged unknown, in time for the caller to hear it', async () => {
    setting.server.fail('hang');
    const begun = performance.now();
    expect(await plan(900)).toMatchObject({ kind: 'failed', charged: 'unknown', message: /in time/ });
    expect(performance.now() - begun).toBeLessThan(900);
    expect(setting.server.requests()).toHaveLength(1);
  });

  it('a call without time: charged no, and nobody is asked', async () => {
    expect(await plan(200)).toMatchObject({ kind: 'failed', charged: 'no', message: /no time/ });
    expect(setting.server.requests()).toEqual([]);
  });

  it('a refused connection: charged no', async () => {
    const gone = await openSetting(answer);
    await gone.server.close();
    const { planning } = await gone.frontier.plan({ ...paid, task }, gone.call());
    expect(planning).toMatchObject({ kind: 'failed', charged: 'no', message: /reached/ });
    await gone.close();
  });
});

describe('what was surely not charged is repeated', () => {
  it.each<ChatFailure>(['status-429', 'status-503'])('%s twice, then a plan, charged once', async (failure) => {
    setting.server.fail(failure, { times: 2 });
    expect(await plan()).toMatchObject({ kind: 'planned', usage });
    expect(setting.server.requests()).toHaveLength(3);
  });

  it.each([
    ['seconds', () => '1', 900],
    // A date has no milliseconds, so it is between one second and two away.
    ['a date', () => new Date(Date.now() + 2000).toUTCString(), 900],
  ])('after as long as Retry-After asks, in %s', async (_, retryAfter, leastMs) => {
    setting.server.fail('status-429', { times: 1, retryAfter: retryAfter() });
    const begun = performance.now();
    expect(await plan()).toMatchObject({ kind: 'planned' });
    expect(performance.now() - begun).toBeGreaterThan(leastMs);
  });

  it('but not beyond the deadline of the call', async () => {
    setting.server.fail('status-429', { retryAfter: '60' });
    const begun = performance.now();
    expect(await plan()).toMatchObject({ kind: 'failed', charged: 'no' });
    expect(performance.now() - begun).toBeLessThan(1000);
    expect(setting.server.requests()).toHaveLength(1);
  });
});

describe('a provider that fails again and again', () => {
  it('is not asked for a while, Prepare says so, and then it is tried again', async () => {
    let nowMs = Date.now();
    const patience = { ...HASTY, breaker: { failures: 3, openMs: 200 }, now: () => nowMs };
    const broken = await openSetting(answer, {}, patience);
    broken.server.fail('status-500');
    const ask = async () => (await broken.frontier.plan({ ...paid, task }, broken.call())).planning;
    const prepare = async () =>
      (await broken.frontier.prepare({ ...paid, task: { kind: 'plan', ...task } }, broken.call())).preparation;
    for (let times = 0; times < 3; times += 1) expect(await ask()).toMatchObject({ charged: 'unknown' });
    expect(await ask()).toMatchObject({ kind: 'failed', charged: 'no', message: /not asked/ });
    expect(await prepare()).toMatchObject({ kind: 'unavailable' });
    expect(broken.server.requests()).toHaveLength(3);
    broken.server.fail(undefined);
    await new Promise((resolve) => setTimeout(resolve, 220));
    nowMs += 220;
    expect(await prepare()).toMatchObject({ kind: 'prepared' });
    expect(await ask()).toMatchObject({ kind: 'planned' });
    await broken.close();
  });
});

describe('the audit', () => {
  it('has each body before it was sent, and how each attempt ended', async () => {
    const own = await openSetting(answer);
    own.server.fail('status-429', { times: 1 });
    await own.frontier.plan({ ...paid, task }, own.call());
    const lines = own.auditLines().map((line) => JSON.parse(line));
    expect(lines.map(({ attempt, status, body }) => [attempt, status, body])).toEqual([
      [1, 'sending', own.server.requests()[0]?.body],
      [1, expect.stringContaining('429'), undefined],
      [2, 'sending', own.server.requests()[1]?.body],
      [2, 'answered', undefined],
    ]);
    const { preparation } = await own.frontier.prepare({ ...paid, task: { kind: 'plan', ...task } }, own.call());
    expect(lines[0]).toMatchObject({
      tenant: 'acme',
      run: paid.run,
      spend: 'spend-1',
      provider: 'openai-compatible',
      model: 'big-model',
      bodyDigest: preparation.kind === 'prepared' ? preparation.bodyDigest : '',
    });
    await own.close();
  });

  it('that cannot be written keeps everything here', async () => {
    const own = await openSetting(answer);
    writeFileSync(own.config.auditDirectory, 'a file where the folder should be');
    const { planning } = await own.frontier.plan({ ...paid, task }, own.call());
    expect(planning).toMatchObject({ kind: 'failed', charged: 'no', message: /audit/ });
    expect(own.server.requests()).toEqual([]);
    await own.close();
  });
});

describe('a redaction that failed', () => {
  it.each([
    ['a value', 'for Ada', ['Ada']],
    ['a secret', 'password: tulip', []],
  ])('leaves %s: nothing is sent, nothing is recorded as sent, and Prepare refuses', async (_, goal, originals) => {
    const own = await openSetting(answer);
    const provider = createProvider(own.config, openAudit(own.config.auditDirectory), HASTY);
    const letter = { system: 'Plan.', user: JSON.stringify({ goal }), schema: { type: 'object' }, known: ['goal'] };
    const sealed = { letter, originals };
    const { signal, deadline } = own.call();
    expect(await provider.prepare(sealed, { ...caller, signal, deadline })).toMatchObject({ kind: 'refused' });
    const attempt = await provider.ask(sealed, { ...paid, signal, deadline });
    expect(attempt).toMatchObject({ kind: 'failed', charged: 'no', message: /cannot leave/ });
    expect(JSON.stringify(attempt)).not.toMatch(/Ada|tulip/);
    expect(own.server.requests()).toEqual([]);
    expect(existsSync(own.config.auditDirectory)).toBe(false);
    await own.close();
  });
});
