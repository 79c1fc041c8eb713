/** Meeting requests that a caller adds to a world, and calendars when these matter to the case. */
import { z } from 'zod';
import { ROWS_MAX } from '../domain.ts';
import { meetingNumber } from './meetings.ts';
import { isDay, isoTime, isTime } from './times.ts';

const ATTENDEES_MAX = 32;
const MINUTES_MAX = 8 * 60;

const time = z.string().refine(isTime, 'not a time').transform(isoTime);

const MeetingRow = z.object({
  meeting_id: z.string().refine((id) => meetingNumber(id) !== '', 'a meeting id has digits'),
  subject: z.string().min(1).optional(),
  duration_minutes: z.int().min(5).max(MINUTES_MAX).optional(),
  attendees: z
    .array(z.string().min(1))
    .min(1)
    .max(ATTENDEES_MAX)
    .transform((names) => [...new Set(names)])
    .optional(),
  /** The first day that the meeting may be on. */
  from_date: z.string().refine(isDay, 'not a date such as 2026-11-23').optional(),
  status: z.string().min(1).default('open'),
});
export type MeetingRow = z.output<typeof MeetingRow>;

/** All that stands in the calendar of this person; nobody's appointments are made up for it. */
const CalendarRow = z.object({
  attendee: z.string().min(1),
  busy: z.array(z.object({ starts_at: time, ends_at: time })).default([]),
});
export type CalendarRow = z.output<typeof CalendarRow>;

export const meetingRows = {
  meetings: z.array(MeetingRow).max(ROWS_MAX).default([]),
  calendars: z.array(CalendarRow).max(ROWS_MAX).default([]),
};
const MeetingRows = z.object(meetingRows);
/** As a caller writes them, and as they are read. */
export type MeetingRows = z.input<typeof MeetingRows>;
export type ParsedMeetingRows = z.output<typeof MeetingRows>;
