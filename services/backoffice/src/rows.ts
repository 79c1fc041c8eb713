/**
 * Rows that a caller adds to the seed of a world, written as leniently as people write test data: only what matters to
 * the case has to be there, and the rest is filled in, the same way every time.
 */
import { z } from 'zod';
import { alertNumber, isoTime } from './alerts.ts';
import { REGIONS } from './regions.ts';
import { WAREHOUSES, ZONES } from './stock.ts';

const ROWS_MAX = 1000;
const zone = z.enum(ZONES);
const time = z
  .string()
  .refine((text) => !Number.isNaN(Date.parse(text)), 'not a time')
  .transform(isoTime);
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

const AlertRow = z.object({
  alert_id: z.string().refine((id) => alertNumber(id) !== '', 'an alert id has digits'),
  service: z.string().min(1).optional(),
  severity: z.string().min(1).optional(),
  summary: z.string().min(1).optional(),
  started_at: time.optional(),
  status: z.string().min(1).default('open'),
  logs: z
    .array(
      z.object({
        message: z.string(),
        count: z.int().min(1).default(1),
        region: z.enum(REGIONS).default('eu'),
        at: time.optional(),
      }),
    )
    .optional(),
  metrics: z
    .array(
      z.object({
        p95_ms: z.int(),
        error_rate: z.number(),
        saturation: z.number(),
        region: z.enum(REGIONS).default('eu'),
        at: time.optional(),
      }),
    )
    .optional(),
  deploys: z.array(z.object({ version: z.string().min(1), deployed_at: time.optional() })).optional(),
});
export type AlertRow = z.output<typeof AlertRow>;

export const WorldRows = z.strictObject({
  customers: z
    .array(z.object({ name: z.string().min(1), zone: zone.optional() }))
    .max(ROWS_MAX)
    .default([]),
  stock: z
    .array(
      z.object({
        sku: z.string().min(1),
        /** Absent: each warehouse has this much. */
        warehouse: z.enum(WAREHOUSES).optional(),
        available: z.int().min(0),
        weight_kg: z.number().positive().optional(),
      }),
    )
    .max(ROWS_MAX)
    .default([]),
  orders: z.array(OrderRow).max(ROWS_MAX).default([]),
  alerts: z.array(AlertRow).max(ROWS_MAX).default([]),
});
/** As a caller writes them. */
export type WorldRows = z.input<typeof WorldRows>;
export type ParsedRows = z.output<typeof WorldRows>;
