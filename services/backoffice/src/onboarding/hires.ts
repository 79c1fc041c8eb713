/** Hires as the tools see them, and their accounts. A hire is set up once: from `hired`, over `onboarding`, never back. */

import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { idDigits } from '../id-digits.ts';
import { rowOf, rowsOf } from '../sql.ts';
import { refuseInput, refuseLogic } from '../tool.ts';
import { ROLE_NAMES } from './roles.ts';

const COLUMNS = 'employee_id, name, department, role, start_date, status';
const Hire = z.object({
  employee_id: z.string(),
  name: z.string(),
  department: z.string(),
  role: z.enum(ROLE_NAMES),
  start_date: z.string(),
  status: z.string(),
});
export type Hire = z.infer<typeof Hire>;

/** An employee is known by the digits: `e-2207`, `2207` and `E-2207` are one. */
export const employeeNumber = idDigits;

export function findHire(database: DatabaseSync, id: string): Hire {
  const sql = `SELECT ${COLUMNS} FROM hires WHERE number = ?`;
  return rowOf(database, Hire, sql, employeeNumber(id)) ?? refuseInput(`employee_id ${id} not found`);
}

/** Laptop and orientation are for people who have an account: before that the hire may still be called off. */
export function findOnboarding(database: DatabaseSync, id: string): Hire {
  const hire = findHire(database, id);
  return hire.status === 'onboarding'
    ? hire
    : refuseLogic(`employee_id ${hire.employee_id} is ${hire.status}, not onboarding`);
}

export function findByAccount(database: DatabaseSync, account: string): Hire {
  const sql = `SELECT ${COLUMNS} FROM hires JOIN hire_accounts USING (employee_id) WHERE account = ?`;
  return rowOf(database, Hire, sql, account) ?? refuseInput(`account ${account} not found`);
}

/** In the order in which they were granted; empty before that. */
export const systemsOf = (database: DatabaseSync, account: string): readonly string[] =>
  rowsOf(
    database,
    z.object({ system: z.string() }),
    'SELECT system FROM hire_access WHERE account = ? ORDER BY position',
    account,
  ).map(({ system }) => system);
