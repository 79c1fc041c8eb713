/** Reads an order. It is valid while it is pending and has lines; anything else is reported, not refused. */
import { z } from 'zod';
import { defineTool, refuseLogic } from '../tool.ts';
import { customerKey } from './customer-name.ts';
import { findOrder } from './orders.ts';

export const validateOrder = defineTool({
  name: 'validate_order',
  title: 'Validate order',
  description: 'Look an order up: its status, customer, shipping zone, weight and lines.',
  effect: 'read',
  input: z.strictObject({
    order_id: z.int().min(1).describe('Number of the order'),
    customer: z.string().min(1).max(200).optional().describe('When given, the order must be this customer’s'),
  }),
  output: z.object({
    valid: z.boolean(),
    status: z.string(),
    order_id: z.int(),
    customer: z.string(),
    zone: z.string(),
    weight_kg: z.number(),
    items: z.array(z.object({ sku: z.string(), qty: z.int() })),
  }),
  run: ({ database, input }) => {
    const order = findOrder(database, input.order_id);
    if (input.customer !== undefined && customerKey(input.customer) !== customerKey(order.customer))
      refuseLogic(`order_id ${order.order_id} is not an order of customer ${input.customer}`);
    return {
      valid: order.status === 'pending' && order.lines.length > 0,
      status: order.status,
      order_id: order.order_id,
      customer: order.customer,
      zone: order.zone,
      weight_kg: order.weightKg,
      items: order.lines.map(({ sku, qty }) => ({ sku, qty })),
    };
  },
});
