import { TenantId } from '@pitcrew/contracts';
import { expect, it } from 'vitest';
import { spendLines } from './budget.ts';

it('spend is a table, with the alerts below', () => {
  const acme = { kind: 'tenant', tenant: TenantId.parse('acme') } as const;
  const resetsAt = '2026-06-01T00:00:00.000Z';
  const spent = { reservedMicroUsd: 2_000_000, settledMicroUsd: 14_500_000, resetsAt };
  const lines = spendLines({
    spends: [
      { scope: { kind: 'all' }, period: 'month', ...spent },
      { scope: acme, period: 'month', limitMicroUsd: 20_000_000, ...spent },
      { scope: acme, period: 'day', limitMicroUsd: 1_000_000, ...spent },
    ],
    alerts: [
      {
        scope: acme,
        period: 'month',
        thresholdPercent: 80,
        limitMicroUsd: 20_000_000,
        spentMicroUsd: 16_000_000,
        at: '2026-05-14T10:20:00.000Z',
      },
    ],
    asOf: '2026-05-14T10:20:00.000Z',
  });
  expect(lines.join('\n').split('\n')).toEqual([
    'WHO          PERIOD  LIMIT   RESERVED  SETTLED  LEFT   RESETS',
    'all tenants  month   -       $2.00     $14.50   -      2026-06-01T00:00:00.000Z',
    'acme         month   $20.00  $2.00     $14.50   $3.50  2026-06-01T00:00:00.000Z',
    'acme         day     $1.00   $2.00     $14.50   $0.00  2026-06-01T00:00:00.000Z',
    '80 % of the month of acme: $16.00 of $20.00, at 2026-05-14T10:20:00.000Z',
  ]);
});
