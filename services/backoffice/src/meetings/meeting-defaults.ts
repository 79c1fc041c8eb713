/**
 * What a meeting's row leaves unsaid, derived from the id alone, and the appointments of people whose calendar nobody
 * gave, derived from name and day: the same meeting and the same person are alike in every world.
 */
import { drawn, drawnFrom } from '../drawn.ts';
import { type Meeting, meetingNumber } from './meetings.ts';
import type { MeetingRow } from './rows.ts';
import { type Interval, minutesAfter, timeOn } from './times.ts';

const SUBJECTS = [
  'Budget review',
  'Release planning',
  'Interview debrief',
  'Supplier talk',
  'Roadmap workshop',
  'Handover',
  'Design review',
  'Retrospective',
];
const PEOPLE = [
  'Aylin Demir',
  'Ben Carver',
  'Clara Voss',
  'Dario Conti',
  'Esi Mensah',
  'Finn Larsen',
  'Gala Petrov',
  'Hana Mori',
];
const ATTENDEES = [2, 3, 4];
const DURATIONS = [30, 45, 60, 90];
const FIRST_DAY = '2026-11-23';
const DAYS = 90;

export function completeMeeting(row: MeetingRow): Meeting {
  const number = meetingNumber(row.meeting_id);
  const first = drawn(`${number}:people`, PEOPLE.length);
  const people = [...PEOPLE.slice(first), ...PEOPLE.slice(0, first)];
  return {
    number,
    meeting_id: `MTG-${row.meeting_id.replace(/\D/g, '')}`,
    subject: row.subject ?? drawnFrom(`${number}:subject`, SUBJECTS),
    duration_minutes: row.duration_minutes ?? drawnFrom(`${number}:duration`, DURATIONS),
    attendees: row.attendees ?? people.slice(0, drawnFrom(`${number}:attendees`, ATTENDEES)),
    from_date: row.from_date ?? timeOn(FIRST_DAY, drawn(`${number}:day`, DAYS) * 24 * 60).slice(0, 10),
    status: row.status,
  };
}

const WEDNESDAY = 3;
const HALF_HOUR = 30;
const LENGTHS = [30, 60, 90];

/** One in the morning and one in the afternoon. Wednesdays are free for everybody, so five working days always hold a common slot. */
export function appointments(attendee: string, day: string): readonly Interval[] {
  if (new Date(day).getUTCDay() === WEDNESDAY) return [];
  const appointment = (part: string, fromHour: number, starts: number): Interval => {
    const seed = `${attendee}:${day}:${part}`;
    const startsAt = timeOn(day, fromHour * 60 + drawn(`${seed}:start`, starts) * HALF_HOUR);
    return { starts_at: startsAt, ends_at: minutesAfter(startsAt, drawnFrom(`${seed}:length`, LENGTHS)) };
  };
  return [appointment('morning', 9, 4), appointment('afternoon', 13, 6)];
}
