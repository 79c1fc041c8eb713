/** The alerts that every tenant begins with, one for each cause and more. */
import type { z } from 'zod';
import type { incidentRows } from './rows.ts';

export const SEED_ALERTS = [
  {
    alert_id: 'ALR-2041',
    service: 'checkout',
    severity: 'critical',
    summary: 'checkout: error rate above 5 %',
    started_at: '2026-11-18T09:42:00Z',
    logs: [
      { message: 'TypeError: cannot read total of undefined', count: 412 },
      { message: 'TypeError: cannot read total of undefined', count: 187, region: 'us' },
      { message: 'request aborted by client', count: 9 },
    ],
    metrics: [
      { p95_ms: 640, error_rate: 0.081, saturation: 0.44 },
      { p95_ms: 590, error_rate: 0.063, saturation: 0.41, region: 'us' },
    ],
    deploys: [
      { version: 'v3.13.2', deployed_at: '2026-11-14T15:05:00Z' },
      { version: 'v3.14.0', deployed_at: '2026-11-18T09:31:00Z' },
    ],
  },
  {
    alert_id: 'ALR-2042',
    service: 'search',
    severity: 'major',
    summary: 'search: p95 latency above 2 s',
    started_at: '2026-11-18T13:10:00Z',
    logs: [{ message: 'worker pool exhausted: 200 of 200 in use', count: 96 }],
    metrics: [{ p95_ms: 4200, error_rate: 0.012, saturation: 0.97 }],
    deploys: [{ version: 'v1.22.5', deployed_at: '2026-11-11T10:00:00Z' }],
  },
  {
    alert_id: 'ALR-2043',
    service: 'payments',
    severity: 'critical',
    summary: 'payments: authorisations failing',
    started_at: '2026-11-19T07:25:00Z',
    logs: [
      { message: 'connection refused: ledger-db:5432', count: 268 },
      { message: 'connection refused: ledger-db:5432', count: 31, region: 'us' },
    ],
    metrics: [{ p95_ms: 1800, error_rate: 0.34, saturation: 0.38 }],
    deploys: [{ version: 'v8.1.0', deployed_at: '2026-11-17T16:40:00Z' }],
  },
  {
    alert_id: 'ALR-2044',
    service: 'notifications',
    severity: 'minor',
    summary: 'notifications: delivery slower than usual',
    started_at: '2026-11-19T18:02:00Z',
    logs: [{ message: 'request aborted by client', count: 3 }],
    metrics: [{ p95_ms: 310, error_rate: 0.001, saturation: 0.22 }],
    deploys: [{ version: 'v0.9.14', deployed_at: '2026-11-05T08:12:00Z' }],
  },
  {
    alert_id: 'ALR-2045',
    service: 'catalog',
    severity: 'major',
    summary: 'catalog: stale prices',
    started_at: '2026-11-12T05:30:00Z',
    status: 'closed',
    logs: [{ message: 'price feed older than 30 min', count: 44 }],
    metrics: [{ p95_ms: 260, error_rate: 0.004, saturation: 0.31 }],
    deploys: [{ version: 'v5.0.3', deployed_at: '2026-11-12T04:48:00Z' }],
  },
  {
    alert_id: 'ALR-2046',
    service: 'billing-export',
    severity: 'minor',
    summary: 'billing-export: nightly job failed',
    started_at: '2026-11-20T02:15:00Z',
    logs: [{ message: 'SchemaError: column vat_rate does not exist', count: 18 }],
    metrics: [{ p95_ms: 150, error_rate: 0.5, saturation: 0.12 }],
    deploys: [
      { version: 'v2.0.6', deployed_at: '2026-11-19T20:30:00Z' },
      { version: 'v2.0.7', deployed_at: '2026-11-20T01:10:00Z' },
    ],
  },
] as const satisfies z.input<typeof incidentRows.alerts>;
