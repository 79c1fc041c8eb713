/** One replica beside others, over a log in memory: what is batched, what a lost race and a lost answer lead to. */

import { BusUnavailable } from '@pitcrew/bus';
import { Busy, newInstanceId } from '@pitcrew/contracts';
import { describe, expect, it } from 'vitest';
import { audit } from './audit.ts';
import { ACME, ALL, asked, id, type MemoryLog, memoryLog, of, RULES, randomOf } from './ledger.fixture.ts';
import { BATCH_MAX, createLedger, decodeEntry, type LedgerOptions, WAITING_MAX } from './ledger.ts';

const at = new Date('2026-05-14T10:20:00Z');
const replica = (log: MemoryLog, change: Partial<LedgerOptions> = {}) => {
  const instance = newInstanceId();
  return createLedger({ log, instance, now: () => at, timeZone: 'UTC', rules: RULES, onAlert: () => {}, ...change });
};
type Replica = ReturnType<typeof replica>;

const setLimits = (ledger: Replica, limitMicroUsd: number) =>
  Promise.all(
    [ALL, of(ACME)].map((scope) =>
      ledger.submit<'set-limit'>({ kind: 'set-limit', scope, period: 'month', limitMicroUsd, onlyFirst: false }),
    ),
  );
const reserve = (ledger: Replica, amount: number, reservation: string) =>
  ledger.submit<'reserve'>({ kind: 'reserve', ...asked(amount, { reservation: id(reservation) }) });
const release = (ledger: Replica, reservation: string) =>
  ledger.submit<'release'>({ kind: 'release', tenant: ACME, reservation: id(reservation) });
const kindsOf = (answers: readonly { readonly kind: string }[], kind: string) =>
  answers.filter((answer) => answer.kind === kind).length;
const auditOf = (log: MemoryLog) => audit(log.entries().map(decodeEntry));

describe('one replica', () => {
  it('takes all that wait into one entry', async () => {
    const log = memoryLog();
    const ledger = replica(log);
    await setLimits(ledger, 100);
    const before = log.entries().length;
    const answers = await Promise.all(Array.from({ length: BATCH_MAX }, (_, n) => reserve(ledger, 10, `r${n}`)));
    expect(kindsOf(answers, 'granted')).toBe(10);
    // The first may go by itself, the others wait meanwhile.
    expect(log.entries().length - before).toBeLessThanOrEqual(2);
    expect(auditOf(log)).toEqual([]);
  });

  it('tells about an alert once it is stored', async () => {
    const told: number[] = [];
    const ledger = replica(memoryLog(), { onAlert: ({ thresholdPercent }) => told.push(thresholdPercent) });
    await setLimits(ledger, 100);
    await reserve(ledger, 85, 'a');
    expect(told).toEqual([50, 80, 50, 80]);
  });

  it('refuses to queue without end', async () => {
    const log = memoryLog();
    const ledger = replica(log);
    const first = ledger.submit<'expire'>({ kind: 'expire' });
    const waiting = Array.from({ length: WAITING_MAX }, () => ledger.submit<'expire'>({ kind: 'expire' }));
    await expect(ledger.submit<'expire'>({ kind: 'expire' })).rejects.toThrow(Busy);
    await Promise.all([first, ...waiting]);
  });
});

describe('beside another replica', () => {
  it('200 spenders at two replicas together spend what fits', async () => {
    const log = memoryLog();
    const [one, two] = [replica(log), replica(log)];
    await setLimits(one, 100);
    log.beforeAppend = () => new Promise((resolve) => setImmediate(resolve));
    const spenders = Array.from({ length: 200 }, (_, n) => reserve(n % 2 === 0 ? one : two, 10, `r${n}`));
    expect(kindsOf(await Promise.all(spenders), 'granted')).toBe(10);
    expect(auditOf(log)).toEqual([]);
  });

  it('a lost race is decided again on what the other has stored', async () => {
    const log = memoryLog();
    const [one, two] = [replica(log), replica(log)];
    await setLimits(one, 100);
    log.beforeAppend = async () => {
      log.beforeAppend = undefined;
      await reserve(two, 80, 'theirs');
    };
    expect(await reserve(one, 80, 'ours')).toMatchObject({ kind: 'refused' });
    expect(auditOf(log)).toEqual([]);
  });

  it('a refusal is not given from old knowledge (L1)', async () => {
    const log = memoryLog();
    const [one, two] = [replica(log), replica(log)];
    await setLimits(one, 100);
    await reserve(one, 100, 'a');
    await release(two, 'a');
    expect(await reserve(one, 100, 'b')).toMatchObject({ kind: 'granted' });
  });

  it('each knows the reservations of the other, so that a repeat at the other is answered as the first', async () => {
    const log = memoryLog();
    const [one, two] = [replica(log), replica(log)];
    await setLimits(one, 100);
    const first = await reserve(one, 60, 'a');
    expect(await reserve(two, 60, 'a')).toEqual(first);
    expect(await release(two, 'a')).toEqual({ kind: 'closed', amountMicroUsd: 0 });
  });

  it('one that is always slower says so, and has stored nothing', async () => {
    const log = memoryLog();
    const [one, two] = [replica(log), replica(log)];
    await setLimits(one, 1_000_000);
    let races = 0;
    const race = async () => {
      log.beforeAppend = undefined;
      races += 1;
      await reserve(two, 1, `theirs ${races}`);
      log.beforeAppend = race;
    };
    log.beforeAppend = race;
    await expect(reserve(one, 1, 'ours')).rejects.toThrow(Busy);
    log.beforeAppend = undefined;
    expect(races).toBe(64);
    expect(await release(two, 'ours')).toMatchObject({ kind: 'unknown-reservation' });
  });
});

describe('replicas that come and go over a bus that loses answers', () => {
  it.each([1, 2, 3, 4, 5, 6])('spend what fits, no less and no more (seed %d)', async (seed) => {
    const random = randomOf(seed);
    const log = memoryLog();
    await setLimits(replica(log), 100);
    const { append } = log;
    const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
    Object.assign(log, {
      append: async (one: Parameters<typeof append>[0]) => {
        for (let turns = Math.floor(random() * 4); turns > 0; turns -= 1) await turn();
        const fate = random();
        if (fate < 0.1) throw new BusUnavailable('not sent', 'not-done');
        const answer = await append(one);
        if (fate < 0.25) throw new BusUnavailable('the answer was lost', 'unknown');
        return answer;
      },
    });
    const replicas = [replica(log), replica(log), replica(log)];
    const spend = async (n: number) => {
      for (;;) {
        const place = Math.floor(random() * replicas.length);
        // One that is started again knows nothing but what it reads.
        if (random() < 0.05) replicas[place] = replica(log);
        try {
          return await reserve(replicas[place] as Replica, 10, `r${n}`);
        } catch (error) {
          if (!(error instanceof BusUnavailable || error instanceof Busy)) throw error;
          await turn();
        }
      }
    };
    const answers = await Promise.all(Array.from({ length: 200 }, (_, n) => spend(n)));
    expect(kindsOf(answers, 'granted')).toBe(10);
    expect(auditOf(log)).toEqual([]);
  });
});

describe('when the bus is away', () => {
  it('callers learn it, and a repeat after a lost answer is answered as the first would have been', async () => {
    const log = memoryLog();
    const ledger = replica(log);
    await setLimits(ledger, 100);
    const { append } = log;
    Object.assign(log, {
      append: async (one: Parameters<typeof append>[0]) => {
        await append(one);
        throw new BusUnavailable('the answer was lost', 'unknown');
      },
    });
    await expect(reserve(ledger, 60, 'a')).rejects.toThrow(BusUnavailable);
    Object.assign(log, { append });
    expect(await reserve(ledger, 60, 'a')).toMatchObject({ kind: 'granted', amountMicroUsd: 60 });
    expect(await reserve(ledger, 60, 'b')).toMatchObject({ kind: 'refused' });
    expect(auditOf(log)).toEqual([]);
  });

  it('an entry of newer code stops this one, which might break a limit that it cannot read', async () => {
    const log = memoryLog();
    const entry = { schemaVersion: 2, facts: [] };
    await log.append({ id: 'x', bytes: Buffer.from(JSON.stringify(entry)), traceparent: '', expectedSequence: 0 });
    await expect(reserve(replica(log), 0, 'a')).rejects.toThrow('entry 1 of the ledger cannot be read by this code');
  });
});
