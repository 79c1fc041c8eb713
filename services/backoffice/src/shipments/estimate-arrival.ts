/**
 * Estimates when a shipment arrives, in working days from its last scan: one for each stop still before it, and more for
 * what holds it up. Status and location are checked against the shipment, so a mixed-up call is refused.
 */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { rowOf } from '../sql.ts';
import { defineTool, refuseInput, refuseLogic } from '../tool.ts';
import { findShipment, type Shipment, shipmentNumber } from './shipments.ts';
import { EXTRA_DAYS } from './statuses.ts';
import { afterWorkingDays } from './working-days.ts';

export const estimateArrival = defineTool({
  name: 'estimate_arrival',
  title: 'Estimate arrival',
  description: 'Estimate the day on which a shipment that is under way arrives.',
  effect: 'read',
  input: z.strictObject({
    tracking_id: z.string().min(1).max(64).describe('Tracking number of the shipment'),
    status: z.string().min(1).describe('Status of the shipment'),
    location: z.string().min(1).describe('Where it was scanned last'),
  }),
  output: z.object({ expected_date: z.string(), days: z.int().describe('Working days from the last scan on') }),
  run: ({ database, input: { tracking_id: id, status, location } }) => {
    const shipment = findShipment(database, id);
    const { tracking_id: trackingId } = shipment;
    if (status !== shipment.status) refuseInput(`tracking_id ${trackingId} is ${shipment.status}, not ${status}`);
    if (location !== shipment.location)
      refuseInput(`tracking_id ${trackingId} was scanned in ${shipment.location}, not in ${location}`);
    const extra = EXTRA_DAYS[shipment.status] ?? refuseLogic(`tracking_id ${trackingId} is ${status}, not under way`);
    const days = extra + stopsAhead(database, shipment);
    return { expected_date: afterWorkingDays(shipment.last_scan, days), days };
  },
});

/** Stops after the last one that has the name of the location. */
function stopsAhead(database: DatabaseSync, { tracking_id, location }: Shipment): number {
  const number = shipmentNumber(tracking_id);
  const sql = `SELECT count(*) AS ahead FROM shipment_stops WHERE number = ? AND position >
    (SELECT max(position) FROM shipment_stops WHERE number = ? AND place = ?)`;
  return rowOf(database, z.object({ ahead: z.int() }), sql, number, number, location)?.ahead ?? 0;
}
