/** Freight of an order by the zone's tariff. Zone and weight are checked against the order, so a mixed-up call is refused. */
import { z } from 'zod';
import { defineTool, refuseInput } from '../tool.ts';
import { findOrder, freightOf } from './orders.ts';

const WEIGHT_TOLERANCE_KG = 0.01;

export const calculateShipping = defineTool({
  name: 'calculate_shipping',
  title: 'Calculate shipping',
  description: 'Calculate how an order ships, what it costs and how long it takes.',
  effect: 'read',
  input: z.strictObject({
    order_id: z.int().min(1).describe('Number of the order'),
    zone: z.string().min(1).describe('Shipping zone of the order'),
    weight_kg: z.number().positive().describe('Weight of the order'),
  }),
  output: z.object({ method: z.string(), cost: z.number(), eta_days: z.int() }),
  run: ({ database, input }) => {
    const order = findOrder(database, input.order_id);
    if (input.zone !== order.zone)
      refuseInput(`order_id ${order.order_id} ships to zone ${order.zone}, not to zone ${input.zone}`);
    if (Math.abs(input.weight_kg - order.weightKg) > WEIGHT_TOLERANCE_KG)
      refuseInput(`order_id ${order.order_id} weighs ${order.weightKg} kg, not ${input.weight_kg} kg`);
    return freightOf(database, order.zone, order.weightKg);
  },
});
