/** Purchases that a caller adds to a world: the order number is enough. */
import { z } from 'zod';
import { ROWS_MAX } from '../domain.ts';
import { ITEM_CLASSES } from './item-classes.ts';

const orderNumber = z.union([
  z.int().min(1),
  z
    .string()
    .regex(/\d/, 'has no digit')
    .transform((id) => Number(id.replace(/\D/g, ''))),
]);

const PurchaseRow = z
  .object({
    order_id: orderNumber,
    customer: z.string().min(1).optional(),
    /** Null: none is known. */
    email: z.string().min(1).nullable().optional(),
    phone: z.string().min(1).nullable().optional(),
    item: z.string().min(1).optional(),
    item_class: z.enum(ITEM_CLASSES).optional(),
    amount_paid: z.number().positive().optional(),
    amount_refunded: z.number().min(0).default(0),
    status: z.enum(['delivered', 'shipped', 'cancelled']).default('delivered'),
    delivered_on: z.iso.date().optional(),
    /** Days before the day on which a tool is called, so such a purchase never gets older. */
    delivered_days_ago: z.int().min(0).optional(),
  })
  .refine(({ amount_paid: paid, amount_refunded: refunded }) => paid === undefined || refunded <= paid, {
    message: 'more was refunded than paid',
    path: ['amount_refunded'],
  });
export type PurchaseRow = z.output<typeof PurchaseRow>;

export const refundRows = { purchases: z.array(PurchaseRow).max(ROWS_MAX).default([]) };
