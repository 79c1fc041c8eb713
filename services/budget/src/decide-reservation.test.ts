/** Single decisions, as tables: what is granted, what is refused and by which limit, and until when. */
import { type BudgetFact, PERIODS, type Period, type Reservation, type SpendScope } from '@pitcrew/contracts';
import { describe, expect, it } from 'vitest';
import { type AskedReservation, decideReservation } from './decide-reservation.ts';
import { fold } from './fold.ts';
import { ACME, ALL, asked, id, LOCAL_MODEL, MODEL, momentAt, of, RULES, UMBRELLA } from './ledger.fixture.ts';
import { emptyState, type LedgerState } from './state.ts';

const NOW = momentAt('2026-05-14T10:20:00Z');
const limit = (scope: SpendScope, period: Period, limitMicroUsd: number): BudgetFact => ({
  kind: 'limit-set',
  scope,
  period,
  limitMicroUsd,
});
const foldAt = (facts: readonly BudgetFact[], state: LedgerState = emptyState(), moment = NOW): LedgerState =>
  fold(facts.length === 0 ? [] : [{ ...moment, facts: [...facts] } as never], state);

/** Limits, and what is spent of them by a reservation before. */
const stateOf = (limits: readonly BudgetFact[], spent = 0, tenant = ACME): LedgerState => {
  const wide = foldAt([limit(ALL, 'month', 1e9), limit(of(tenant), 'month', 1e9)]);
  const { facts } = decideReservation(wide, asked(spent, { reservation: id('before'), tenant }), NOW, RULES);
  return foldAt([...limits, ...facts]);
};
const decide = (state: LedgerState, amount: number, change: Partial<AskedReservation> = {}) =>
  decideReservation(state, asked(amount, change), NOW, RULES);

describe('a reservation', () => {
  const month = [limit(ALL, 'month', 1000), limit(of(ACME), 'month', 100)];
  const allPeriods = (scope: SpendScope, amount: number) => PERIODS.map((period) => limit(scope, period, amount));

  it.each<[what: string, limits: readonly BudgetFact[], spent: number, amount: number, kind: Reservation['kind']]>([
    ['fits', month, 0, 100, 'granted'],
    ['fits exactly beside what is spent', month, 40, 60, 'granted'],
    ['is one micro-dollar too much', month, 40, 61, 'refused'],
    ['has no limit at all', [], 0, 1, 'refused'],
    ['has a limit for the tenant alone', [limit(of(ACME), 'month', 100)], 0, 1, 'refused'],
    ['has a limit for all tenants alone', [limit(ALL, 'month', 100)], 0, 1, 'refused'],
    ['has a limit of 0', [limit(ALL, 'month', 1000), limit(of(ACME), 'day', 0)], 0, 1, 'refused'],
    ['costs nothing, without any limit', [], 0, 0, 'granted'],
    ['is bound by the shortest', [...allPeriods(ALL, 1000), ...month, limit(of(ACME), 'hour', 10)], 0, 11, 'refused'],
    ['is bound by all tenants together', [limit(ALL, 'day', 50), limit(of(ACME), 'month', 100)], 0, 51, 'refused'],
  ])('that %s', (_, limits, spent, amount, kind) => {
    expect(decide(stateOf(limits, spent), amount).answer.kind).toBe(kind);
  });

  it('that is granted is one fact: the most that the call can cost, until some time after its deadline', () => {
    const { facts, answer } = decide(stateOf(month), 10, { outputTokensMax: 20, deadlineMs: 5_000 });
    const expiresAt = '2026-05-14T10:20:35.000Z';
    expect(answer).toEqual({ kind: 'granted', reservation: 'r1', amountMicroUsd: 50, outputTokensMax: 20, expiresAt });
    expect(facts).toMatchObject([
      { kind: 'spend-reserved', amountMicroUsd: 50, expiresAt, price: RULES.prices.get(MODEL) },
    ]);
  });

  it('of local work is granted whatever is spent', () => {
    expect(decide(stateOf(month, 100), 5000, { model: LOCAL_MODEL }).answer).toMatchObject({
      kind: 'granted',
      amountMicroUsd: 0,
    });
  });

  it('of a model without a price is not granted, and the model is named', () => {
    expect(decide(stateOf(month), 1, { model: 'gpt-99' })).toEqual({
      facts: [],
      answer: { kind: 'unknown-model', model: 'gpt-99' },
    });
  });

  it('spends nothing of another tenant', () => {
    const limits = [...month, limit(of(UMBRELLA), 'month', 100)];
    expect(decide(stateOf(limits, 100, UMBRELLA), 100).answer.kind).toBe('granted');
  });
});

describe('a refusal names the limit that gives way last, and when', () => {
  it.each<[what: string, limits: readonly BudgetFact[], amount: number, expected: object]>([
    [
      'the next hour',
      [limit(ALL, 'month', 1000), limit(of(ACME), 'hour', 100), limit(of(ACME), 'month', 1000)],
      60,
      { scope: of(ACME), period: 'hour', resumesAt: '2026-05-14T11:00:00.000Z' },
    ],
    [
      'the next day, when hour and day are full',
      [limit(ALL, 'day', 100), limit(of(ACME), 'hour', 100)],
      60,
      { scope: ALL, period: 'day', resumesAt: '2026-05-15T00:00:00.000Z' },
    ],
    [
      'the next month',
      [limit(ALL, 'month', 100), limit(of(ACME), 'month', 1000)],
      60,
      { scope: ALL, period: 'month', resumesAt: '2026-06-01T00:00:00.000Z' },
    ],
  ])('%s', (_, limits, amount, expected) => {
    expect(decide(stateOf(limits, 50), amount).answer).toMatchObject({ kind: 'refused', ...expected });
  });

  it('never by itself, where the amount is above the limit', () => {
    const { answer } = decide(stateOf([limit(ALL, 'month', 1000), limit(of(ACME), 'hour', 10)]), 11);
    expect(answer).toMatchObject({ kind: 'refused', period: 'hour' });
    expect(answer).not.toHaveProperty('resumesAt');
  });

  it.each([
    ['by the amount', 60, 1],
    ['by its worth', 10, 0],
  ])('and tells a tenant nothing of what others have spent: %s', (_, amount, worth) => {
    const limits = [limit(ALL, 'month', 1000), limit(of(ACME), 'month', 1000)];
    const messages = [950, 990].map((spent) => {
      const { answer } = decide(stateOf(limits, spent, UMBRELLA), amount, { worth });
      return answer.kind === 'refused' ? answer.message : answer.kind;
    });
    expect(messages[1]).toBe('what all tenants together may spend this month leaves no room for it');
    expect(new Set(messages).size).toBe(1);
  });

  it('in words that a person can act on', () => {
    const { answer } = decide(
      stateOf([limit(ALL, 'month', 20_000_000), limit(of(ACME), 'day', 500_000)], 450_000),
      60_000,
    );
    expect(answer).toMatchObject({
      message: '$0.05 is left of the $0.50 that tenant acme may spend this day, and this call may cost $0.06',
    });
  });
});

describe('where little is left, the worthier go first', () => {
  // The month of acme is 1000, of which the last 200 are scarce.
  const limits = [limit(ALL, 'month', 1_000_000), limit(of(ACME), 'month', 1000)];
  it.each<[spent: number, worth: number | undefined, kind: Reservation['kind']]>([
    [0, 0, 'granted'],
    [800, 0, 'granted'],
    [801, 0, 'refused'],
    [850, 0.2, 'refused'],
    [850, 0.25, 'granted'],
    [900, 0.49, 'refused'],
    [900, 0.5, 'granted'],
    [990, 0.94, 'refused'],
    [990, 0.95, 'granted'],
    [999, 1, 'granted'],
    [999, undefined, 'granted'],
  ])('with %d of 1000 spent, a worth of %s is %s', (spent, worth, kind) => {
    expect(decide(stateOf(limits, spent), 1, { worth }).answer.kind).toBe(kind);
  });

  it('and the refusal says what would be worth it', () => {
    expect(decide(stateOf(limits, 900), 1, { worth: 0.3 }).answer).toMatchObject({
      message: expect.stringContaining('kept for requests whose worth is 0.50 or more'),
      period: 'month',
      resumesAt: '2026-06-01T00:00:00.000Z',
    });
  });
});

describe('a repeated reservation', () => {
  const state = stateOf([limit(ALL, 'month', 1000), limit(of(ACME), 'month', 100)]);
  const first = decide(state, 80, { outputTokensMax: 5 });
  const after = foldAt(first.facts, state);

  it('is answered as the first, reserves nothing, and does so even when nothing is left', () => {
    expect(decide(after, 80, { outputTokensMax: 5 })).toEqual({ facts: [], answer: first.answer });
    const lowered = foldAt([limit(of(ACME), 'month', 0)], after);
    expect(decide(lowered, 80, { outputTokensMax: 5 })).toEqual({ facts: [], answer: first.answer });
  });

  it('is answered as the first though lengths are predicted otherwise by now', () => {
    expect(decide(after, 80, { outputTokensMax: 500 }).answer).toEqual(first.answer);
  });

  it('that asks for something else is told so', () => {
    const answer = { kind: 'reservation-differs', reservation: 'r1' };
    expect(decide(after, 81)).toEqual({ facts: [], answer });
    expect(decide(after, 80, { purpose: 'rescue' })).toEqual({ facts: [], answer });
  });

  it('with the id of another tenant is another one', () => {
    const wide = foldAt([limit(of(UMBRELLA), 'month', 100)], after);
    expect(decide(wide, 80, { tenant: UMBRELLA }).facts).toHaveLength(1);
  });
});
