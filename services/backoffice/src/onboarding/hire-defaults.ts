/** What a hire's row leaves unsaid, derived from the id alone: the same id is the same person in every world. */
import { drawn, drawnFrom } from '../drawn.ts';
import { daysAfter } from './dates.ts';
import { employeeNumber, type Hire } from './hires.ts';
import { ROLE_NAMES, ROLES } from './roles.ts';
import type { HireRow } from './rows.ts';

const FIRST_NAMES = [
  'Amara',
  'Bruno',
  'Chiara',
  'Deniz',
  'Elif',
  'Farid',
  'Greta',
  'Hugo',
  'Ines',
  'Jonas',
  'Kofi',
  'Lucie',
];
const LAST_NAMES = [
  'Abbott',
  'Brandt',
  'Costa',
  'Dufour',
  'Ekholm',
  'Ferrari',
  'Grant',
  'Hansen',
  'Ito',
  'Janssen',
  'Kaya',
];

/** A Monday. People begin on any working day of the three months from here on. */
const FIRST_MONDAY = '2026-11-23';
const WEEKS = 13;
const WORKING_DAYS = 5;

export function completeHire(row: HireRow): Hire & { readonly number: string } {
  const number = employeeNumber(row.employee_id);
  const role = row.role ?? drawnFrom(`${number}:role`, ROLE_NAMES);
  const name = `${drawnFrom(`${number}:first`, FIRST_NAMES)} ${drawnFrom(`${number}:last`, LAST_NAMES)}`;
  const daysLater = 7 * drawn(`${number}:week`, WEEKS) + drawn(`${number}:day`, WORKING_DAYS);
  return {
    number,
    employee_id: `E-${row.employee_id.replace(/\D/g, '')}`,
    name: row.name ?? name,
    department: row.department ?? ROLES[role].department,
    role,
    start_date: row.start_date ?? daysAfter(FIRST_MONDAY, daysLater),
    status: row.status,
  };
}
