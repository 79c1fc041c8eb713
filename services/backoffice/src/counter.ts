/** Numbers that are given out once, such as those of confirmations and tickets. Called inside the transaction of the effect they name. */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { rowOf } from './sql.ts';

export function nextNumber(database: DatabaseSync, name: string): number {
  const row = rowOf(
    database,
    z.object({ value: z.int() }),
    'UPDATE counters SET value = value + 1 WHERE name = ? RETURNING value',
    name,
  );
  if (row === undefined) throw new Error(`the counter ${name} was not seeded`);
  return row.value;
}
