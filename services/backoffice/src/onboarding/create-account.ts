/** Opens the account of a hire and hands on the HR record. The first step of an onboarding, and what it can't be begun twice by. */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { insert, rowOf } from '../sql.ts';
import { defineTool, refuseLogic } from '../tool.ts';
import { findHire } from './hires.ts';

export const createAccount = defineTool({
  name: 'create_account',
  title: 'Create account',
  description: 'Create the account of a hire, and read the name, department, role and start date of the HR record.',
  effect: 'idempotent',
  input: z.strictObject({ employee_id: z.string().min(1).max(64).describe('Id of the hire, such as E-2207') }),
  output: z.object({
    employee_id: z.string(),
    name: z.string(),
    department: z.string(),
    role: z.string(),
    start_date: z.string(),
    account: z.string(),
  }),
  run: ({ database, input, now }) => {
    const { status, ...hire } = findHire(database, input.employee_id);
    if (status !== 'hired') refuseLogic(`employee_id ${hire.employee_id} is ${status}, not hired`);
    const account = freeAccount(database, hire.name);
    insert(database, 'hire_accounts', { account, employee_id: hire.employee_id, created_at: now.toISOString() });
    database.prepare(`UPDATE hires SET status = 'onboarding' WHERE employee_id = ?`).run(hire.employee_id);
    return { ...hire, account };
  },
});

/** `lena.hofer`; for a namesake `lena.hofer2`. */
function freeAccount(database: DatabaseSync, name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[\p{M}'’]/gu, '')
    .toLowerCase();
  const base =
    plain
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean)
      .join('.') || 'hire';
  const sql = 'SELECT account FROM hire_accounts WHERE account = ?';
  const isTaken = (account: string) => rowOf(database, z.object({ account: z.string() }), sql, account) !== undefined;
  let account = base;
  for (let count = 2; isTaken(account); count += 1) account = `${base}${count}`;
  return account;
}
