/** The incident side of the back office: alerts with their signals, and tickets. */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { defineDomain } from '../domain.ts';
import { insert } from '../sql.ts';
import { completeAlert } from './alert-defaults.ts';
import { isoTime } from './alerts.ts';
import { correlateSignals } from './correlate-signals.ts';
import { createTicket } from './create-ticket.ts';
import { getAlert } from './get-alert.ts';
import { listDeploys } from './list-deploys.ts';
import { queryLogs } from './query-logs.ts';
import { queryMetrics } from './query-metrics.ts';
import { type AlertRow, incidentRows } from './rows.ts';
import { SEED_ALERTS } from './seed.ts';
import { TABLES } from './tables.ts';

/** Signals of an alert are a minute younger than the alert, when the row doesn't say. */
const SIGNAL_DELAY_MS = 60_000;

export const incidents = defineDomain({
  tables: TABLES,
  counters: { ticket: 5_000 },
  rows: incidentRows,
  seed: (database) => add(database, z.object(incidentRows).parse({ alerts: SEED_ALERTS })),
  add,
  tools: [getAlert, queryLogs, queryMetrics, listDeploys, correlateSignals, createTicket],
});

function add(database: DatabaseSync, { alerts }: { readonly alerts: readonly AlertRow[] }): void {
  for (const alert of alerts) addAlert(database, alert);
}

function addAlert(database: DatabaseSync, row: AlertRow): void {
  const { number, alert_id, service, severity, summary, started_at, status, logs, metrics, deploys } =
    completeAlert(row);
  insert(database, 'alerts', { number, alert_id, service, severity, summary, started_at, status });
  const seenAt = isoTime(Date.parse(started_at) + SIGNAL_DELAY_MS);
  for (const { at = seenAt, ...log } of logs) insert(database, 'error_logs', { service, at, ...log });
  for (const { at = seenAt, ...metric } of metrics) insert(database, 'metrics', { service, at, ...metric });
  for (const { version, deployed_at = isoTime(Date.parse(started_at) - 24 * 60 * 60_000) } of deploys)
    insert(database, 'deploys', { service, version, deployed_at });
}
