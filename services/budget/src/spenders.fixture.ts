/**
 * For tests: a crowd at the replicas of the service while each of them is killed and started again, and what must hold of the ledger
 * afterwards. What is spent never exceeds the limit at any prefix (R8), nothing stays reserved beyond its expiry, and there is one
 * alert for each threshold. Time, processes and the bus are the caller's.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { openBus } from '@pitcrew/bus';
import {
  budgetService,
  LEDGER_STREAM,
  LEDGER_SUBJECT,
  type LedgerEntry,
  newRunId,
  type Reservation,
} from '@pitcrew/contracts';
import { type Client, connect, RpcError } from '@pitcrew/rpc';
import { audit } from './audit.ts';
import { ACME, ALL, id, MODEL, of, PRICE } from './ledger.fixture.ts';
import { decodeEntry } from './ledger.ts';

const INPUT_TOKENS = 1000;
const OUTPUT_TOKENS_MAX = 512;
/** A micro-dollar for an input token and two for an output token. */
const AMOUNT = INPUT_TOKENS + 2 * OUTPUT_TOKENS_MAX;
/** Long enough for the first wave to be over before its reservations expire. */
const CALL_MS = 12_000;
const EXPIRY_MARGIN_MS = 1_000;
const PATIENCE_MS = 30_000;
const POLL_MS = 500;
/** Who settles says so of so many output tokens. */
const SETTLED_TOKENS = 50;

/** What the file of the service says: a month's limit, of all and of the tenant, that fits so many calls. */
export const budgetFileFor = (fitting: number): string => {
  const output = { classes: [OUTPUT_TOKENS_MAX], firstClass: OUTPUT_TOKENS_MAX };
  const limits = [ALL, of(ACME)].map((scope) => ({ scope, period: 'month', limitMicroUsd: fitting * AMOUNT }));
  return JSON.stringify({ prices: { [MODEL]: PRICE }, limits, expiryMarginMs: EXPIRY_MARGIN_MS, output });
};

export const REPLICAS = ['budget', 'budget-2'] as const;

type Crew = {
  readonly addresses: Readonly<Record<string, string>>;
  readonly natsUrl: string;
  readonly kill: (name: string) => Promise<void>;
  readonly restart: (name: string) => Promise<void>;
};
export type Crowd = {
  readonly spenders: number;
  readonly fitting: number;
  /** How long after a wave has begun, or a replica is back, the next one dies. */
  readonly killAfterMs: () => number;
};

/** Plays two waves, of which half of the first settle what they took, and says what is wrong. */
export async function crowdFindings(crew: Crew, { spenders, fitting, killAfterMs }: Crowd): Promise<readonly string[]> {
  const budget = connect(budgetService, `ipv4:${REPLICAS.map((name) => crew.addresses[name]).join(',')}`);
  try {
    const wave = async (name: string, count: number) => {
      const [answers] = await Promise.all([reserveAll(budget, name, count), killEach(crew, killAfterMs)]);
      return answers;
    };
    const first = await wave('first', spenders);
    const granted = grantedIn(first);
    const afterFirst = audit(await ledgerOf(crew));
    // Half of them say what they took, which makes room for others; the rest say nothing.
    const settling = granted.slice(0, Math.floor(fitting / 2));
    const settled = await Promise.all(settling.map((name) => settle(budget, name)));
    const room = Math.floor(settled.reduce((sum, { amountMicroUsd }) => sum + AMOUNT - amountMicroUsd, 0) / AMOUNT);
    const second = grantedIn(await wave('second', Math.ceil(spenders / 4)));
    const expectedSecond = Math.min(room, Math.ceil(spenders / 4));
    return [
      ...unlike('granted at first', granted.length, Math.min(fitting, spenders)),
      ...refusals(first),
      ...afterFirst,
      ...unlike('granted in the room that was made', second.length, expectedSecond),
      ...(await reservedAfterExpiry(budget)),
      ...ledgerFindings(await ledgerOf(crew), granted.length + second.length),
    ];
  } finally {
    budget.close();
  }
}

type Budget = Client<(typeof budgetService)['methods']>;
type Answer = { readonly name: string; readonly reservation: Reservation };

/** All of them, spread over the time in which replicas die. */
const reserveAll = (budget: Budget, wave: string, count: number): Promise<readonly Answer[]> =>
  Promise.all(
    Array.from({ length: count }, async (_, n) => {
      await pause(10 * n);
      return { name: `${wave}-${n}`, reservation: await reserve(budget, `${wave}-${n}`) };
    }),
  );

async function reserve(budget: Budget, name: string): Promise<Reservation> {
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
}

function settle(budget: Budget, name: string): Promise<{ readonly amountMicroUsd: number }> {
  const usage = { kind: 'used', inputTokens: INPUT_TOKENS, outputTokens: SETTLED_TOKENS } as const;
  return patiently(() => budget.settle({ tenant: ACME, reservation: id(name), usage }, { deadlineMs: 5_000 }));
}

/** As the orchestrator would: the same call again until somebody answers. */
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

async function killEach({ kill, restart }: Crew, killAfterMs: () => number): Promise<void> {
  for (const name of REPLICAS) {
    await pause(killAfterMs());
    await kill(name);
    await restart(name);
  }
}

const grantedIn = (answers: readonly Answer[]): readonly string[] =>
  answers.filter(({ reservation }) => reservation.kind === 'granted').map(({ name }) => name);

async function ledgerOf({ natsUrl }: Crew): Promise<readonly LedgerEntry[]> {
  await using bus = await openBus({ servers: natsUrl, service: 'auditor' });
  const log = await bus.subjectLog({ stream: LEDGER_STREAM, subject: LEDGER_SUBJECT });
  return (await log.read(0)).map(decodeEntry);
}

/** Each says which period binds, and that it turns at the first of a month. */
const refusals = (answers: readonly Answer[]): readonly string[] =>
  answers.flatMap(({ name, reservation }) =>
    reservation.kind !== 'refused' ||
    (reservation.period === 'month' && /-01T00:00:00\.000Z$/.test(reservation.resumesAt ?? ''))
      ? []
      : [`${name} was refused for the ${reservation.period} until ${reservation.resumesAt}`],
  );

async function reservedAfterExpiry(budget: Budget): Promise<readonly string[]> {
  const giveUpAt = performance.now() + CALL_MS + EXPIRY_MARGIN_MS + 3_000;
  for (;;) {
    const { spends } = await patiently(() => budget.getSpend({ tenant: ACME }, { deadlineMs: 5_000 }));
    const reserved = spends.map(({ reservedMicroUsd }) => reservedMicroUsd);
    if (spends.length === 6 && reserved.every((amount) => amount === 0)) return [];
    if (performance.now() > giveUpAt) return [`still reserved: ${reserved.join(', ')}`];
    await pause(POLL_MS);
  }
}

function ledgerFindings(entries: readonly LedgerEntry[], granted: number): readonly string[] {
  const facts = entries.flatMap((entry) => entry.facts);
  const count = (...kinds: readonly string[]) => facts.filter(({ kind }) => kinds.includes(kind)).length;
  const alerts = facts.flatMap((fact) =>
    fact.kind === 'alert-raised' ? [`${fact.scope.kind} ${fact.period} ${fact.thresholdPercent}`] : [],
  );
  const everyAlert = ['all', 'tenant'].flatMap((scope) =>
    ['100', '50', '80'].map((threshold) => `${scope} month ${threshold}`),
  );
  return [
    ...audit(entries),
    ...unlike('reservations', count('spend-reserved'), granted),
    ...unlike('ends of reservations', count('spend-settled', 'spend-expired'), granted),
    ...unlike('alerts', alerts.sort().join(', '), everyAlert.join(', ')),
    ...(new Set(entries.map(({ writtenBy }) => writtenBy)).size > 1 ? [] : ['one process wrote all of it']),
  ];
}

const unlike = <T>(what: string, found: T, expected: T): readonly string[] =>
  found === expected ? [] : [`${what}: ${found} in place of ${expected}`];
