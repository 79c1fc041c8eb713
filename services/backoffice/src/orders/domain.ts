/** The order side of the back office: customers, stock, orders and freight. */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { defineDomain } from '../domain.ts';
import { insert } from '../sql.ts';
import { calculateShipping } from './calculate-shipping.ts';
import { checkInventory } from './check-inventory.ts';
import { confirmOrder } from './confirm-order.ts';
import { customerKey } from './customer-name.ts';
import { type OrderRow, orderRows, type ParsedOrderRows } from './rows.ts';
import { SEED_ORDERS, STOCK_PLENTY, TARIFF, WEIGHT_DEFAULT_KG, ZONE_DEFAULT } from './seed.ts';
import { WAREHOUSES } from './stock.ts';
import { TABLES } from './tables.ts';
import { validateOrder } from './validate-order.ts';

export const orders = defineDomain({
  tables: TABLES,
  counters: { confirmation: 88_420 },
  rows: orderRows,
  seed: (database) => {
    for (const [zone, bands] of Object.entries(TARIFF))
      for (const [upToKg, method, cost, days] of bands)
        insert(database, 'tariff', { zone, up_to_kg: upToKg, method, cost, eta_days: days });
    add(database, z.object(orderRows).parse(SEED_ORDERS));
  },
  add,
  tools: [validateOrder, checkInventory, calculateShipping, confirmOrder],
});

function add(database: DatabaseSync, rows: ParsedOrderRows): void {
  for (const customer of rows.customers) addCustomer(database, customer);
  for (const row of rows.stock) addStock(database, row);
  for (const order of rows.orders) addOrder(database, order);
}

function addCustomer(
  database: DatabaseSync,
  { name, zone = ZONE_DEFAULT }: ParsedOrderRows['customers'][number],
): void {
  insert(database, 'customers', { match_key: customerKey(name), name, zone });
}

function addStock(
  database: DatabaseSync,
  { sku, warehouse, available, weight_kg }: ParsedOrderRows['stock'][number],
): void {
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
