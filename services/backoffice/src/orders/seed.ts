/** The order side that every tenant begins with, and what an unmentioned product or customer is taken to be. */
import type { OrderRows } from './rows.ts';
import type { Zone } from './stock.ts';

export const ZONE_DEFAULT: Zone = 'east';
export const WEIGHT_DEFAULT_KG = 0.5;
export const STOCK_PLENTY = 10_000;

export const SEED_ORDERS = {
  customers: [
    { name: 'acme-corp', zone: 'east' },
    { name: 'Northwind Traders', zone: 'west' },
    { name: 'Bäckerei Huber', zone: 'central' },
    { name: 'Nordlicht Logistik GmbH', zone: 'north' },
    { name: 'Blue River Ltd', zone: 'east' },
    { name: 'J. Okafor & Sons', zone: 'west' },
  ],
  stock: [
    { sku: 'W-100', warehouse: 'east', available: 200 },
    { sku: 'W-100', warehouse: 'west', available: 120 },
    { sku: 'W-200', warehouse: 'east', available: 30 },
    { sku: 'W-200', warehouse: 'west', available: 10 },
    { sku: 'W-300', warehouse: 'east', available: 15, weight_kg: 1.2 },
    { sku: 'W-300', warehouse: 'west', available: 80, weight_kg: 1.2 },
    { sku: 'L-10', available: 500, weight_kg: 0.2 },
    { sku: 'M-900', warehouse: 'west', available: 12, weight_kg: 120 },
  ],
  orders: [
    {
      order_id: 4521,
      customer: 'acme-corp',
      items: [
        { sku: 'W-100', qty: 50 },
        { sku: 'W-200', qty: 25 },
      ],
    },
    { order_id: 4522, customer: 'Northwind Traders', items: [{ sku: 'W-300', qty: 20 }] },
    /** Freight over 500: a person has to approve it. */
    { order_id: 4523, customer: 'Bäckerei Huber', items: [{ sku: 'M-900', qty: 4 }] },
    /** Too little stock of W-200. */
    {
      order_id: 4524,
      customer: 'Nordlicht Logistik GmbH',
      items: [
        { sku: 'L-10', qty: 10 },
        { sku: 'W-200', qty: 40 },
      ],
    },
    { order_id: 4525, customer: 'Blue River Ltd', status: 'shipped', items: [{ sku: 'W-100', qty: 10 }] },
    {
      order_id: 4526,
      customer: 'J. Okafor & Sons',
      items: [
        { sku: 'W-100', qty: 5 },
        { sku: 'W-300', qty: 8 },
      ],
    },
    { order_id: 4527, customer: 'acme-corp', status: 'cancelled', items: [{ sku: 'W-100', qty: 1 }] },
    { order_id: 4528, customer: 'Nordlicht Logistik GmbH', items: [{ sku: 'L-10', qty: 12 }] },
  ],
} as const satisfies OrderRows;

/** Zone -> bands as [up to kg, method, cost, days], cheapest first. */
export const TARIFF: Readonly<Record<Zone, readonly (readonly [number, string, number, number])[]>> = {
  east: [
    [5, 'parcel', 8.9, 1],
    [20, 'ground', 24, 2],
    [50, 'ground', 42.5, 3],
    [250, 'freight', 160, 4],
    [1000, 'freight', 480, 5],
    [5000, 'freight', 1450, 6],
    [20_000, 'freight', 3900, 8],
  ],
  west: [
    [5, 'parcel', 11.4, 2],
    [20, 'ground', 31, 3],
    [50, 'ground', 58.2, 4],
    [250, 'freight', 210, 5],
    [1000, 'freight', 590, 6],
    [5000, 'freight', 1780, 8],
    [20_000, 'freight', 4700, 10],
  ],
  central: [
    [5, 'parcel', 7.6, 1],
    [20, 'ground', 21.5, 2],
    [50, 'ground', 38, 2],
    [250, 'freight', 140, 3],
    [1000, 'freight', 520, 4],
    [5000, 'freight', 1380, 5],
    [20_000, 'freight', 3600, 7],
  ],
  north: [
    [5, 'air', 19.8, 2],
    [20, 'air', 52.4, 3],
    [50, 'ground', 71.6, 6],
    [250, 'freight', 265, 7],
    [1000, 'freight', 690, 9],
    [5000, 'freight', 2150, 11],
    [20_000, 'freight', 5600, 14],
  ],
};
