/** Orders the laptop of a hire from stock, one for each. Without a model it is the one of the hire's role. */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { nextNumber } from '../counter.ts';
import { insert, rowOf, rowsOf } from '../sql.ts';
import { defineTool, refuseInput, refuseLogic } from '../tool.ts';
import { findOnboarding } from './hires.ts';
import { MODELS, type Model, ROLES } from './roles.ts';

const Stocked = z.object({ model: z.string() });

export const orderLaptop = defineTool({
  name: 'order_laptop',
  title: 'Order laptop',
  description: 'Order a laptop for a hire, of a named model or of the one that the role gets.',
  effect: 'idempotent',
  input: z.strictObject({
    employee_id: z.string().min(1).max(64).describe('Id of the hire'),
    model: z.enum(MODELS).optional().describe('Model of the laptop; that of the role when absent'),
  }),
  output: z.object({ laptop_order_id: z.string(), model: z.string() }),
  run: ({ database, input, now }) => {
    const { employee_id, role } = findOnboarding(database, input.employee_id);
    const earlier = laptopOf(database, employee_id);
    if (earlier) refuseLogic(`employee_id ${employee_id} has a laptop on order, ${earlier}`);
    const model = input.model ?? ROLES[role].model;
    takeFromStock(database, model);
    const laptopOrderId = `LAP-${nextNumber(database, 'onboarding_laptop')}`;
    insert(database, 'laptop_orders', {
      laptop_order_id: laptopOrderId,
      employee_id,
      model,
      ordered_at: now.toISOString(),
    });
    return { laptop_order_id: laptopOrderId, model };
  },
});

/** Number of the order; undefined when nothing was ordered. */
export function laptopOf(database: DatabaseSync, employeeId: string): string | undefined {
  const sql = 'SELECT laptop_order_id FROM laptop_orders WHERE employee_id = ?';
  return rowOf(database, z.object({ laptop_order_id: z.string() }), sql, employeeId)?.laptop_order_id;
}

function takeFromStock(database: DatabaseSync, model: Model): void {
  const sql = 'UPDATE laptops SET in_stock = in_stock - 1 WHERE model = ? AND in_stock > 0';
  if (database.prepare(sql).run(model).changes > 0) return;
  const others = rowsOf(
    database,
    Stocked,
    'SELECT model FROM laptops WHERE in_stock > 0 ORDER BY in_stock DESC, model',
  );
  const names = others.map((other) => other.model).join(', ');
  if (names === '') refuseLogic('no laptop of any model is in stock');
  refuseInput(`model ${model} is out of stock; in stock: ${names}`);
}
