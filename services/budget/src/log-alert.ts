/** An alert that this replica raised, as a line of the log and in the count of alerts; its spend and limit are in the line alone. */
import type { BudgetFactOf } from '@pitcrew/contracts';
import { count, log, metrics } from '@pitcrew/telemetry';
import { alertAttributes } from './alert-attributes.ts';

export function logAlert({ kind: _, ...alert }: BudgetFactOf<'alert-raised'>): void {
  const attributes = alertAttributes(alert);
  count(metrics.budgetAlerts, attributes);
  log('WARN', `the budget of this ${alert.period} is used to ${alert.thresholdPercent} %`, attributes);
}
