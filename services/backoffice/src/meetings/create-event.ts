/** Puts a meeting into the calendars of its attendees. The slot is checked again: since it was found, somebody may have taken it. */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { nextNumber } from '../counter.ts';
import { insert, rowOf } from '../sql.ts';
import { defineTool, refuseInput, refuseLogic } from '../tool.ts';
import { findMeeting, type Meeting } from './meetings.ts';
import { type Interval, isoTime, isTime, minutesOf } from './times.ts';

const input = z.strictObject({
  meeting_id: z.string().min(1).max(64).describe('Id of the meeting'),
  subject: z.string().min(1).max(200).describe('Subject of the meeting'),
  starts_at: z.string().min(1).max(64).describe('ISO time of the start'),
  ends_at: z.string().min(1).max(64).describe('ISO time of the end'),
  room: z.string().min(1).max(100).optional().describe('Room to book; a video call when absent'),
});

export const createEvent = defineTool({
  name: 'create_event',
  title: 'Create event',
  description: 'Create the calendar event of a meeting in a slot that suits all attendees.',
  effect: 'idempotent',
  input,
  output: z.object({ event_id: z.string(), starts_at: z.string(), place: z.string() }),
  run: ({ database, input: event, now }) => {
    const meeting = findMeeting(database, event.meeting_id);
    if (meeting.status !== 'open') refuseLogic(`meeting_id ${meeting.meeting_id} is ${meeting.status}, not open`);
    if (event.subject !== meeting.subject)
      refuseInput(`meeting_id ${meeting.meeting_id} is about ${meeting.subject}, not about ${event.subject}`);
    const slot = slotOf(event, meeting);
    requireFree(database, meeting, slot);
    const room = event.room ?? null;
    if (room !== null) requireFreeRoom(database, room, slot);
    const { number, subject } = meeting;
    const eventId = `EVT-${nextNumber(database, 'meeting_event')}`;
    insert(database, 'meeting_events', {
      event_id: eventId,
      number,
      subject,
      ...slot,
      room,
      created_at: now.toISOString(),
    });
    for (const attendee of meeting.attendees) insert(database, 'calendar_entries', { attendee, ...slot });
    database.prepare(`UPDATE meeting_requests SET status = 'scheduled' WHERE number = ?`).run(number);
    return { event_id: eventId, starts_at: slot.starts_at, place: room ?? 'video call' };
  },
});

function slotOf({ starts_at, ends_at }: z.output<typeof input>, meeting: Meeting): Interval {
  for (const [name, time] of Object.entries({ starts_at, ends_at }))
    if (!isTime(time)) refuseInput(`${name} ${time} is not a time such as 2026-11-23T09:00:00Z`);
  const slot = { starts_at: isoTime(starts_at), ends_at: isoTime(ends_at) };
  const minutes = meeting.duration_minutes;
  if (minutesOf(slot) !== minutes)
    refuseInput(`meeting_id ${meeting.meeting_id} takes ${minutes} minutes, not ${minutesOf(slot)}`);
  return slot;
}

function requireFree(database: DatabaseSync, { number }: Meeting, { starts_at, ends_at }: Interval): void {
  const sql = `SELECT attendee FROM calendar_entries JOIN meeting_attendees USING (attendee)
    WHERE number = ? AND starts_at < ? AND ends_at > ? ORDER BY position LIMIT 1`;
  const busy = rowOf(database, z.object({ attendee: z.string() }), sql, number, ends_at, starts_at);
  if (busy) refuseInput(`starts_at ${starts_at}: ${busy.attendee} is busy then`);
}

function requireFreeRoom(database: DatabaseSync, room: string, { starts_at, ends_at }: Interval): void {
  const sql = 'SELECT event_id FROM meeting_events WHERE lower(room) = lower(?) AND starts_at < ? AND ends_at > ?';
  const other = rowOf(database, z.object({ event_id: z.string() }), sql, room, ends_at, starts_at);
  if (other) refuseInput(`room ${room} is taken at ${starts_at} by ${other.event_id}; name another room or none`);
}
