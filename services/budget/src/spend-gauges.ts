/**
 * Spend and limits as gauges, in dollars. Every replica shows what it knows, at most a second old. A tenant has series of its own only
 * where the configuration lists tenants: else whoever asks could make new ones without end.
 */
import type { Spend } from '@pitcrew/contracts';
import { attributeNames, metrics, type Observation, observe } from '@pitcrew/telemetry';
import type { Budget } from './handlers.ts';

const MICRO_USD = 1_000_000;

export function observeSpend({ ledger, tenants }: Pick<Budget, 'ledger' | 'tenants'>): void {
  const shown = () =>
    ledger.spendNow().spends.filter(({ scope }) => scope.kind === 'all' || tenants?.has(scope.tenant));
  observe(metrics.budgetSpent, () =>
    shown().map((spend) => observed(spend, spend.reservedMicroUsd + spend.settledMicroUsd)),
  );
  observe(metrics.budgetLimit, () =>
    shown().flatMap((spend) => (spend.limitMicroUsd === undefined ? [] : [observed(spend, spend.limitMicroUsd)])),
  );
}

const observed = ({ scope, period }: Spend, microUsd: number): Observation => ({
  value: microUsd / MICRO_USD,
  attributes: {
    [attributeNames.budgetScope]: scope.kind,
    [attributeNames.budgetPeriod]: period,
    ...(scope.kind === 'tenant' && { [attributeNames.tenant]: scope.tenant }),
  },
});
