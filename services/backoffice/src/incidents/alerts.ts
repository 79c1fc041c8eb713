/** Alerts as the tools see them, and the times around an alert that its logs, metrics and deploys are looked up in. */

import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { idDigits } from '../id-digits.ts';
import { rowOf } from '../sql.ts';
import { refuseInput } from '../tool.ts';

export const Alert = z.object({
  alert_id: z.string(),
  service: z.string(),
  severity: z.string(),
  summary: z.string(),
  started_at: z.string(),
  status: z.string(),
});
export type Alert = z.infer<typeof Alert>;

/** An alert is known by its digits: `alr-2041`, `2041` and `ALR-2041` are one. */
export const alertNumber = idDigits;

export function findAlert(database: DatabaseSync, id: string): Alert {
  const sql = 'SELECT alert_id, service, severity, summary, started_at, status FROM alerts WHERE number = ?';
  return rowOf(database, Alert, sql, alertNumber(id)) ?? refuseInput(`alert_id ${id} not found`);
}

export function requireService(database: DatabaseSync, service: string): void {
  const found = rowOf(
    database,
    z.object({ found: z.int() }),
    'SELECT 1 AS found FROM alerts WHERE service = ? LIMIT 1',
    service,
  );
  if (!found) refuseInput(`service ${service} not found`);
}

const MINUTE_MS = 60_000;
/** Signals are read for an hour from `since`; later ones belong to something else. */
const SIGNALS_MINUTES = 60;
/** A deploy is suspicious for a day, so deploys are listed from a day before `since`. */
const DEPLOYS_MINUTES = 24 * 60;

export type Period = { readonly from: string; readonly to: string };

export const signalPeriod = (since: string): Period => period(since, 0, SIGNALS_MINUTES);
export const deployPeriod = (since: string): Period => period(since, DEPLOYS_MINUTES, SIGNALS_MINUTES);

function period(since: string, minutesBefore: number, minutesAfter: number): Period {
  const start = Date.parse(since);
  if (Number.isNaN(start)) return refuseInput(`since ${since} is not a time such as 2026-11-18T09:42:00Z`);
  return { from: isoTime(start - minutesBefore * MINUTE_MS), to: isoTime(start + minutesAfter * MINUTE_MS) };
}

/** Always whole seconds in UTC, so that text order is time order. */
export const isoTime = (at: number | string): string => `${new Date(at).toISOString().slice(0, 19)}Z`;
