/**
 * The world of a request: the thing that it speaks of, so that its gold calls run. What is left unsaid is filled in by the
 * back office, the same way every time.
 */
import type { WorldRows } from '@pitcrew/service-backoffice/world';
import { otherName } from './fillers.ts';
import { randomOf } from './random.ts';
import type { Covered } from './requests.ts';
import { surfacesOf, withoutArticle } from './slots.ts';
import type { Split } from './splits.ts';

type Surfaces = Readonly<Record<string, string>>;

export function worldOf(row: Covered, split: Split, seed: string): WorldRows {
  const given = Object.entries(surfacesOf(row.template));
  const surfaces = Object.fromEntries(given.map(([name, surface]) => [name, withoutArticle(surface)]));
  const make = WORLDS[row.workflow];
  return make === undefined ? {} : make(surfaces, row, split, seed);
}

const WORLDS: Readonly<Record<string, (surfaces: Surfaces, row: Covered, split: Split, seed: string) => WorldRows>> = {
  'order-processing': orderWorld,
  'incident-triage': ({ alert_id = '' }) => ({ alerts: [{ alert_id }] }),
  // An amount that is asked back was paid, and some more.
  'order-refund': ({ order_id = '', amount }) => ({
    purchases: [{ order_id, ...(amount !== undefined && { amount_paid: Math.ceil(numberOf(amount) * 1.25) + 5 }) }],
  }),
  'employee-onboarding': ({ employee_id = '' }) => ({ hires: [{ employee_id }] }),
  'invoice-matching': ({ invoice_id = '', supplier }) => ({
    invoices: [{ invoice_id, ...(supplier !== undefined && { supplier }) }],
  }),
  'support-ticket': ({ case_id = '' }) => ({ support_cases: [{ case_id }] }),
  'travel-booking': ({ trip_id = '' }) => ({ trips: [{ trip_id }] }),
  'meeting-scheduling': ({ meeting_id = '' }) => ({ meetings: [{ meeting_id }] }),
  // A wanted number of seats is another one than there is.
  'subscription-change': ({ subscription_id = '', seats }) => ({
    subscriptions: [{ subscription_id, ...(seats !== undefined && { seats: numberOf(seats) + 3 }) }],
  }),
  'shipment-tracking': ({ tracking_id = '' }) => ({ shipments: [{ tracking_id }] }),
};

const numberOf = (surface: string): number => Number(surface.replace(/[^\d.]/g, ''));

const ZONES = ['east', 'west', 'central', 'north'] as const;
const SKU_LETTERS = ['A', 'B', 'C', 'F', 'H', 'K', 'M', 'P', 'R', 'T', 'V', 'W', 'X'];

/** Lines, weights and a zone are drawn, so that freight and stock differ from order to order. */
function orderWorld({ order_id: order, customer }: Surfaces, row: Covered, split: Split, seed: string): WorldRows {
  const random = randomOf(seed, row.id, row.request, 'world');
  const lines = Array.from({ length: random.pick([1, 1, 2, 2, 2, 3, 4]) }, (_, index) => ({
    sku: `${random.pick(SKU_LETTERS)}-${100 * (index + 1) + random.integer(0, 9) * 10}`,
    qty: random.pick([1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 24, 25, 30, 40, 50]),
    weight_kg: random.pick([0.2, 0.35, 0.5, 0.8, 1.2, 1.75, 2.4, 4, 6.5, 9]),
  }));
  return {
    orders: [
      {
        order_id: Number((order ?? '').replace(/\D/g, '')),
        customer: customer ?? otherName('Name Trade', split, random),
        zone: random.pick(ZONES),
        items: lines.map(({ sku, qty }) => ({ sku, qty })),
      },
    ],
    stock: lines.map(({ sku, qty, weight_kg }) => ({ sku, available: qty + random.integer(0, 400), weight_kg })),
  };
}
