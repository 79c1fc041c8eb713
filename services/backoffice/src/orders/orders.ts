/** Orders as the tools see them: found by number, with their lines, weight and freight. */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { rowOf, rowsOf } from '../sql.ts';
import { refuseInput, refuseLogic } from '../tool.ts';

const Order = z.object({ order_id: z.int(), customer: z.string(), zone: z.string(), status: z.string() });
const Line = z.object({ sku: z.string(), qty: z.int(), weight_kg: z.number() });

export type Order = z.infer<typeof Order> & {
  readonly lines: readonly z.infer<typeof Line>[];
  readonly weightKg: number;
};

export function findOrder(database: DatabaseSync, orderId: number): Order {
  const order =
    rowOf(database, Order, 'SELECT order_id, customer, zone, status FROM orders WHERE order_id = ?', orderId) ??
    refuseInput(`order_id ${orderId} not found`);
  const lines = rowsOf(
    database,
    Line,
    `SELECT sku, qty, weight_kg FROM order_items JOIN products USING (sku) WHERE order_id = ? ORDER BY position`,
    orderId,
  );
  return {
    ...order,
    lines,
    weightKg: roundTo(
      lines.reduce((sum, line) => sum + line.qty * line.weight_kg, 0),
      3,
    ),
  };
}

const Freight = z.object({ method: z.string(), cost: z.number(), eta_days: z.int() });
export type Freight = z.infer<typeof Freight>;

/** The cheapest band of the zone's tariff that carries the weight. */
export function freightOf(database: DatabaseSync, zone: string, weightKg: number): Freight {
  const band = rowOf(
    database,
    Freight,
    'SELECT method, cost, eta_days FROM tariff WHERE zone = ? AND up_to_kg >= ? ORDER BY up_to_kg LIMIT 1',
    zone,
    weightKg,
  );
  return band ?? refuseLogic(`no tariff carries ${weightKg} kg to zone ${zone}`);
}

const roundTo = (value: number, digits: number): number => Number(value.toFixed(digits));
