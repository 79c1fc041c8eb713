/** One JSON line on standard error for each alert, under the name of its metric, for whoever counts lines. */
import type { BudgetFactOf } from '@pitcrew/contracts';
import { metricNames } from '@pitcrew/telemetry';
import { alertAttributes } from './alert-attributes.ts';

export function logAlert({ kind: _, ...alert }: BudgetFactOf<'alert-raised'>): void {
  const line = { time: new Date().toISOString(), level: 'warn', service: 'budget', metric: metricNames.budgetAlerts };
  process.stderr.write(`${JSON.stringify({ ...line, ...alertAttributes(alert) })}\n`);
}
