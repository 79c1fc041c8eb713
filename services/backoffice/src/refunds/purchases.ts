/** Purchases as the tools see them: found by order number, with what is left to refund and the day of delivery. */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { rowOf } from '../sql.ts';
import { refuseInput } from '../tool.ts';
import { ITEM_CLASSES } from './item-classes.ts';

const Purchase = z.object({
  order_id: z.int(),
  customer: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  item: z.string(),
  item_class: z.enum(ITEM_CLASSES),
  amount_paid: z.number(),
  amount_refunded: z.number(),
  status: z.string(),
  delivered_on: z.string().nullable(),
  delivered_days_ago: z.int().nullable(),
});
export type Purchase = z.infer<typeof Purchase>;

export const findPurchase = (database: DatabaseSync, orderId: number): Purchase =>
  rowOf(database, Purchase, 'SELECT * FROM purchases WHERE order_id = ?', orderId) ??
  refuseInput(`order_id ${orderId} not found`);

const DAY_MS = 86_400_000;

/** An ISO date in UTC; undefined while the purchase is on its way. */
export function deliveredOn(purchase: Purchase, now: Date): string | undefined {
  const { delivered_days_ago: daysAgo } = purchase;
  const day = daysAgo === null ? purchase.delivered_on : isoDate(now.getTime() - daysAgo * DAY_MS);
  return day === null || day > isoDate(now.getTime()) ? undefined : day;
}

export const leftOf = ({ amount_paid: paid, amount_refunded: refunded }: Purchase): number => toCents(paid - refunded);

/** What is asked for: all that is left when no amount is named. More than was paid is a slip, not a wish. */
export function askedOf(purchase: Purchase, amount: number | undefined): number {
  if (amount === undefined) return leftOf(purchase);
  if (amount <= purchase.amount_paid) return toCents(amount);
  return refuseInput(
    `amount ${amount} is more than the ${purchase.amount_paid} paid for order_id ${purchase.order_id}`,
  );
}

export const toCents = (amount: number): number => Number(amount.toFixed(2));

const isoDate = (time: number): string => new Date(time).toISOString().slice(0, 10);
