/** For tests: a ledger without a log, one batch at a time, with a clock that is moved by hand; and short words for commands. */
import { type BudgetFact, type LedgerEntry, newInstanceId, PERIODS, type TenantId } from '@pitcrew/contracts';
import { type Answer, type Command, decideBatch } from './decide.ts';
import { ACME, ALL, asked, id, momentAt, of, RULES, UMBRELLA } from './ledger.fixture.ts';
import { emptyState, type LedgerState } from './state.ts';

/** A ledger in memory, one batch at a time. */
export function ledgerOf(startAt = '2026-05-14T10:20:00Z', timeZone = 'UTC') {
  let state: LedgerState = emptyState();
  let nowMs = Date.parse(startAt);
  const entries: LedgerEntry[] = [];
  const batch = (...commands: readonly Command[]): readonly Answer[] => {
    const moment = momentAt(new Date(nowMs), timeZone);
    const decided = decideBatch(state, commands, moment, RULES);
    state = decided.state;
    const envelope = { schemaVersion: 1, id: crypto.randomUUID(), writtenBy: newInstanceId() } as const;
    if (decided.facts.length > 0)
      entries.push({ ...envelope, ...moment, carries: decided.carries, facts: [...decided.facts] });
    return decided.answers;
  };
  return {
    batch,
    one: (command: Command) => batch(command)[0] as Answer,
    pass: (ms: number) => {
      nowMs += ms;
    },
    entries,
    facts: (kind?: BudgetFact['kind']) =>
      entries.flatMap(({ facts }) => facts).filter((fact) => kind === undefined || fact.kind === kind),
    state: () => state,
    now: () => nowMs,
  };
}
export type BatchLedger = ReturnType<typeof ledgerOf>;

export const reserve = (amount: number, reservation: string, tenant: TenantId = ACME, worth?: number): Command => ({
  kind: 'reserve',
  ...asked(amount, { tenant, reservation: id(reservation), ...(worth === undefined ? {} : { worth }) }),
});
export const place = (reservation: string, tenant: TenantId = ACME) => ({ tenant, reservation: id(reservation) });
export const used = (inputTokens: number) => ({ kind: 'used', inputTokens, outputTokens: 0 }) as const;
export const settle = (reservation: string, inputTokens: number): Command => ({
  kind: 'settle',
  ...place(reservation),
  usage: used(inputTokens),
});
export const setLimit = (scope = ALL, limitMicroUsd = 1000, period = PERIODS[2] ?? 'month'): Command => ({
  kind: 'set-limit',
  scope,
  period,
  limitMicroUsd,
  onlyFirst: false,
});
export const opened = () => {
  const ledger = ledgerOf();
  ledger.batch(setLimit(), setLimit(of(ACME)), setLimit(of(UMBRELLA)));
  return ledger;
};
export const spent = (ledger: BatchLedger, tenant: TenantId = ACME) => {
  const answer = ledger.one({ kind: 'show', tenant });
  const spends = answer.kind === 'spend' ? answer.spend.spends : [];
  const month = spends.find(({ scope, period }) => scope.kind === 'tenant' && period === 'month');
  return [month?.reservedMicroUsd, month?.settledMicroUsd];
};
