/**
 * The world of a request: the order or the alert that it speaks of, with lines, weights and a zone drawn for it, so that
 * its gold calls run. What is left unsaid is filled in by the back office, the same way every time.
 */
import type { WorldRows } from '@pitcrew/service-backoffice/world';
import { otherName } from './fillers.ts';
import { randomOf } from './random.ts';
import type { Covered } from './requests.ts';
import { surfacesOf } from './slots.ts';
import type { Split } from './splits.ts';

const ZONES = ['east', 'west', 'central', 'north'] as const;
const SKU_LETTERS = ['A', 'B', 'C', 'F', 'H', 'K', 'M', 'P', 'R', 'T', 'V', 'W', 'X'];

export function worldOf(row: Covered, split: Split, seed: string): WorldRows {
  const surfaces = surfacesOf(row.template);
  const { order_id: order, alert_id: alert, customer } = surfaces;
  const random = randomOf(seed, row.id, row.request, 'world');
  if (alert !== undefined) return { alerts: [{ alert_id: alert }] };
  if (order === undefined) return {};
  const lines = Array.from({ length: random.pick([1, 1, 2, 2, 2, 3, 4]) }, (_, index) => ({
    sku: `${random.pick(SKU_LETTERS)}-${100 * (index + 1) + random.integer(0, 9) * 10}`,
    qty: random.pick([1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 24, 25, 30, 40, 50]),
    weight_kg: random.pick([0.2, 0.35, 0.5, 0.8, 1.2, 1.75, 2.4, 4, 6.5, 9]),
  }));
  return {
    orders: [
      {
        order_id: Number(order),
        customer: customer ?? otherName('Name Trade', split, random),
        zone: random.pick(ZONES),
        items: lines.map(({ sku, qty }) => ({ sku, qty })),
      },
    ],
    stock: lines.map(({ sku, qty, weight_kg }) => ({ sku, available: qty + random.integer(0, 400), weight_kg })),
  };
}
