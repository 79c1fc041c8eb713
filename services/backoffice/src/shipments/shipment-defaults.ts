/** What a shipment row leaves unsaid, derived from its id alone: the same id is the same shipment in every world. */
import { drawn } from '../drawn.ts';
import type { ShipmentRow } from './rows.ts';
import { type Shipment, shipmentNumber } from './shipments.ts';
import { EXTRA_DAYS, STATUSES, type Status } from './statuses.ts';

export type FullShipment = Shipment & { readonly number: string; readonly stops: readonly string[] };

const CARRIERS = ['Parcelway', 'Swiftline', 'Kestrel Express', 'Bluepost', 'Overland Freight', 'Tern Couriers'];

/** As many as a prime number, so that any stride through them meets none twice. */
const PLACES = [
  'Rotterdam',
  'Leipzig',
  'Lyon',
  'Gothenburg',
  'Turin',
  'Liege',
  'Birmingham',
  'Zaragoza',
  'Poznan',
  'Graz',
  'Aarhus',
  'Cork',
  'Bologna',
];
const UNDER_WAY = STATUSES.filter((status) => EXTRA_DAYS[status] !== null);
const FIRST_SCAN = Date.parse('2026-11-02');
const DAY_MS = 86_400_000;

export function completeShipment(row: ShipmentRow): FullShipment {
  const number = shipmentNumber(row.tracking_id);
  const status = row.status ?? (UNDER_WAY[below(number, 'status', UNDER_WAY.length)] as Status);
  const stops = row.stops ?? usualStops(number);
  const location = row.location ?? (stops[positionOf(status, stops.length, number)] as string);
  const scanned = FIRST_SCAN + below(number, 'last scan', 21) * DAY_MS;
  return {
    number,
    tracking_id: `PK-${row.tracking_id.replace(/\D/g, '')}`,
    carrier: row.carrier ?? (CARRIERS[below(number, 'carrier', CARRIERS.length)] as string),
    status,
    location,
    stops: stops.includes(location) ? stops : withStop(stops, location),
    last_scan: row.last_scan ?? new Date(scanned).toISOString().slice(0, 10),
  };
}

function usualStops(number: string): readonly string[] {
  const first = below(number, 'first stop', PLACES.length);
  const stride = 1 + below(number, 'stride', PLACES.length - 1);
  const count = 3 + below(number, 'stops', 3);
  return Array.from({ length: count }, (_, index) => PLACES[(first + index * stride) % PLACES.length] as string);
}

/** What has not left is at the first stop, what is being or was delivered at the last one, all else between them. */
function positionOf(status: Status, stops: number, number: string): number {
  if (status === 'label created' || status === 'picked up' || status === 'returned') return 0;
  if (status === 'out for delivery' || status === 'delivered' || stops < 3) return stops - 1;
  return 1 + below(number, 'position', stops - 2);
}

/** Somewhere on the way: before the last stop. */
const withStop = (stops: readonly string[], place: string): readonly string[] => [
  ...stops.slice(0, -1),
  place,
  ...stops.slice(-1),
];

/** From 0 to below the limit; depends on nothing but the texts. */
const below = (key: string, what: string, limit: number): number => drawn(`${key}:${what}`, limit);
