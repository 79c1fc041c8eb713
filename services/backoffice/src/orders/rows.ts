/** Rows of orders that a caller adds to a world: only what matters to the case has to be there. */
import { z } from 'zod';
import { ROWS_MAX } from '../domain.ts';
import { WAREHOUSES, ZONES } from './stock.ts';

const zone = z.enum(ZONES);
const orderNumber = z.union([
  z.int().min(1),
  z
    .string()
    .regex(/\d/, 'has no digit')
    .transform((id) => Number(id.replace(/\D/g, ''))),
]);

const OrderRow = z
  .object({
    order_id: orderNumber.optional(),
    id: orderNumber.optional(),
    customer: z.string().min(1).default('Walk-in customer'),
    status: z.string().min(1).default('pending'),
    items: z.array(z.object({ sku: z.string().min(1), qty: z.int().min(1) })),
    zone: zone.optional(),
  })
  .transform(({ order_id, id, ...row }, context) => {
    const number = order_id ?? id;
    if (number === undefined) context.addIssue({ code: 'custom', message: 'give order_id', path: ['order_id'] });
    return { ...row, order_id: number ?? z.NEVER };
  });
export type OrderRow = z.output<typeof OrderRow>;

const CustomerRow = z.object({ name: z.string().min(1), zone: zone.optional() });
const StockRow = z.object({
  sku: z.string().min(1),
  /** Absent: each warehouse has this much. */
  warehouse: z.enum(WAREHOUSES).optional(),
  available: z.int().min(0),
  weight_kg: z.number().positive().optional(),
});

export const orderRows = {
  customers: z.array(CustomerRow).max(ROWS_MAX).default([]),
  stock: z.array(StockRow).max(ROWS_MAX).default([]),
  orders: z.array(OrderRow).max(ROWS_MAX).default([]),
};
const OrderRows = z.object(orderRows);
/** As a caller writes them, and as they are read. */
export type OrderRows = z.input<typeof OrderRows>;
export type ParsedOrderRows = z.output<typeof OrderRows>;
