/** Opens a ticket for an alert that is not closed. The effect of the incident workflow. */
import { z } from 'zod';
import { nextNumber } from '../counter.ts';
import { defineTool, refuseLogic } from '../tool.ts';
import { findAlert } from './alerts.ts';

const TEAM_ON_CALL = 'on-call';

export const createTicket = defineTool({
  name: 'create_ticket',
  title: 'Create ticket',
  description: 'Open a ticket about the likely cause of an alert.',
  effect: 'idempotent',
  input: z.strictObject({
    alert_id: z.string().min(1).max(64).describe('Id of the alert'),
    title: z.string().min(1).max(200).describe('What happened, in a line'),
    severity: z.string().min(1).max(32).describe('Severity of the alert'),
    cause: z.string().min(1).max(200).describe('Likely cause'),
    team: z.string().min(1).max(100).optional().describe('Team that the ticket goes to; who is on call when absent'),
  }),
  output: z.object({ ticket_id: z.string(), status: z.string() }),
  run: ({ database, input: { alert_id: alertId, title, severity, cause, team }, now }) => {
    const alert = findAlert(database, alertId);
    if (alert.status === 'closed') refuseLogic(`alert_id ${alert.alert_id} is closed`);
    const ticketId = `TCK-${nextNumber(database, 'ticket')}`;
    const sql = `INSERT INTO tickets (ticket_id, alert_id, title, severity, cause, team, status, opened_at)
      VALUES (?, ?, ?, ?, ?, ?, 'open', ?)`;
    database
      .prepare(sql)
      .run(ticketId, alert.alert_id, title, severity, cause, team ?? TEAM_ON_CALL, now.toISOString());
    return { ticket_id: ticketId, status: 'open' };
  },
});
