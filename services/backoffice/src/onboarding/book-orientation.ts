/** Books a seat at the next orientation on or after the start of a hire. A full one is passed over. */
import { z } from 'zod';
import { nextNumber } from '../counter.ts';
import { insert, rowOf } from '../sql.ts';
import { defineTool, refuseInput, refuseLogic } from '../tool.ts';
import { isDay } from './dates.ts';
import { findOnboarding } from './hires.ts';

const Session = z.object({ date: z.string() });

export const bookOrientation = defineTool({
  name: 'book_orientation',
  title: 'Book orientation',
  description: 'Book a hire into the next orientation on or after the start date.',
  effect: 'idempotent',
  input: z.strictObject({
    employee_id: z.string().min(1).max(64).describe('Id of the hire'),
    start_date: z.string().min(1).max(32).describe('First day of the hire, such as 2026-12-01'),
  }),
  output: z.object({ booking_id: z.string(), orientation_date: z.string() }),
  run: ({ database, input }) => {
    const { employee_id, start_date } = findOnboarding(database, input.employee_id);
    if (!isDay(input.start_date)) refuseInput(`start_date ${input.start_date} is not a date such as 2026-12-01`);
    if (input.start_date !== start_date)
      refuseInput(`employee_id ${employee_id} starts on ${start_date}, not on ${input.start_date}`);
    const earlier = rowOf(
      database,
      Session,
      'SELECT date FROM orientation_bookings WHERE employee_id = ?',
      employee_id,
    );
    if (earlier) refuseLogic(`employee_id ${employee_id} is booked for the orientation of ${earlier.date}`);
    const sql = 'SELECT date FROM orientations WHERE date >= ? AND seats_left > 0 ORDER BY date LIMIT 1';
    const { date } =
      rowOf(database, Session, sql, start_date) ??
      refuseLogic(`no orientation on or after ${start_date} has a seat left`);
    database.prepare('UPDATE orientations SET seats_left = seats_left - 1 WHERE date = ?').run(date);
    const bookingId = `ORI-${nextNumber(database, 'onboarding_orientation')}`;
    insert(database, 'orientation_bookings', { booking_id: bookingId, employee_id, date });
    return { booking_id: bookingId, orientation_date: date };
  },
});
