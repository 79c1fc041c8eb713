/** Writes the seed and a caller's rows into the tables of a new world. A row replaces the seed's row of the same id. */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { completeAlert } from './alert-defaults.ts';
import { isoTime } from './alerts.ts';
import { customerKey } from './customer-name.ts';
import { type AlertRow, type OrderRow, type ParsedRows, WorldRows } from './rows.ts';
import { SEED_ALERTS } from './seed-alerts.ts';
import { COUNTERS, SEED_ORDERS, STOCK_PLENTY, TARIFF, WEIGHT_DEFAULT_KG, ZONE_DEFAULT } from './seed-orders.ts';
import { WAREHOUSES } from './stock.ts';

const SEED = WorldRows.parse({ ...SEED_ORDERS, alerts: SEED_ALERTS });

/** Signals of an alert are a minute younger than the alert, when the row doesn't say. */
const SIGNAL_DELAY_MS = 60_000;

export function fill(database: DatabaseSync, rows: ParsedRows): void {
  for (const [name, value] of Object.entries(COUNTERS)) insert(database, 'counters', { name, value });
  for (const [zone, bands] of Object.entries(TARIFF))
    for (const [upToKg, method, cost, days] of bands)
      insert(database, 'tariff', { zone, up_to_kg: upToKg, method, cost, eta_days: days });
  for (const source of [SEED, rows]) {
    for (const customer of source.customers) addCustomer(database, customer);
    for (const row of source.stock) addStock(database, row);
    for (const order of source.orders) addOrder(database, order);
    for (const alert of source.alerts) addAlert(database, alert);
  }
}

function addCustomer(database: DatabaseSync, { name, zone = ZONE_DEFAULT }: ParsedRows['customers'][number]): void {
  insert(database, 'customers', { match_key: customerKey(name), name, zone });
}

function addStock(database: DatabaseSync, { sku, warehouse, available, weight_kg }: ParsedRows['stock'][number]): void {
  addProduct(database, sku);
  if (weight_kg !== undefined) database.prepare('UPDATE products SET weight_kg = ? WHERE sku = ?').run(weight_kg, sku);
  for (const place of warehouse === undefined ? WAREHOUSES : [warehouse])
    insert(database, 'stock', { sku, warehouse: place, available });
}

/** A product that nobody described weighs the default and lies in every warehouse. */
function addProduct(database: DatabaseSync, sku: string): boolean {
  const sql = 'INSERT INTO products (sku, weight_kg) VALUES (?, ?) ON CONFLICT DO NOTHING';
  return database.prepare(sql).run(sku, WEIGHT_DEFAULT_KG).changes > 0;
}

function addOrder(database: DatabaseSync, { order_id, customer, status, items, zone }: OrderRow): void {
  const key = customerKey(customer);
  const known = database.prepare('SELECT zone FROM customers WHERE match_key = ?').get(key);
  if (!known) addCustomer(database, { name: customer, zone });
  const shipTo = zone ?? known?.zone ?? ZONE_DEFAULT;
  insert(database, 'orders', { order_id, customer, zone: shipTo, status });
  for (const [position, { sku, qty }] of items.entries()) {
    if (addProduct(database, sku)) addStock(database, { sku, available: STOCK_PLENTY });
    insert(database, 'order_items', { order_id, position, sku, qty });
  }
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

/** Table and column names are this file's own; only values come from rows. */
function insert(database: DatabaseSync, table: string, row: Readonly<Record<string, SQLInputValue>>): void {
  const columns = Object.keys(row);
  const marks = columns.map(() => '?').join(', ');
  database
    .prepare(`INSERT OR REPLACE INTO ${table} (${columns.join(', ')}) VALUES (${marks})`)
    .run(...Object.values(row));
}
