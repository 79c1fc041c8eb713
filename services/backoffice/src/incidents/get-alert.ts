/** Reads an alert by its id, in any spelling; the answer has the canonical one. A closed alert is reported, not refused. */
import { z } from 'zod';
import { defineTool } from '../tool.ts';
import { Alert, findAlert } from './alerts.ts';

export const getAlert = defineTool({
  name: 'get_alert',
  title: 'Get alert',
  description: 'Look an alert up: its service, severity, summary, start and status.',
  effect: 'read',
  input: z.strictObject({ alert_id: z.string().min(1).max(64).describe('Id of the alert, such as ALR-2041') }),
  output: Alert,
  run: ({ database, input }) => findAlert(database, input.alert_id),
});
