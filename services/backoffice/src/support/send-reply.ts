/** Sends a draft to the customer of its case, which answers the case. The effect of a case that is not critical. */
import { z } from 'zod';
import { nextNumber } from '../counter.ts';
import { insert } from '../sql.ts';
import { defineTool } from '../tool.ts';
import { findOpenCase, requireDraft, setStatus } from './cases.ts';

export const sendReply = defineTool({
  name: 'send_reply',
  title: 'Send reply',
  description: 'Send a drafted reply to the customer of an open support case.',
  effect: 'idempotent',
  input: z.strictObject({
    case_id: z.string().min(1).max(64).describe('Id of the case'),
    draft_id: z.string().min(1).max(64).describe('Id of the draft'),
  }),
  output: z.object({ sent: z.boolean(), message_id: z.string() }),
  run: ({ database, input: { case_id: id, draft_id }, now }) => {
    const { case_id } = findOpenCase(database, id);
    requireDraft(database, draft_id, case_id);
    const message_id = `MSG-${nextNumber(database, 'support_message')}`;
    insert(database, 'sent_replies', { message_id, draft_id, sent_at: now.toISOString() });
    setStatus(database, case_id, 'answered');
    return { sent: true, message_id };
  },
});
