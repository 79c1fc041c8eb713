/** The whole of the core against a naive sum over everything that ever was, for whatever is asked in whatever order. */

import { PERIODS, type ReservationId } from '@pitcrew/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { audit } from './audit.ts';
import { ledgerOf, reserve, setLimit, spent, used } from './batch-ledger.fixture.ts';
import type { Command } from './decide.ts';
import { draftOf, fold, forget, REMEMBERED_MS } from './fold.ts';
import { ACME, ALL, asked, id, logOf, momentAt, of, UMBRELLA } from './ledger.fixture.ts';
import { spendReport } from './spend-report.ts';
import { startOfReading } from './start-of-reading.ts';

describe('whatever is asked in whatever order (R8)', () => {
  const tenant = fc.constantFrom(ACME, UMBRELLA);
  const reservation: fc.Arbitrary<ReservationId> = fc.integer({ min: 1, max: 12 }).map((n) => id(`r${n}`));
  const command: fc.Arbitrary<Command> = fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .record({
          tenant,
          reservation,
          amount: fc.nat(60),
          worth: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
        })
        .map(({ amount, ...rest }): Command => ({ kind: 'reserve', ...asked(amount, rest) })),
    },
    {
      weight: 4,
      arbitrary: fc
        .record({
          tenant,
          reservation,
          usage: fc.oneof(fc.constant({ kind: 'unknown' } as const), fc.nat(90).map(used)),
        })
        .map((one): Command => ({ kind: 'settle', ...one })),
    },
    { weight: 1, arbitrary: fc.record({ tenant, reservation }).map((one): Command => ({ kind: 'release', ...one })) },
    {
      weight: 2,
      arbitrary: fc
        .record({
          scope: fc.oneof(fc.constant(ALL), tenant.map(of)),
          period: fc.constantFrom(...PERIODS),
          limitMicroUsd: fc.nat(300),
          onlyFirst: fc.boolean(),
        })
        .map((one): Command => ({ kind: 'set-limit', ...one })),
    },
    { weight: 1, arbitrary: fc.constant<Command>({ kind: 'expire' }) },
  );
  const story = fc.array(
    fc.record({
      passMs: fc.oneof(fc.nat(50_000), fc.nat(90 * 60_000), fc.nat(20 * 86_400_000)),
      commands: fc.array(command, { maxLength: 6 }),
    }),
    {
      maxLength: 25,
    },
  );

  const told = (steps: readonly { readonly passMs: number; readonly commands: readonly Command[] }[]) => {
    const ledger = ledgerOf('2026-10-24T20:00:00Z', 'Europe/Berlin');
    ledger.batch(setLimit(ALL, 400), setLimit(of(ACME), 250), setLimit(of(UMBRELLA), 250));
    for (const { passMs, commands } of steps) {
      ledger.pass(passMs);
      ledger.batch(...commands);
    }
    return ledger;
  };

  it('no prefix of the ledger is above a limit, nothing ends twice or above what was reserved, no alert comes twice', () => {
    fc.assert(
      fc.property(story, (steps) => {
        expect(audit(told(steps).entries)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('who folds the entries from the start knows what the one who wrote them knows', () => {
    fc.assert(
      fc.property(story, (steps) => {
        const ledger = told(steps);
        const again = draftOf(fold(ledger.entries));
        forget(again, ledger.state().forgottenBeforeMs + REMEMBERED_MS);
        // Lengths of answers are those of all times, so only the last are compared.
        const { lengths: _, ...known } = ledger.state();
        expect(again).toMatchObject(known);
        expect([again.reservations.size, again.buckets.size]).toEqual([known.reservations.size, known.buckets.size]);
      }),
      { numRuns: 150 },
    );
  });

  it('who begins to read with the month before knows the same about now', async () => {
    await fc.assert(
      fc.asyncProperty(story, async (steps) => {
        const ledger = told(steps);
        const now = new Date(ledger.now());
        const start = await startOfReading(logOf(ledger.entries), now, 'Europe/Berlin');
        const again = draftOf(fold(ledger.entries.slice(start)));
        forget(again, ledger.state().forgottenBeforeMs + REMEMBERED_MS);
        const moment = momentAt(now, 'Europe/Berlin');
        expect(spendReport(again, undefined, moment)).toEqual(spendReport(ledger.state(), undefined, moment));
        expect(again.open).toEqual(ledger.state().open);
        expect(again.limits).toEqual(ledger.state().limits);
      }),
      { numRuns: 150 },
    );
  });

  it('nothing stays reserved beyond its expiry', () => {
    fc.assert(
      fc.property(story, (steps) => {
        const ledger = told(steps);
        ledger.pass(90_000);
        ledger.one({ kind: 'expire' });
        expect(ledger.state().open.size).toBe(0);
        expect([...ledger.state().buckets.values()].filter(({ reservedMicroUsd }) => reservedMicroUsd > 0)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('what fits beside the naive sum is granted, when worth is not asked about', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60), { maxLength: 40 }), (amounts) => {
        const ledger = ledgerOf();
        ledger.batch(setLimit(ALL, 1_000), setLimit(of(ACME), 300));
        let sum = 0;
        for (const [n, amount] of amounts.entries()) {
          const fits = sum + amount <= 300;
          expect(ledger.one(reserve(amount, `r${n}`)).kind).toBe(fits ? 'granted' : 'refused');
          if (fits) sum += amount;
        }
        expect(spent(ledger)).toEqual([sum, 0]);
      }),
    );
  });
});
