/** The shipment side of the back office: where a shipment is and when it arrives. It only reads. */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { defineDomain } from '../domain.ts';
import { insert } from '../sql.ts';
import { estimateArrival } from './estimate-arrival.ts';
import { type ShipmentRow, shipmentRows } from './rows.ts';
import { SEED_SHIPMENTS } from './seed.ts';
import { completeShipment } from './shipment-defaults.ts';
import { TABLES } from './tables.ts';
import { trackShipment } from './track-shipment.ts';

export const shipments = defineDomain({
  tables: TABLES,
  counters: {},
  rows: shipmentRows,
  seed: (database) => add(database, z.object(shipmentRows).parse({ shipments: SEED_SHIPMENTS })),
  add,
  tools: [trackShipment, estimateArrival],
});

function add(database: DatabaseSync, rows: { readonly shipments: readonly ShipmentRow[] }): void {
  for (const row of rows.shipments) {
    const { stops, ...shipment } = completeShipment(row);
    insert(database, 'shipments', shipment);
    for (const [position, place] of stops.entries())
      insert(database, 'shipment_stops', { number: shipment.number, position, place });
  }
}
