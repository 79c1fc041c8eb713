/** Finds the first slot in which nobody is busy, on the half hours of the five working days from the first possible one on. */
import { z } from 'zod';
import { defineTool, refuseInput, refuseLogic } from '../tool.ts';
import { findMeeting, type Meeting } from './meetings.ts';
import { type Interval, minutesAfter, overlap, parseInterval, timeOn, workingDays } from './times.ts';

const BUSY_MAX = 1000;
const GRID_MINUTES = 30;

export const PARTS_OF_DAY = ['morning', 'afternoon'] as const;
type PartOfDay = (typeof PARTS_OF_DAY)[number];

/** Hours in UTC. */
const HOURS: Readonly<Record<PartOfDay | 'day', readonly [from: number, to: number]>> = {
  day: [9, 17],
  morning: [9, 12],
  afternoon: [12, 17],
};

export const findSlot = defineTool({
  name: 'find_slot',
  title: 'Find slot',
  description: 'Find the first slot for a meeting in which none of the attendees is busy.',
  effect: 'read',
  input: z.strictObject({
    meeting_id: z.string().min(1).max(64).describe('Id of the meeting'),
    duration_minutes: z.int().min(1).describe('Duration of the meeting'),
    busy: z.array(z.string()).max(BUSY_MAX).describe('When attendees are busy, of all of their calendars together'),
    part_of_day: z.enum(PARTS_OF_DAY).optional().describe('Look only before noon, or only from noon on'),
  }),
  output: z.object({ starts_at: z.string(), ends_at: z.string() }),
  run: ({ database, input: { meeting_id, duration_minutes: minutes, busy, part_of_day: part } }) => {
    const meeting = findMeeting(database, meeting_id);
    if (minutes !== meeting.duration_minutes)
      refuseInput(`meeting_id ${meeting.meeting_id} takes ${meeting.duration_minutes} minutes, not ${minutes}`);
    const taken = busy.map(
      (text) => parseInterval(text) ?? refuseInput(`busy: ${text} is not an interval such as ${EXAMPLE}`),
    );
    return slotIn(meeting, HOURS[part ?? 'day'], taken) ?? refuseNoSlot(meeting, taken, part);
  },
});

const EXAMPLE = '2026-11-23T09:00:00Z/2026-11-23T10:30:00Z';

function slotIn(
  { from_date: fromDate, duration_minutes: minutes }: Meeting,
  [fromHour, toHour]: readonly [number, number],
  taken: readonly Interval[],
): Interval | undefined {
  for (const day of workingDays(fromDate))
    for (let start = fromHour * 60; start + minutes <= toHour * 60; start += GRID_MINUTES) {
      const startsAt = timeOn(day, start);
      const slot = { starts_at: startsAt, ends_at: minutesAfter(startsAt, minutes) };
      if (!taken.some((interval) => overlap(interval, slot))) return slot;
    }
  return undefined;
}

/** Another part of the day helps only when that one has a slot. */
function refuseNoSlot(meeting: Meeting, taken: readonly Interval[], part: PartOfDay | undefined): never {
  const { meeting_id: id, duration_minutes: minutes, from_date: fromDate } = meeting;
  const other = PARTS_OF_DAY.find((each) => each !== part);
  if (part !== undefined && other !== undefined && slotIn(meeting, HOURS[other], taken))
    return refuseInput(`part_of_day ${part} has no common slot of ${minutes} minutes; the ${other} has one`);
  return refuseLogic(
    `meeting_id ${id}: no common slot of ${minutes} minutes in the five working days from ${fromDate}`,
  );
}
