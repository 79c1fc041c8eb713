/** Shipments as the tools see them. */

import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { idDigits } from '../id-digits.ts';
import { rowOf } from '../sql.ts';
import { refuseInput } from '../tool.ts';
import { STATUSES } from './statuses.ts';

export const Shipment = z.object({
  tracking_id: z.string(),
  status: z.enum(STATUSES),
  location: z.string(),
  carrier: z.string(),
  last_scan: z.string().describe('Day of the last scan'),
});
export type Shipment = z.infer<typeof Shipment>;

/** A shipment is known by its digits: `pk-88213`, `88213` and `PK-88213` are one. */
export const shipmentNumber = idDigits;

export function findShipment(database: DatabaseSync, id: string): Shipment {
  const sql = 'SELECT tracking_id, status, location, carrier, last_scan FROM shipments WHERE number = ?';
  return rowOf(database, Shipment, sql, shipmentNumber(id)) ?? refuseInput(`tracking_id ${id} not found`);
}
