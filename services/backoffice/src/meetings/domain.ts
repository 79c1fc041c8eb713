/** The meeting side of the back office: requests for meetings, calendars, events and invitations. */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { defineDomain } from '../domain.ts';
import { insert, rowOf } from '../sql.ts';
import { createEvent } from './create-event.ts';
import { findSlot } from './find-slot.ts';
import { getMeetingRequest } from './get-meeting-request.ts';
import { appointments, completeMeeting } from './meeting-defaults.ts';
import { readCalendar } from './read-calendar.ts';
import { type CalendarRow, type MeetingRow, meetingRows, type ParsedMeetingRows } from './rows.ts';
import { SEED_MEETINGS } from './seed.ts';
import { sendInvitations } from './send-invitations.ts';
import { TABLES } from './tables.ts';
import { workingDays } from './times.ts';

export const meetings = defineDomain({
  tables: TABLES,
  counters: { meeting_event: 640, meeting_invitation: 9_100 },
  rows: meetingRows,
  seed: (database) => add(database, z.object(meetingRows).parse(SEED_MEETINGS)),
  add,
  tools: [getMeetingRequest, readCalendar, findSlot, createEvent, sendInvitations],
});

function add(database: DatabaseSync, rows: ParsedMeetingRows): void {
  for (const calendar of rows.calendars) addCalendar(database, calendar);
  for (const meeting of rows.meetings) addMeeting(database, meeting);
}

function addCalendar(database: DatabaseSync, { attendee, busy }: CalendarRow): void {
  insert(database, 'calendars', { attendee, given: 1 });
  database.prepare('DELETE FROM calendar_entries WHERE attendee = ?').run(attendee);
  for (const entry of busy) insert(database, 'calendar_entries', { attendee, ...entry });
}

function addMeeting(database: DatabaseSync, row: MeetingRow): void {
  const { attendees, ...meeting } = completeMeeting(row);
  insert(database, 'meeting_requests', meeting);
  for (const [position, attendee] of attendees.entries()) {
    insert(database, 'meeting_attendees', { number: meeting.number, position, attendee });
    if (!isGiven(database, attendee)) makeUpCalendar(database, attendee, meeting.from_date);
  }
}

function makeUpCalendar(database: DatabaseSync, attendee: string, fromDate: string): void {
  insert(database, 'calendars', { attendee, given: 0 });
  for (const entry of workingDays(fromDate).flatMap((day) => appointments(attendee, day)))
    insert(database, 'calendar_entries', { attendee, ...entry });
}

function isGiven(database: DatabaseSync, attendee: string): boolean {
  const sql = 'SELECT given FROM calendars WHERE attendee = ?';
  return rowOf(database, z.object({ given: z.int() }), sql, attendee)?.given === 1;
}
