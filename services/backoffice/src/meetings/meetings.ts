/** Meeting requests and calendars as the tools see them. */

import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { idDigits } from '../id-digits.ts';
import { rowOf, rowsOf } from '../sql.ts';
import { refuseInput } from '../tool.ts';
import { type Interval, timeOn, workingDays } from './times.ts';

const Row = z.object({
  number: z.string(),
  meeting_id: z.string(),
  subject: z.string(),
  duration_minutes: z.int(),
  from_date: z.string(),
  status: z.string(),
});
export type Meeting = z.infer<typeof Row> & { readonly attendees: readonly string[] };

/** A meeting is known by its digits: `mtg-118`, `118` and `MTG-118` are one. */
export const meetingNumber = idDigits;

export function findMeeting(database: DatabaseSync, id: string): Meeting {
  const sql = `SELECT number, meeting_id, subject, duration_minutes, from_date, status
    FROM meeting_requests WHERE number = ?`;
  const found = rowOf(database, Row, sql, meetingNumber(id)) ?? refuseInput(`meeting_id ${id} not found`);
  return { ...found, attendees: attendeesOf(database, found.number) };
}

const Attendee = z.object({ attendee: z.string() });

export const attendeesOf = (database: DatabaseSync, number: string): readonly string[] =>
  rowsOf(database, Attendee, 'SELECT attendee FROM meeting_attendees WHERE number = ? ORDER BY position', number).map(
    ({ attendee }) => attendee,
  );

export function requireCalendar(database: DatabaseSync, attendee: string): void {
  const sql = 'SELECT attendee FROM calendars WHERE attendee = ?';
  if (!rowOf(database, Attendee, sql, attendee)) refuseInput(`attendee ${attendee} not found`);
}

/** What stands in a calendar on the working days from a day on, the earliest first. */
export function busyTimes(database: DatabaseSync, attendee: string, fromDate: string): readonly Interval[] {
  const days = workingDays(fromDate);
  return rowsOf(
    database,
    z.object({ starts_at: z.string(), ends_at: z.string() }),
    'SELECT starts_at, ends_at FROM calendar_entries WHERE attendee = ? AND ends_at > ? AND starts_at < ? ORDER BY starts_at',
    attendee,
    timeOn(days[0] ?? fromDate, 0),
    timeOn(days.at(-1) ?? fromDate, 24 * 60),
  );
}
