/**
 * A crowd at two replicas of the service, as processes over a real nats-server, each killed and started again meanwhile: what
 * is spent never exceeds the limit at any prefix of the ledger (R8), nothing stays reserved beyond its expiry, and there is
 * one alert for each threshold.
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openBus } from '@pitcrew/bus';
import { type Crew, startCrew } from '@pitcrew/cli/crew';
import {
  budgetService,
  LEDGER_STREAM,
  LEDGER_SUBJECT,
  type LedgerEntry,
  newRunId,
  type Reservation,
} from '@pitcrew/contracts';
import { type Client, connect, RpcError } from '@pitcrew/rpc';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { audit } from './audit.ts';
import { ACME, ALL, id, MODEL, of, PRICE } from './ledger.fixture.ts';
import { decodeEntry } from './ledger.ts';

const SPENDERS = 200;
const FITTING = 10;
const INPUT_TOKENS = 1000;
const OUTPUT_TOKENS_MAX = 512;
/** A micro-dollar for an input token and two for an output token. */
const AMOUNT = INPUT_TOKENS + 2 * OUTPUT_TOKENS_MAX;
/** Long enough for the first wave to be over before its reservations expire. */
const CALL_MS = 12_000;
const EXPIRY_MARGIN_MS = 1_000;
const PATIENCE_MS = 30_000;

let directory = '';
let crew: Crew;
let budget: Client<(typeof budgetService)['methods']>;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'pitcrew-budget-'));
  const file = join(directory, 'budget.json');
  const output = { classes: [OUTPUT_TOKENS_MAX], firstClass: OUTPUT_TOKENS_MAX };
  const limits = [ALL, of(ACME)].map((scope) => ({ scope, period: 'month', limitMicroUsd: FITTING * AMOUNT }));
  const config = { prices: { [MODEL]: PRICE }, limits, expiryMarginMs: EXPIRY_MARGIN_MS, output };
  writeFileSync(file, JSON.stringify(config));
  const environmentByMember = { budget: { PITCREW_BUDGET_FILE: file } };
  crew = await startCrew({ only: ['nats-server', 'budget'], replicas: { budget: 2 }, environmentByMember });
  budget = connect(budgetService, `ipv4:${crew.addresses.budget},${crew.addresses['budget-2']}`);
});
afterAll(async () => {
  budget?.close();
  await crew?.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** As the orchestrator would: the same reservation again until somebody answers. */
async function patiently<T>(call: () => Promise<T>): Promise<T> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await call();
    } catch (error) {
      const passes =
        error instanceof RpcError && ['UNAVAILABLE', 'DEADLINE_EXCEEDED', 'CANCELLED'].includes(error.code);
      if (!passes || Date.now() > giveUpAt) throw error;
      await pause(50 + 100 * Math.random());
    }
  }
}

const reserve = async (name: string): Promise<Reservation> => {
  const asked = {
    tenant: ACME,
    run: newRunId(),
    reservation: id(name),
    model: MODEL,
    purpose: 'plan',
    inputTokens: INPUT_TOKENS,
    request: 'Process order #4521',
    deadlineMs: CALL_MS,
  } as const;
  return (await patiently(() => budget.reserve(asked, { deadlineMs: 5_000 }))).reservation;
};
const settle = (name: string, outputTokens: number) => {
  const usage = { kind: 'used', inputTokens: INPUT_TOKENS, outputTokens } as const;
  return patiently(() => budget.settle({ tenant: ACME, reservation: id(name), usage }, { deadlineMs: 5_000 }));
};
const killTwice = async () => {
  for (const name of ['budget', 'budget-2']) {
    await pause(150);
    await crew.kill(name);
    await crew.restart(name);
  }
};
/** All of them, spread over the time in which replicas die. */
const crowd = (wave: string, count: number) =>
  Promise.all(
    Array.from({ length: count }, async (_, n) => {
      await pause(10 * n);
      return { name: `${wave}-${n}`, reservation: await reserve(`${wave}-${n}`) };
    }),
  );
const grantedIn = (answers: Awaited<ReturnType<typeof crowd>>) =>
  answers.filter(({ reservation }) => reservation.kind === 'granted').map(({ name }) => name);

async function ledger(): Promise<readonly LedgerEntry[]> {
  await using bus = await openBus({ servers: crew.natsUrl, service: 'auditor' });
  const log = await bus.subjectLog({ stream: LEDGER_STREAM, subject: LEDGER_SUBJECT });
  return (await log.read(0)).map(decodeEntry);
}

it('200 spenders, a limit that fits 10, and replicas that die', async () => {
  const [first] = await Promise.all([crowd('first', SPENDERS), killTwice()]);
  const granted = grantedIn(first);
  expect(granted).toHaveLength(FITTING);
  expect(first.find(({ reservation }) => reservation.kind === 'refused')?.reservation).toMatchObject({
    period: 'month',
    resumesAt: expect.stringMatching(/-01T00:00:00\.000Z$/),
  });
  expect(audit(await ledger())).toEqual([]);

  // Half of them say what they took, which makes room for others; the rest say nothing.
  const settled = await Promise.all(granted.slice(0, FITTING / 2).map((name) => settle(name, 50)));
  const freed = settled.reduce((sum, { amountMicroUsd }) => sum + AMOUNT - amountMicroUsd, 0);
  const room = Math.floor(freed / AMOUNT);
  const [second] = await Promise.all([crowd('second', 50), killTwice()]);
  expect(grantedIn(second)).toHaveLength(room);

  const reserved = async () => {
    const { spends } = await patiently(() => budget.getSpend({ tenant: ACME }, { deadlineMs: 5_000 }));
    return spends.map(({ reservedMicroUsd }) => reservedMicroUsd);
  };
  const expiredWithin = CALL_MS + EXPIRY_MARGIN_MS + 3_000;
  await expect.poll(reserved, { timeout: expiredWithin }).toEqual([0, 0, 0, 0, 0, 0]);

  const entries = await ledger();
  expect(audit(entries)).toEqual([]);
  const facts = entries.flatMap((entry) => entry.facts);
  const ends = facts.filter(({ kind }) => kind === 'spend-settled' || kind === 'spend-expired');
  expect(facts.filter(({ kind }) => kind === 'spend-reserved')).toHaveLength(FITTING + room);
  expect(ends).toHaveLength(FITTING + room);
  const alerts = facts.flatMap((fact) =>
    fact.kind === 'alert-raised' ? [`${fact.scope.kind} ${fact.period} ${fact.thresholdPercent}`] : [],
  );
  expect(alerts.sort()).toEqual(
    ['all', 'tenant'].flatMap((scope) => ['100', '50', '80'].map((threshold) => `${scope} month ${threshold}`)),
  );
  expect(new Set(entries.map(({ writtenBy }) => writtenBy)).size).toBeGreaterThan(1);
});
