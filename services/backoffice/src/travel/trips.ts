/** Trip requests as the tools see them. */

import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { idDigits } from '../id-digits.ts';
import { rowOf } from '../sql.ts';
import { refuseInput } from '../tool.ts';

export const Trip = z.object({
  trip_id: z.string(),
  traveller: z.string(),
  origin: z.string(),
  destination: z.string(),
  departure_date: z.string(),
  return_date: z.string(),
  nights: z.int(),
  status: z.string(),
});

const BudgetedTrip = Trip.extend({ budget: z.number() });
export type BudgetedTrip = z.infer<typeof BudgetedTrip>;

/** A trip is known by its digits: `trip-640`, `640` and `TRIP-640` are one. */
export const tripNumber = idDigits;

export function findTrip(database: DatabaseSync, id: string): BudgetedTrip {
  const sql = `SELECT trip_id, traveller, origin, destination, departure_date, return_date, nights, status, budget
    FROM trips WHERE number = ?`;
  return rowOf(database, BudgetedTrip, sql, tripNumber(id)) ?? refuseInput(`trip_id ${id} not found`);
}
