/** The meeting requests and calendars that every tenant begins with. 2026-11-23 is a Monday. */
import type { MeetingRows } from './rows.ts';

const between = (day: string, from: string, to: string) => ({
  starts_at: `${day}T${from}:00Z`,
  ends_at: `${day}T${to}:00Z`,
});
const WEEK = ['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27'];

export const SEED_MEETINGS = {
  calendars: [
    {
      attendee: 'Priya Nair',
      busy: [
        between('2026-11-23', '09:00', '10:30'),
        between('2026-11-23', '14:00', '15:00'),
        between('2026-11-24', '09:00', '12:00'),
      ],
    },
    {
      attendee: 'Tom Becker',
      busy: [between('2026-11-23', '10:00', '11:30'), between('2026-11-24', '13:00', '17:00')],
    },
    {
      attendee: 'Ola Nowak',
      busy: [between('2026-11-23', '11:30', '12:00'), between('2026-11-25', '09:00', '10:00')],
    },
    /** On a course in the mornings of that week, and never free in the week after. */
    {
      attendee: 'Marta Silva',
      busy: [
        ...WEEK.map((day) => between(day, '09:00', '12:00')),
        { starts_at: '2026-11-30T00:00:00Z', ends_at: '2026-12-05T00:00:00Z' },
      ],
    },
    { attendee: 'Idris Khan' },
  ],
  meetings: [
    {
      meeting_id: 'MTG-118',
      subject: 'Quarterly review',
      duration_minutes: 60,
      attendees: ['Priya Nair', 'Tom Becker', 'Ola Nowak'],
      from_date: '2026-11-23',
    },
    {
      meeting_id: 'MTG-119',
      subject: 'Contract renewal',
      duration_minutes: 30,
      attendees: ['Tom Becker', 'Idris Khan'],
      from_date: '2026-11-24',
    },
    {
      meeting_id: 'MTG-120',
      subject: 'Course follow-up',
      duration_minutes: 90,
      attendees: ['Marta Silva', 'Idris Khan'],
      from_date: '2026-11-23',
    },
    /** No common slot. */
    {
      meeting_id: 'MTG-121',
      subject: 'Press briefing',
      duration_minutes: 45,
      attendees: ['Marta Silva', 'Priya Nair'],
      from_date: '2026-11-30',
    },
    { meeting_id: 'MTG-122', subject: 'Kick-off', duration_minutes: 60, attendees: ['Ola Nowak'], status: 'cancelled' },
    {
      meeting_id: 'MTG-123',
      subject: 'Hiring round',
      duration_minutes: 45,
      attendees: ['Priya Nair', 'Idris Khan'],
      status: 'scheduled',
    },
    { meeting_id: 'MTG-124', subject: 'Office move', duration_minutes: 30, from_date: '2026-11-28' },
  ],
} as const satisfies MeetingRows;
