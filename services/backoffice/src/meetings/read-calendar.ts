/** Reads when one person is busy. Its lists of several people add up to the times that suit not everybody. */
import { z } from 'zod';
import { defineTool, refuseInput } from '../tool.ts';
import { busyTimes, requireCalendar } from './meetings.ts';
import { intervalText, isDay } from './times.ts';

export const readCalendar = defineTool({
  name: 'read_calendar',
  title: 'Read calendar',
  description: 'List when a person is busy on the five working days from a day on.',
  effect: 'read',
  input: z.strictObject({
    attendee: z.string().min(1).max(200).describe('Name of the person'),
    from_date: z.string().min(1).max(32).describe('First day, such as 2026-11-23'),
  }),
  output: z.object({
    attendee: z.string(),
    busy: z.array(z.string()).describe('Intervals of ISO 8601, start and end parted by a slash'),
  }),
  run: ({ database, input: { attendee, from_date: fromDate } }) => {
    if (!isDay(fromDate)) refuseInput(`from_date ${fromDate} is not a date such as 2026-11-23`);
    requireCalendar(database, attendee);
    return { attendee, busy: busyTimes(database, attendee, fromDate).map(intervalText) };
  },
});
