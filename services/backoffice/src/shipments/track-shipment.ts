/** Reads the last scan of a shipment by its tracking id, in any spelling; the answer has the canonical one. */
import { z } from 'zod';
import { defineTool } from '../tool.ts';
import { findShipment, Shipment } from './shipments.ts';

export const trackShipment = defineTool({
  name: 'track_shipment',
  title: 'Track shipment',
  description: 'Look a shipment up: its status, where it was scanned last and when, and its carrier.',
  effect: 'read',
  input: z.strictObject({ tracking_id: z.string().min(1).max(64).describe('Tracking number, such as PK-88213') }),
  output: Shipment,
  run: ({ database, input }) => findShipment(database, input.tracking_id),
});
