/** The purchases that every tenant begins with: one that is refunded without a question, and one for each obstacle. */
import type { z } from 'zod';
import type { refundRows } from './rows.ts';

export const SEED_PURCHASES = [
  {
    order_id: 70115,
    customer: 'Ines Kowalczyk',
    item: 'rain jacket',
    item_class: 'clothing',
    amount_paid: 129.9,
    delivered_days_ago: 12,
  },
  /** Dear enough for a person to approve it. */
  {
    order_id: 70116,
    customer: 'Henrik Lindqvist',
    item: 'espresso machine',
    item_class: 'household',
    amount_paid: 649,
    delivered_days_ago: 9,
  },
  {
    order_id: 70117,
    customer: 'Leila Haddad',
    item: 'headphones',
    item_class: 'electronics',
    amount_paid: 189.5,
    delivered_days_ago: 45,
  },
  {
    order_id: 70118,
    customer: 'Tomas Novak',
    item: 'cheese selection',
    item_class: 'perishable',
    amount_paid: 38,
    delivered_days_ago: 1,
  },
  {
    order_id: 70119,
    customer: 'Amara Osei',
    item: 'language course',
    item_class: 'digital',
    amount_paid: 79,
    delivered_days_ago: 3,
  },
  /** Refunded in part, and the customer left no mobile number. */
  {
    order_id: 70120,
    customer: 'Freya Brandt',
    phone: null,
    item: 'desk chair',
    item_class: 'household',
    amount_paid: 240,
    amount_refunded: 80,
    delivered_days_ago: 20,
  },
  {
    order_id: 70121,
    customer: 'Mateo Ferrari',
    item: 'world atlas',
    item_class: 'books',
    amount_paid: 54.5,
    amount_refunded: 54.5,
    delivered_days_ago: 15,
  },
  { order_id: 70122, customer: 'Nadia Moreau', item: 'wool coat', item_class: 'clothing', status: 'shipped' },
  { order_id: 70123, customer: 'Piotr Walsh', item: 'floor lamp', item_class: 'household', status: 'cancelled' },
] as const satisfies z.input<typeof refundRows.purchases>;
