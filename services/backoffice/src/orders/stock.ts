/**
 * Stock is kept by warehouse, and a line ships from one warehouse. Availability without a named warehouse is that of the
 * fullest one, and allocation prefers the warehouse of the order's zone, so what was reported as available can be allocated.
 */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { rowsOf } from '../sql.ts';
import { refuseInput, refuseLogic } from '../tool.ts';

export const WAREHOUSES = ['east', 'west'] as const;
export type Warehouse = (typeof WAREHOUSES)[number];

export const ZONES = ['east', 'west', 'central', 'north'] as const;
export type Zone = (typeof ZONES)[number];

const HOME: Readonly<Record<Zone, Warehouse>> = { east: 'east', west: 'west', central: 'west', north: 'east' };

const Place = z.object({ warehouse: z.string(), available: z.int() });

/** Where a product lies, the fullest warehouse first. */
function placesOf(database: DatabaseSync, sku: string): readonly z.infer<typeof Place>[] {
  const sql = 'SELECT warehouse, available FROM stock WHERE sku = ? ORDER BY available DESC, warehouse';
  const places = rowsOf(database, Place, sql, sku);
  return places.length > 0 ? places : refuseInput(`sku ${sku} not found`);
}

export function availableOf(database: DatabaseSync, sku: string, warehouse?: Warehouse): number {
  const places = placesOf(database, sku);
  const place = warehouse === undefined ? places[0] : places.find((candidate) => candidate.warehouse === warehouse);
  return place?.available ?? 0;
}

/** Takes the quantity out of stock. Only inside a transaction, which a refusal rolls back. */
export function allocate(database: DatabaseSync, sku: string, quantity: number, zone: string): void {
  const places = placesOf(database, sku).filter(({ available }) => available >= quantity);
  const home = places.find(({ warehouse }) => warehouse === HOME[zone as Zone]);
  const { warehouse } = home ?? places[0] ?? refuseShortage(sku, availableOf(database, sku), quantity);
  const sql = 'UPDATE stock SET available = available - ? WHERE sku = ? AND warehouse = ?';
  database.prepare(sql).run(quantity, sku, warehouse);
}

export const refuseShortage = (sku: string, available: number, wanted: number): never =>
  refuseLogic(`${sku}: ${available} available, ${wanted} wanted`);
