/** For tests and for auditors: a deliberately dumb look at what is in the ledger. */
import {
  type BudgetFact,
  type LedgerEntry,
  PERIODS,
  type Period,
  type SpendScope,
  type TenantId,
} from '@pitcrew/contracts';

type Held = { tenant: TenantId; starts: Record<Period, string>; amount: number; ended: boolean };

/**
 * Whether reserved and settled stay within every limit at every prefix of the ledger (R8), by summing all from the start at
 * each step. Only a lowered limit may leave the sum above it; then no reservation may follow, and no fact may raise it.
 */
export function audit(entries: readonly Pick<LedgerEntry, 'periods' | 'facts'>[]): readonly string[] {
  const held = new Map<string, Held>();
  const limits = new Map<string, number>();
  const alerts = new Set<string>();
  const problems: string[] = [];
  const scopeText = (scope: SpendScope) => (scope.kind === 'all' ? '*' : scope.tenant);
  const sum = (scope: string, period: Period, start: string) =>
    [...held.values()]
      .filter(({ tenant, starts }) => (scope === '*' || scope === tenant) && starts[period] === start)
      .reduce((total, { amount }) => total + amount, 0);
  const limitOf = (scope: string, period: Period) => {
    const set = PERIODS.filter((other) => limits.has(`${scope} ${other}`));
    return set.length === 0 ? 0 : (limits.get(`${scope} ${period}`) ?? Number.POSITIVE_INFINITY);
  };
  const apply = (fact: BudgetFact, starts: Record<Period, string>): void => {
    if (fact.kind === 'limit-set') limits.set(`${scopeText(fact.scope)} ${fact.period}`, fact.limitMicroUsd);
    else if (fact.kind === 'alert-raised') {
      const key = `${scopeText(fact.scope)} ${fact.period} ${starts[fact.period]} ${fact.thresholdPercent}`;
      if (alerts.has(key)) problems.push(`alert ${key} twice`);
      alerts.add(key);
    } else if (fact.kind === 'spend-reserved') {
      const { tenant, amountMicroUsd: amount } = fact;
      const key = `${tenant}/${fact.reservation}`;
      // An id may come again after days; what it stood for before still counts.
      const before = held.get(key);
      if (before?.ended === false) problems.push(`${fact.reservation} begins twice`);
      if (before !== undefined) held.set(`${key} before ${held.size}`, before);
      held.set(key, { tenant, starts, amount, ended: false });
      for (const scope of ['*', tenant])
        for (const period of PERIODS)
          if (amount > 0 && sum(scope, period, starts[period]) > limitOf(scope, period))
            problems.push(`${fact.reservation} breaks the limit of ${scope} for the ${period}`);
    } else {
      const one = held.get(`${fact.tenant}/${fact.reservation}`);
      if (one === undefined || one.ended) return void problems.push(`${fact.reservation} ends without having begun`);
      const amount =
        fact.kind === 'spend-settled' ? fact.amountMicroUsd : fact.kind === 'spend-released' ? 0 : one.amount;
      if (amount > one.amount) problems.push(`${fact.reservation} ends above what was reserved`);
      Object.assign(one, { amount, ended: true });
    }
  };
  for (const { periods, facts } of entries) {
    const starts = { hour: periods.hour.startsAt, day: periods.day.startsAt, month: periods.month.startsAt };
    for (const fact of facts) apply(fact, starts);
  }
  return problems;
}
