/** Where tokens say who calls: limits and spend are for operators, and what the orchestrator does needs no token. */
import { budgetService, newInstanceId, newRunId } from '@pitcrew/contracts';
import {
  type Authenticate,
  type Client,
  connect,
  implement,
  type Role,
  RpcError,
  type RpcServer,
  serve,
} from '@pitcrew/rpc';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { budgetHandlers, FOR_OPERATORS } from './handlers.ts';
import { ACME, ALL, id, MODEL, memoryLog, RULES } from './ledger.fixture.ts';
import { createLedger } from './ledger.ts';
import { predictByQuantile, QUANTILE_DEFAULTS } from './predict-output.ts';

const call = { deadlineMs: 5_000 };
let server: RpcServer;
const clients: Client<(typeof budgetService)['methods']>[] = [];

/** The token is the name of a role. */
const byRole: Authenticate = async ({ metadata }) => {
  const role = metadata.get('authorization')?.slice('Bearer '.length) as Role | undefined;
  if (role === undefined) throw new RpcError({ code: 'UNAUTHENTICATED', message: 'no token' });
  return { subject: 'ada', tenant: ACME, roles: new Set([role]), expiresAt: new Date('2100-01-01') };
};

beforeAll(async () => {
  const now = () => new Date('2026-05-14T10:20:00Z');
  const ledger = createLedger({
    log: memoryLog(),
    instance: newInstanceId(),
    now,
    timeZone: 'UTC',
    rules: RULES,
    onAlert: () => {},
  });
  const budget = { ledger, predictOutput: predictByQuantile(QUANTILE_DEFAULTS), tenants: undefined };
  server = await serve({
    address: '127.0.0.1:0',
    services: [implement(budgetService, budgetHandlers(budget), { authenticate: byRole, methods: FOR_OPERATORS })],
  });
});
afterAll(async () => {
  for (const client of clients) client.close();
  await server.drain();
});

const as = (role: Role | undefined) => {
  const client = connect(budgetService, `127.0.0.1:${server.port}`, { token: role && (() => role) });
  clients.push(client);
  return client;
};
const outcome = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'OK',
    (error: unknown) => (error instanceof RpcError ? error.code : String(error)),
  );

it.each([
  [undefined, 'UNAUTHENTICATED'],
  ['submitter', 'PERMISSION_DENIED'],
  ['approver', 'PERMISSION_DENIED'],
  ['operator', 'OK'],
] as const)('limits are set and spend is seen by %s: %s', async (role, expected) => {
  expect(await outcome(as(role).setLimit({ scope: ALL, period: 'month', limitMicroUsd: 5 }, call))).toBe(expected);
  expect(await outcome(as(role).getSpend({}, call))).toBe(expected);
  expect(await outcome(as(role).getSpend({ tenant: ACME }, call))).toBe(expected);
});

it('a reservation needs no token: certificates say that it is the orchestrator', async () => {
  const asked = {
    tenant: ACME,
    run: newRunId(),
    model: MODEL,
    purpose: 'plan',
    inputTokens: 1,
    request: 'x',
    deadlineMs: 5_000,
  } as const;
  expect(await outcome(as(undefined).reserve({ ...asked, reservation: id('a') }, call))).toBe('OK');
});
