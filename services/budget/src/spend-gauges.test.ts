/** What is spent, as it is scraped: in dollars, and of a tenant only where the configuration lists it. */
import { type Spend, TenantId } from '@pitcrew/contracts';
import { metrics, prometheusName, startTelemetry } from '@pitcrew/telemetry';
import { scrape } from '@pitcrew/testing';
import { expect, it } from 'vitest';
import { observeSpend } from './spend-gauges.ts';

const [listed, unlisted] = ['acme', 'other'].map((name) => TenantId.parse(name)) as [TenantId, TenantId];
const spend = (scope: Spend['scope'], more: Partial<Spend> = {}): Spend => ({
  ...{ scope, period: 'day', reservedMicroUsd: 1_500_000, settledMicroUsd: 500_000, resetsAt: '2026-11-27T00:00:00Z' },
  ...more,
});
const spends = [
  spend({ kind: 'all' }, { limitMicroUsd: 10_000_000 }),
  spend({ kind: 'tenant', tenant: listed }, { limitMicroUsd: 3_000_000 }),
  spend({ kind: 'tenant', tenant: unlisted }, { limitMicroUsd: 3_000_000 }),
];

it.each([
  ['lists no tenants', undefined, [['all', undefined, 2]], [['all', undefined, 10]]],
  [
    'lists some',
    new Set(['acme']),
    [
      ['all', undefined, 2],
      ['tenant', 'acme', 2],
    ],
    [
      ['all', undefined, 10],
      ['tenant', 'acme', 3],
    ],
  ],
])('a configuration that %s', async (_, tenants, spent, limits) => {
  const telemetry = await startTelemetry({
    service: 'budget',
    instance: 'i',
    endpoint: '',
    metricsAddress: '127.0.0.1:0',
  });
  const spendNow = () => ({ spends, alerts: [], asOf: '2026-11-26T00:00:00Z' });
  observeSpend({ ledger: { spendNow } as unknown as Parameters<typeof observeSpend>[0]['ledger'], tenants });
  const families = await scrape(telemetry.metricsAddress ?? '');
  const seen = (name: string) =>
    families.get(name)?.samples.map(({ labels, value }) => [labels.pitcrew_budget_scope, labels.pitcrew_tenant, value]);
  expect(seen(prometheusName(metrics.budgetSpent))).toEqual(spent);
  expect(seen(prometheusName(metrics.budgetLimit))).toEqual(limits);
  await telemetry.shutdown();
});
