/** The service over gRPC: what callers get, and what they are told about bad requests. */
import { budgetService, newInstanceId, newRunId, SetLimitRequest, service, unary } from '@pitcrew/contracts';
import { type Client, connect, implement, type RpcServer, serve } from '@pitcrew/rpc';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { budgetHandlers } from './handlers.ts';
import { ACME, ALL, id, MODEL, memoryLog, of, RULES, UMBRELLA } from './ledger.fixture.ts';
import { createLedger } from './ledger.ts';
import { predictByQuantile, QUANTILE_DEFAULTS } from './predict-output.ts';

const call = { deadlineMs: 5_000 };
let server: RpcServer;
let client: Client<(typeof budgetService)['methods']>;

beforeEach(async () => {
  const ledger = createLedger({
    log: memoryLog(),
    instance: newInstanceId(),
    now: () => new Date('2026-05-14T10:20:00Z'),
    timeZone: 'UTC',
    rules: RULES,
    onAlert: () => {},
  });
  const budget = { ledger, predictOutput: predictByQuantile(QUANTILE_DEFAULTS), tenants: new Set([ACME]) };
  server = await serve({ address: '127.0.0.1:0', services: [implement(budgetService, budgetHandlers(budget))] });
  client = connect(budgetService, `127.0.0.1:${server.port}`);
});
afterEach(async () => {
  client.close();
  await server.drain();
});

const run = newRunId();
const request = {
  tenant: ACME,
  run,
  model: MODEL,
  purpose: 'plan',
  inputTokens: 100,
  request: 'do it',
  deadlineMs: 5_000,
} as const;
const reserve = (reservation: string, change: object = {}) =>
  client.reserve({ ...request, reservation: id(reservation), ...change }, call);
const allow = async (limitMicroUsd: number) => {
  await client.setLimit({ scope: ALL, period: 'month', limitMicroUsd }, call);
  await client.setLimit({ scope: of(ACME), period: 'month', limitMicroUsd }, call);
};

describe('the budget service', () => {
  it('starts with nothing that may be spent', async () => {
    expect((await reserve('a')).reservation).toMatchObject({ kind: 'refused' });
    const { spends } = await client.getSpend({}, call);
    expect(spends.map(({ scope, period, limitMicroUsd }) => [scope.kind, period, limitMicroUsd])).toEqual([
      ['all', 'hour', 0],
      ['all', 'day', 0],
      ['all', 'month', 0],
    ]);
  });

  it('reserves, settles and shows', async () => {
    await allow(10_000);
    const { reservation } = await reserve('a');
    // 100 tokens at 1 and 2048 at 2 micro-dollars.
    expect(reservation).toEqual({
      kind: 'granted',
      reservation: 'a',
      amountMicroUsd: 4196,
      outputTokensMax: 2048,
      expiresAt: '2026-05-14T10:20:35.000Z',
    });
    await reserve('b');
    const usage = { kind: 'used', inputTokens: 100, outputTokens: 250 } as const;
    expect(await client.settle({ tenant: ACME, reservation: id('a'), usage }, call)).toEqual({ amountMicroUsd: 600 });
    const { spends, alerts } = await client.getSpend({ tenant: ACME }, call);
    expect(spends.filter(({ period }) => period === 'month')).toEqual(
      [ALL, of(ACME)].map((scope) => ({
        scope,
        period: 'month',
        limitMicroUsd: 10_000,
        reservedMicroUsd: 4196,
        settledMicroUsd: 600,
        resetsAt: '2026-06-01T00:00:00.000Z',
      })),
    );
    expect(spends.find(({ period }) => period === 'hour')).not.toHaveProperty('limitMicroUsd');
    expect(alerts.map(({ scope, thresholdPercent }) => [scope.kind, thresholdPercent])).toEqual([
      ['all', 50],
      ['all', 80],
      ['tenant', 50],
      ['tenant', 80],
    ]);
    expect(await client.release({ tenant: ACME, reservation: id('b') }, call)).toEqual({ amountMicroUsd: 0 });
  });

  it('predicts from what it has settled', async () => {
    await allow(1e9);
    const usage = { kind: 'used', inputTokens: 100, outputTokens: 250 } as const;
    for (let n = 0; n < QUANTILE_DEFAULTS.answersMin; n += 1) {
      await reserve(`r${n}`);
      await client.settle({ tenant: ACME, reservation: id(`r${n}`), usage }, call);
    }
    expect((await reserve('next')).reservation).toMatchObject({ outputTokensMax: 256 });
    expect((await reserve('other', { purpose: 'rescue' })).reservation).toMatchObject({ outputTokensMax: 2048 });
  });
});

/** What a client of another make might send. */
const LooseLimit = z.object({ ...SetLimitRequest.shape, limitMicroUsd: z.int() });
const looseService = service('pitcrew.budget.v1.BudgetService', {
  ...budgetService.methods,
  setLimit: unary(LooseLimit, z.object({})),
});

describe('a bad request', () => {
  it('with a negative limit is refused by its field', async () => {
    const loose = connect(looseService, `127.0.0.1:${server.port}`);
    await expect(loose.setLimit({ scope: ALL, period: 'month', limitMicroUsd: -1 }, call)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      field: 'limitMicroUsd',
    });
    await expect(loose.setLimit({ scope: ALL, period: 'month', limitMicroUsd: 0 }, call)).resolves.toEqual({});
    loose.close();
  });

  const settled = { tenant: ACME, reservation: id('nobody'), usage: { kind: 'unknown' } } as const;
  it.each<[what: string, send: () => Promise<unknown>, error: object]>([
    [
      'for a model without a price',
      () => reserve('a', { model: 'gpt-99' }),
      { code: 'FAILED_PRECONDITION', reason: 'UNKNOWN_MODEL', message: expect.stringContaining('gpt-99') },
    ],
    [
      'for a reservation that there is not',
      () => client.settle(settled, call),
      { code: 'NOT_FOUND', reason: 'UNKNOWN_RESERVATION', message: expect.stringContaining('nobody') },
    ],
    [
      'to release one that there is not',
      () => client.release({ tenant: ACME, reservation: id('nobody') }, call),
      { code: 'NOT_FOUND', reason: 'UNKNOWN_RESERVATION' },
    ],
    [
      'for a limit of an unknown tenant',
      () => client.setLimit({ scope: of(UMBRELLA), period: 'day', limitMicroUsd: 5 }, call),
      { code: 'NOT_FOUND', reason: 'UNKNOWN_TENANT', message: expect.stringContaining('umbrella') },
    ],
    ['of an unknown tenant', () => reserve('a', { tenant: UMBRELLA }), { code: 'NOT_FOUND', reason: 'UNKNOWN_TENANT' }],
    [
      'with the id of another call',
      async () => {
        await allow(1e6);
        await reserve('a');
        await reserve('a', { inputTokens: 101 });
      },
      { code: 'ALREADY_EXISTS', reason: 'RESERVATION_DIFFERS' },
    ],
    ['with a worth above 1', () => reserve('a', { worth: 1.5 }), { code: 'INVALID_ARGUMENT', field: 'worth' }],
  ])('%s says so', async (_, send, error) => {
    await expect(send()).rejects.toMatchObject(error);
  });
});
