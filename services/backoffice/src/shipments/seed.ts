/** The shipments that every tenant begins with, in each of the states that matter to a caller. */
import type { z } from 'zod';
import type { shipmentRows } from './rows.ts';

export const SEED_SHIPMENTS = [
  {
    tracking_id: 'PK-88213',
    carrier: 'Parcelway',
    status: 'in transit',
    location: 'Leipzig',
    stops: ['Rotterdam', 'Leipzig', 'Prague', 'Brno'],
    last_scan: '2026-11-18',
  },
  {
    tracking_id: 'PK-88214',
    carrier: 'Swiftline',
    status: 'out for delivery',
    location: 'Dortmund',
    stops: ['Liege', 'Dortmund'],
    last_scan: '2026-11-20',
  },
  {
    tracking_id: 'PK-88215',
    carrier: 'Kestrel Express',
    status: 'at customs',
    location: 'Basel',
    stops: ['Turin', 'Basel', 'Lucerne'],
    last_scan: '2026-11-19',
  },
  {
    tracking_id: 'PK-88216',
    carrier: 'Bluepost',
    status: 'delivered',
    location: 'Cork',
    stops: ['Birmingham', 'Dublin', 'Cork'],
    last_scan: '2026-11-16',
  },
  {
    tracking_id: 'PK-88217',
    carrier: 'Overland Freight',
    status: 'delayed',
    location: 'Zaragoza',
    stops: ['Lyon', 'Zaragoza', 'Seville'],
    last_scan: '2026-11-17',
  },
  {
    tracking_id: 'PK-88218',
    carrier: 'Parcelway',
    status: 'label created',
    location: 'Gothenburg',
    stops: ['Gothenburg', 'Aarhus', 'Hamburg'],
    last_scan: '2026-11-20',
  },
  {
    tracking_id: 'PK-88219',
    carrier: 'Tern Couriers',
    status: 'lost',
    location: 'Poznan',
    stops: ['Poznan', 'Vilnius'],
    last_scan: '2026-10-29',
  },
  {
    tracking_id: 'PK-88220',
    carrier: 'Bluepost',
    status: 'returned',
    location: 'Graz',
    stops: ['Graz', 'Bologna', 'Naples'],
    last_scan: '2026-11-13',
  },
] as const satisfies z.input<typeof shipmentRows.shipments>;
