/** Whether the stock covers some quantities. It reports what would be allocated; only confirm_order allocates. */
import { z } from 'zod';
import { defineTool, refuseInput } from '../tool.ts';
import { availableOf, refuseShortage, WAREHOUSES } from './stock.ts';

const LINES_MAX = 100;

export const checkInventory = defineTool({
  name: 'check_inventory',
  title: 'Check inventory',
  description: 'Check that the stock covers a quantity of each product, in one warehouse or in the fullest.',
  effect: 'read',
  input: z.strictObject({
    skus: z.array(z.string().min(1)).min(1).max(LINES_MAX).describe('Products'),
    quantities: z
      .array(z.int().min(1))
      .min(1)
      .max(LINES_MAX)
      .describe('Wanted quantity of each product, in the same order'),
    warehouse: z.enum(WAREHOUSES).optional().describe('Look only in this warehouse'),
  }),
  output: z.record(z.string(), z.object({ available: z.int(), allocated: z.int() })),
  run: ({ database, input: { skus, quantities, warehouse } }) => {
    if (skus.length !== quantities.length)
      refuseInput(
        `skus has ${skus.length} entries and quantities ${quantities.length}; give one quantity for each sku`,
      );
    const wanted = new Map<string, number>();
    for (const [index, sku] of skus.entries()) wanted.set(sku, (wanted.get(sku) ?? 0) + (quantities[index] ?? 0));
    const entries = [...wanted].map(([sku, allocated]) => {
      const available = availableOf(database, sku, warehouse);
      if (available < allocated) refuseShortage(sku, available, allocated);
      return [sku, { available, allocated }] as const;
    });
    return Object.fromEntries(entries);
  },
});
