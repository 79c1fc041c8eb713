/** All domains of the back office, in the order in which their tools are listed. */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { Domain } from './domain.ts';
import { incidents } from './incidents/domain.ts';
import { invoices } from './invoices/domain.ts';
import { meetings } from './meetings/domain.ts';
import { onboarding } from './onboarding/domain.ts';
import { orders } from './orders/domain.ts';
import { refunds } from './refunds/domain.ts';
import { shipments } from './shipments/domain.ts';
import { insert } from './sql.ts';
import { subscriptions } from './subscriptions/domain.ts';
import { support } from './support/domain.ts';
import { TABLES } from './tables.ts';
import { travel } from './travel/domain.ts';

const domains: readonly Domain[] = [
  orders,
  incidents,
  refunds,
  subscriptions,
  onboarding,
  meetings,
  invoices,
  support,
  travel,
  shipments,
];

export const tools = domains.flatMap((domain) => domain.tools);

export const ALL_TABLES = [TABLES, ...domains.map((domain) => domain.tables)].join('\n');

/** Rows that a caller adds to the seed of a world. */
export const WorldRows = z.strictObject({
  ...orders.rows,
  ...incidents.rows,
  ...refunds.rows,
  ...subscriptions.rows,
  ...onboarding.rows,
  ...meetings.rows,
  ...invoices.rows,
  ...support.rows,
  ...travel.rows,
  ...shipments.rows,
});
/** As a caller writes them. */
export type WorldRows = z.input<typeof WorldRows>;
export type ParsedRows = z.output<typeof WorldRows>;

/** Writes the seeds and a caller's rows into the tables of a new world. */
export function fill(database: DatabaseSync, rows: ParsedRows): void {
  for (const { counters, seed } of domains) {
    for (const [name, value] of Object.entries(counters)) insert(database, 'counters', { name, value });
    seed(database);
  }
  addRows(database, rows);
}

export function addRows(database: DatabaseSync, rows: ParsedRows): void {
  for (const { add } of domains) add(database, rows);
}
