/** Confirms a pending order: allocates its stock and gives it a confirmation id. The effect of the order workflow. */
import { z } from 'zod';
import { nextNumber } from '../counter.ts';
import { defineTool, refuseInput, refuseLogic } from '../tool.ts';
import { findOrder, freightOf } from './orders.ts';
import { allocate } from './stock.ts';

const COST_TOLERANCE = 0.005;

export const confirmOrder = defineTool({
  name: 'confirm_order',
  title: 'Confirm order',
  description: 'Confirm a pending order with its shipping, which allocates its stock.',
  effect: 'idempotent',
  input: z.strictObject({
    order_id: z.int().min(1).describe('Number of the order'),
    shipping_method: z.string().min(1).describe('As calculated for the order'),
    shipping_cost: z.number().min(0).describe('As calculated for the order'),
  }),
  output: z.object({ confirmed: z.boolean(), confirmation_id: z.string() }),
  run: ({ database, input }) => {
    const order = findOrder(database, input.order_id);
    if (order.status !== 'pending') refuseLogic(`order_id ${order.order_id} is ${order.status}, not pending`);
    const { method, cost } = freightOf(database, order.zone, order.weightKg);
    if (input.shipping_method !== method || Math.abs(input.shipping_cost - cost) > COST_TOLERANCE)
      refuseInput(
        `order_id ${order.order_id} ships by ${method} for ${cost}, not by ${input.shipping_method} for ${input.shipping_cost}`,
      );
    for (const { sku, qty } of order.lines) allocate(database, sku, qty, order.zone);
    const confirmationId = `CNF-${nextNumber(database, 'confirmation')}`;
    const sql = `UPDATE orders SET status = 'confirmed', shipping_method = ?, shipping_cost = ?, confirmation_id = ? WHERE order_id = ?`;
    database.prepare(sql).run(method, cost, confirmationId, order.order_id);
    return { confirmed: true, confirmation_id: confirmationId };
  },
});
