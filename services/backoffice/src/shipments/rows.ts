/** Shipments that a caller adds to a world: the tracking id is enough. */
import { z } from 'zod';
import { ROWS_MAX } from '../domain.ts';
import { shipmentNumber } from './shipments.ts';
import { STATUSES } from './statuses.ts';

const STOPS_MAX = 20;

const ShipmentRow = z.object({
  tracking_id: z.string().refine((id) => shipmentNumber(id) !== '', 'a tracking id has digits'),
  carrier: z.string().min(1).optional(),
  /** Absent: one of those of a shipment that is under way. */
  status: z.enum(STATUSES).optional(),
  /** Where it was scanned last; becomes a stop when it is none. */
  location: z.string().min(1).optional(),
  /** From the sender to the receiver. */
  stops: z.array(z.string().min(1)).min(1).max(STOPS_MAX).optional(),
  last_scan: z.iso.date().optional(),
});
export type ShipmentRow = z.output<typeof ShipmentRow>;

export const shipmentRows = { shipments: z.array(ShipmentRow).max(ROWS_MAX).default([]) };
