import { describe, expect, it } from 'vitest';
import { audit } from './audit.ts';
import { type BatchLedger, ledgerOf, opened, place, reserve, setLimit, settle, spent } from './batch-ledger.fixture.ts';
import type { Command } from './decide.ts';
import { fold, REMEMBERED_MS } from './fold.ts';
import { ACME, ALL, logOf, of, UMBRELLA } from './ledger.fixture.ts';
import { startOfReading } from './start-of-reading.ts';

describe('a reservation ends', () => {
  it('with what the call took, which frees the rest', () => {
    const ledger = opened();
    ledger.one(reserve(900, 'a'));
    expect(ledger.one(reserve(200, 'b'))).toMatchObject({ kind: 'refused' });
    expect(ledger.one(settle('a', 300))).toEqual({ kind: 'closed', amountMicroUsd: 300 });
    expect(spent(ledger)).toEqual([0, 300]);
    expect(ledger.one(reserve(200, 'b'))).toMatchObject({ kind: 'granted' });
  });

  it('in full when nobody knows what the call took', () => {
    const ledger = opened();
    ledger.one(reserve(900, 'a'));
    const answer = ledger.one({ kind: 'settle', ...place('a'), usage: { kind: 'unknown' } });
    expect(answer).toEqual({ kind: 'closed', amountMicroUsd: 900 });
  });

  it('never above what was reserved, even if the provider says so', () => {
    const ledger = opened();
    ledger.one(reserve(900, 'a'));
    expect(ledger.one(settle('a', 5000))).toEqual({ kind: 'closed', amountMicroUsd: 900 });
  });

  it('with nothing when the call was surely not made', () => {
    const ledger = opened();
    ledger.one(reserve(900, 'a'));
    expect(ledger.one({ kind: 'release', ...place('a') })).toEqual({ kind: 'closed', amountMicroUsd: 0 });
    expect(spent(ledger)).toEqual([0, 0]);
  });

  it('in full when nobody ends it before it expires, and not a moment earlier', () => {
    const ledger = opened();
    ledger.one(reserve(900, 'a'));
    ledger.pass(89_999);
    ledger.one({ kind: 'expire' });
    expect(spent(ledger)).toEqual([900, 0]);
    ledger.pass(1);
    expect(spent(ledger)).toEqual([0, 900]);
    expect(ledger.state().open.size).toBe(0);
  });

  it.each<[first: string, end: (ledger: BatchLedger) => void, amount: number]>([
    ['settled', (ledger) => ledger.one(settle('a', 300)), 300],
    ['released', (ledger) => ledger.one({ kind: 'release', ...place('a') }), 0],
    ['expired', (ledger) => ledger.pass(90_000), 900],
  ])('once: what was %s stays so, whatever is said later', (_, end, amount) => {
    const ledger = opened();
    ledger.one(reserve(900, 'a'));
    end(ledger);
    const later: Command[] = [
      settle('a', 700),
      { kind: 'settle', ...place('a'), usage: { kind: 'unknown' } },
      { kind: 'release', ...place('a') },
    ];
    for (const command of later) expect(ledger.one(command)).toEqual({ kind: 'closed', amountMicroUsd: amount });
    expect(spent(ledger)).toEqual([0, amount]);
    expect(audit(ledger.entries)).toEqual([]);
  });

  it('only if there is one', () => {
    const unknown = { kind: 'unknown-reservation', reservation: 'a' };
    expect(opened().one(settle('a', 1))).toEqual(unknown);
    const ledger = opened();
    ledger.one(reserve(1, 'a', UMBRELLA));
    expect(ledger.one({ kind: 'release', ...place('a') })).toEqual(unknown);
  });

  it('in the periods in which it was made', () => {
    const ledger = ledgerOf('2026-05-31T23:59:50Z');
    ledger.batch(setLimit(), setLimit(of(ACME)));
    ledger.one(reserve(1000, 'a'));
    ledger.pass(20_000);
    expect(ledger.one(reserve(1000, 'b'))).toMatchObject({ kind: 'granted' });
    ledger.one(settle('a', 400));
    expect(spent(ledger)).toEqual([1000, 0]);
  });
});

describe('a batch', () => {
  it('frees room before it gives room away, and gives it to the worthier first', () => {
    const ledger = opened();
    ledger.one(reserve(1000, 'a'));
    const answers = ledger.batch(
      reserve(400, 'low', ACME, 0.1),
      reserve(400, 'high', ACME, 0.9),
      reserve(400, 'middle', ACME, 0.5),
      settle('a', 100),
    );
    expect(answers.map(({ kind }) => kind)).toEqual(['refused', 'granted', 'granted', 'closed']);
  });

  it('shows what is spent after all of it', () => {
    const ledger = opened();
    const [shown] = ledger.batch({ kind: 'show', tenant: ACME }, reserve(10, 'a'));
    expect(shown).toMatchObject({
      spend: { spends: expect.arrayContaining([expect.objectContaining({ reservedMicroUsd: 10 })]) },
    });
  });

  it('knows the hour that comes twice as two', () => {
    const ledger = ledgerOf('2026-10-25T00:30:00Z', 'Europe/Berlin');
    ledger.batch(setLimit(), setLimit(of(ACME), 100, 'hour'));
    expect(ledger.one(reserve(100, 'a'))).toMatchObject({ kind: 'granted' });
    const refused = ledger.one(reserve(100, 'b'));
    expect(refused).toMatchObject({ kind: 'refused', resumesAt: '2026-10-25T01:00:00.000Z' });
    ledger.pass(30 * 60_000);
    expect(ledger.one(reserve(100, 'b'))).toMatchObject({ kind: 'granted' });
  });
});

describe('a limit', () => {
  it('may be lowered below what is spent: then nothing more is', () => {
    const ledger = opened();
    ledger.one(reserve(800, 'a'));
    ledger.one(setLimit(of(ACME), 500));
    expect(ledger.one(reserve(1, 'b'))).toMatchObject({ kind: 'refused' });
    expect(audit(ledger.entries)).toEqual([]);
  });

  it('that is raised lets the refused go on, and is a fact that others can wait for', () => {
    const ledger = opened();
    ledger.one(reserve(1000, 'a'));
    expect(ledger.one(reserve(10, 'b'))).toMatchObject({ kind: 'refused' });
    ledger.batch(setLimit(of(ACME), 2000), setLimit(ALL, 2000));
    expect(ledger.one(reserve(10, 'b'))).toMatchObject({ kind: 'granted' });
    expect(ledger.facts('limit-set')).toContainEqual(expect.objectContaining({ scope: of(ACME), limitMicroUsd: 2000 }));
  });

  it('of the configuration does not undo what somebody has set', () => {
    const ledger = opened();
    ledger.one({ ...setLimit(ALL, 7), onlyFirst: true } as Command);
    expect(ledger.facts('limit-set')).toHaveLength(3);
  });
});

describe('alerts', () => {
  const thresholds = (ledger: BatchLedger) =>
    ledger
      .facts('alert-raised')
      .map((fact) =>
        fact.kind === 'alert-raised' ? `${fact.scope.kind} ${fact.period} ${fact.thresholdPercent}` : '',
      );

  it('are raised at 50, 80 and 100 %, once each', () => {
    const ledger = ledgerOf();
    ledger.batch(setLimit(ALL, 1_000_000), setLimit(of(ACME)));
    ledger.one(reserve(499, 'a'));
    expect(thresholds(ledger)).toEqual([]);
    ledger.one(reserve(1, 'b'));
    expect(thresholds(ledger)).toEqual(['tenant month 50']);
    ledger.one(settle('b', 0));
    ledger.one(reserve(1, 'c'));
    ledger.one(reserve(500, 'd'));
    expect(thresholds(ledger)).toEqual(['tenant month 50', 'tenant month 80', 'tenant month 100']);
  });

  it('are raised again in the next period, and for each scope and period by itself', () => {
    const ledger = ledgerOf('2026-05-14T10:59:00Z');
    ledger.batch(setLimit(ALL, 100, 'hour'), setLimit(of(ACME), 1000, 'day'));
    ledger.one(reserve(50, 'a'));
    ledger.pass(120_000);
    ledger.one(reserve(50, 'b'));
    expect(thresholds(ledger)).toEqual(['all hour 50', 'all hour 50']);
  });

  it('are raised by a limit that is lowered, and not by one of 0', () => {
    const ledger = opened();
    ledger.one(reserve(100, 'a'));
    ledger.one(setLimit(of(ACME), 120));
    expect(thresholds(ledger)).toEqual(['tenant month 50', 'tenant month 80']);
    ledger.one(setLimit(of(ACME), 0));
    expect(thresholds(ledger)).toHaveLength(2);
  });
});

describe('what is long over', () => {
  it('is forgotten, but not what is still open or still counts', () => {
    const ledger = opened();
    ledger.one(reserve(10, 'a'));
    ledger.one(settle('a', 10));
    ledger.pass(REMEMBERED_MS + 2 * 60 * 60_000);
    ledger.one(reserve(10, 'b'));
    expect([...ledger.state().reservations.values()].map(({ reservation }) => reservation)).toEqual(['b']);
    expect(spent(ledger)).toEqual([10, 10]);
    expect([...ledger.state().buckets.keys()].filter((key) => key.startsWith('hour'))).toHaveLength(2);
  });

  it('may have its id used again, also for whoever folds the ledger from its start', () => {
    const ledger = opened();
    ledger.one(reserve(10, 'a'));
    ledger.one(settle('a', 10));
    ledger.pass(REMEMBERED_MS + 2 * 60 * 60_000);
    expect(ledger.one(reserve(20, 'a'))).toMatchObject({ kind: 'granted', amountMicroUsd: 20 });
    expect(fold(ledger.entries).open.size).toBe(1);
  });

  it('stops a service whose clock went back before it', () => {
    const ledger = opened();
    ledger.pass(5 * REMEMBERED_MS);
    ledger.one(setLimit(ALL, 5));
    ledger.pass(-3 * REMEMBERED_MS);
    expect(() => ledger.one(reserve(1, 'a'))).toThrow('the clock went back');
  });
});

describe('a ledger of years', () => {
  it('is read from the month before on, in which its limits were carried', async () => {
    const ledger = opened();
    for (let week = 0; week < 100; week += 1) {
      ledger.one(reserve(10, `w${week}`));
      ledger.pass(7 * 24 * 60 * 60_000);
    }
    const start = await startOfReading(logOf(ledger.entries), new Date(ledger.now()), 'UTC');
    expect(ledger.entries.length - start).toBeLessThan(10);
    expect(ledger.entries[start]).toMatchObject({
      carries: true,
      facts: expect.arrayContaining([
        expect.objectContaining({ kind: 'limit-set', scope: of(ACME), limitMicroUsd: 1000 }),
      ]),
    });
  });

  it('is read from its start when nobody wrote for months', async () => {
    const ledger = opened();
    ledger.pass(200 * 24 * 60 * 60_000);
    expect(await startOfReading(logOf(ledger.entries), new Date(ledger.now()), 'UTC')).toBe(0);
  });
});
