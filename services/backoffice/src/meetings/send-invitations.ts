/** Invites one attendee to an event, once. */
import { z } from 'zod';
import { nextNumber } from '../counter.ts';
import { insert, rowOf } from '../sql.ts';
import { defineTool, refuseInput, refuseLogic } from '../tool.ts';
import { attendeesOf } from './meetings.ts';

const Event = z.object({ event_id: z.string(), number: z.string() });
const Invitation = z.object({ invitation_id: z.string() });

export const sendInvitations = defineTool({
  name: 'send_invitations',
  title: 'Send invitations',
  description: 'Send an attendee the invitation to an event.',
  effect: 'idempotent',
  input: z.strictObject({
    event_id: z.string().min(1).max(64).describe('Id of the event'),
    attendee: z.string().min(1).max(200).describe('Name of the attendee'),
  }),
  output: z.object({ invitation_id: z.string(), attendee: z.string() }),
  run: ({ database, input: { event_id, attendee }, now }) => {
    const { number } =
      rowOf(database, Event, 'SELECT event_id, number FROM meeting_events WHERE event_id = ?', event_id) ??
      refuseInput(`event_id ${event_id} not found`);
    if (!attendeesOf(database, number).includes(attendee))
      refuseInput(`attendee ${attendee} is not an attendee of ${event_id}`);
    const sql = 'SELECT invitation_id FROM meeting_invitations WHERE event_id = ? AND attendee = ?';
    const earlier = rowOf(database, Invitation, sql, event_id, attendee);
    if (earlier) refuseLogic(`attendee ${attendee} was invited to ${event_id} with ${earlier.invitation_id}`);
    const invitationId = `IVT-${nextNumber(database, 'meeting_invitation')}`;
    const sentAt = now.toISOString();
    insert(database, 'meeting_invitations', { invitation_id: invitationId, event_id, attendee, sent_at: sentAt });
    return { invitation_id: invitationId, attendee };
  },
});
