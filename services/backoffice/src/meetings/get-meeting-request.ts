/** Reads a meeting request by its id, in any spelling; the answer has the canonical one. One that is not open is reported, not refused. */
import { z } from 'zod';
import { defineTool } from '../tool.ts';
import { findMeeting } from './meetings.ts';

export const getMeetingRequest = defineTool({
  name: 'get_meeting_request',
  title: 'Get meeting request',
  description: 'Look a meeting request up: its subject, duration, attendees, first possible day and status.',
  effect: 'read',
  input: z.strictObject({ meeting_id: z.string().min(1).max(64).describe('Id of the meeting, such as MTG-118') }),
  output: z.object({
    meeting_id: z.string(),
    subject: z.string(),
    duration_minutes: z.int(),
    attendees: z.array(z.string()),
    from_date: z.string(),
    status: z.string(),
  }),
  run: ({ database, input }) => {
    const { number: _, attendees, ...meeting } = findMeeting(database, input.meeting_id);
    return { ...meeting, attendees: [...attendees] };
  },
});
