/** Hands an open case to people, with the draft that they may start from. The effect of a critical case. */
import { z } from 'zod';
import { nextNumber } from '../counter.ts';
import { insert } from '../sql.ts';
import { defineTool } from '../tool.ts';
import { findOpenCase, requireDraft, setStatus } from './cases.ts';
import { CATEGORIES, SEVERITIES } from './classify-case.ts';

const QUEUE_USUAL = 'second-line';

export const escalateCase = defineTool({
  name: 'escalate_case',
  title: 'Escalate case',
  description: 'Hand an open support case to a queue of people, with its draft.',
  effect: 'idempotent',
  input: z.strictObject({
    case_id: z.string().min(1).max(64).describe('Id of the case'),
    category: z.enum(CATEGORIES).describe('Category of the case'),
    severity: z.enum(SEVERITIES).describe('Severity of the case'),
    draft_id: z.string().min(1).max(64).describe('Id of the draft that goes with it'),
    queue: z.string().min(1).max(100).optional().describe('Queue that takes the case; the second line when absent'),
  }),
  output: z.object({ escalation_id: z.string(), queue: z.string() }),
  run: ({ database, input: { case_id: id, category, severity, draft_id, queue = QUEUE_USUAL }, now }) => {
    const { case_id } = findOpenCase(database, id);
    requireDraft(database, draft_id, case_id);
    const escalation_id = `ESC-${nextNumber(database, 'support_escalation')}`;
    const escalation = { escalation_id, case_id, category, severity, draft_id, queue };
    insert(database, 'case_escalations', { ...escalation, escalated_at: now.toISOString() });
    setStatus(database, case_id, 'escalated');
    return { escalation_id, queue };
  },
});
