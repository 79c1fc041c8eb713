/**
 * What a purchase row leaves unsaid, derived from its order number alone: the same number is the same purchase in every
 * world. It can be refunded unless the row says otherwise.
 */
import { drawn } from '../drawn.ts';
import { type ItemClass, RETURNABLE_CLASSES } from './item-classes.ts';
import { toCents } from './purchases.ts';
import type { PurchaseRow } from './rows.ts';

const FIRST_NAMES = ['Ines', 'Tomas', 'Leila', 'Oskar', 'Freya', 'Mateo', 'Nadia', 'Henrik', 'Amara', 'Piotr'];
const LAST_NAMES = ['Kowalczyk', 'Brandt', 'Haddad', 'Lindqvist', 'Moreau', 'Ferrari', 'Novak', 'Osei', 'Walsh', 'Ito'];
const ITEMS: Readonly<Record<ItemClass, readonly string[]>> = {
  clothing: ['rain jacket', 'running shoes', 'wool coat', 'hiking boots'],
  household: ['espresso machine', 'floor lamp', 'cast-iron pan', 'desk chair'],
  electronics: ['headphones', 'e-book reader', 'action camera', 'bluetooth speaker'],
  books: ['cookbook set', 'world atlas', 'crime novels, boxed', 'art monograph'],
  perishable: ['cheese selection', 'fresh flowers'],
  digital: ['language course', 'photo software licence'],
  personalised: ['engraved watch', 'printed mug'],
};

const PRICE_MIN = 24.9;
const PRICE_SPAN = 450;
/** Well inside the refund window, whatever the day. */
const DAYS_MIN = 2;
const DAYS_SPAN = 24;

export function completePurchase(row: PurchaseRow) {
  const { order_id, status, amount_refunded } = row;
  const below = (field: string, limit: number): number => drawn(`${order_id}:${field}`, limit);
  const choose = <T>(field: string, choices: readonly T[]): T => choices[below(field, choices.length)] as T;
  const customer = row.customer ?? `${choose('first name', FIRST_NAMES)} ${choose('last name', LAST_NAMES)}`;
  const itemClass = row.item_class ?? choose('class', RETURNABLE_CLASSES);
  const daysAgo = row.delivered_days_ago ?? DAYS_MIN + below('days', DAYS_SPAN);
  return {
    order_id,
    customer,
    email: row.email === undefined ? addressOf(customer) : row.email,
    phone: row.phone === undefined ? `+49 151 ${1_000_000 + below('phone', 9_000_000)}` : row.phone,
    item: row.item ?? choose('item', ITEMS[itemClass]),
    item_class: itemClass,
    amount_paid: row.amount_paid ?? toCents(PRICE_MIN + below('price', PRICE_SPAN) + amount_refunded),
    amount_refunded,
    status,
    delivered_on: row.delivered_on ?? null,
    delivered_days_ago: status === 'delivered' && row.delivered_on === undefined ? daysAgo : null,
  };
}

function addressOf(customer: string): string {
  const words = customer.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().match(/\w+/g) ?? ['customer'];
  return `${words.join('.')}@example.com`;
}
