/**
 * What an alert row leaves unsaid, derived from its id alone: the same id is the same incident in every world. One of
 * four causes, with the logs, metrics and deploys that such an incident shows.
 */
import { type Draw, drawsFrom } from '../drawn.ts';
import { alertNumber, isoTime } from './alerts.ts';
import type { AlertRow } from './rows.ts';

export type FullAlert = { readonly [K in keyof AlertRow]-?: Exclude<AlertRow[K], undefined> } & {
  readonly number: string;
};

const SERVICES = [
  'checkout',
  'search',
  'payments',
  'notifications',
  'catalog',
  'billing-export',
  'login',
  'media-resizer',
  'recommendations',
  'inventory-sync',
];
const SEVERITIES = ['critical', 'major', 'minor'];
const CAUSES = ['deploy', 'overload', 'dependency', 'noise'] as const;
type Cause = (typeof CAUSES)[number];

const SUMMARIES: Readonly<Record<Cause, readonly string[]>> = {
  deploy: ['error rate above 5 %', 'requests failing since this morning', 'unhandled exceptions'],
  overload: ['p95 latency above 2 s', 'requests queueing', 'instances out of capacity'],
  dependency: ['calls failing', 'health checks red', 'availability below target'],
  noise: ['slower than usual', 'traffic below forecast', 'probe failed once'],
};
const ERRORS: Readonly<Record<Cause, readonly string[]>> = {
  deploy: [
    'TypeError: cannot read id of undefined',
    'SchemaError: column region does not exist',
    'KeyError: session_token',
    'assertion failed: cart is empty',
  ],
  overload: [
    'worker pool exhausted: 64 of 64 in use',
    'queue full: 5000 jobs waiting',
    'out of memory: container killed',
    'deadline exceeded after 2000 ms',
  ],
  dependency: [
    'connection refused: users-db:5432',
    'upstream unreachable: rates-api:443',
    'connection reset by peer: cache-main:6379',
    'no such host: geo-lookup:8080',
  ],
  noise: ['request aborted by client', 'retry succeeded after 1 attempt'],
};
/** Minutes from the last deploy to the alert; only a fresh one is suspicious. */
const DEPLOY_AGES: Readonly<Record<Cause, readonly number[]>> = {
  deploy: [9, 14, 26, 41, 55],
  overload: [3000, 9400],
  dependency: [1700, 5200],
  noise: [2500, 12_000],
};

const BASE_TIME = Date.parse('2026-11-01T00:00:00Z');
const MINUTE_MS = 60_000;

export function completeAlert(row: AlertRow): FullAlert {
  const number = alertNumber(row.alert_id);
  const draw = drawsFrom(number);
  const cause = draw(CAUSES);
  const service = row.service ?? draw(SERVICES);
  const startedAt = row.started_at ?? isoTime(BASE_TIME + draw.below(28_000) * MINUTE_MS);
  const signs = signals(cause, draw);
  const start = Date.parse(startedAt);
  return {
    alert_id: `ALR-${row.alert_id.replace(/\D/g, '')}`,
    number,
    service,
    severity: row.severity ?? draw(SEVERITIES),
    summary: row.summary ?? `${service}: ${draw(SUMMARIES[cause])}`,
    started_at: startedAt,
    status: row.status,
    logs: row.logs ?? signs.logs,
    metrics: row.metrics ?? signs.metrics,
    deploys: row.deploys ?? deploysBefore(start, cause, draw),
  };
}

function signals(cause: Cause, draw: Draw): Pick<FullAlert, 'logs' | 'metrics'> {
  const loud = cause !== 'noise';
  const message = draw(ERRORS[cause]);
  const slow = cause === 'overload';
  return {
    logs: [
      { message, count: loud ? 40 + draw.below(400) : 1 + draw.below(4), region: 'eu' },
      { message, count: loud ? 12 + draw.below(90) : 1, region: 'us' },
    ],
    metrics: (['eu', 'us'] as const).map((region) => ({
      p95_ms: (slow ? 2400 : 180) + draw.below(900),
      error_rate: (loud ? 20 + draw.below(300) : draw.below(4)) / 1000,
      saturation: ((slow ? 88 : 20) + draw.below(11)) / 100,
      region,
    })),
  };
}

function deploysBefore(start: number, cause: Cause, draw: Draw): FullAlert['deploys'] {
  const [major, minor, patch] = [1 + draw.below(8), draw.below(30), draw.below(9)];
  const last = start - draw(DEPLOY_AGES[cause]) * MINUTE_MS;
  return [
    { version: `v${major}.${minor}.${patch}`, deployed_at: isoTime(last - 4 * 24 * 60 * MINUTE_MS) },
    { version: `v${major}.${minor}.${patch + 1}`, deployed_at: isoTime(last) },
  ];
}
