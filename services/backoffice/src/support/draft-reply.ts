/** Writes a reply to a case from an article, in one of two tones, and keeps it as a draft. Nothing is sent by this. */
import { z } from 'zod';
import { nextNumber } from '../counter.ts';
import { insert, rowOf } from '../sql.ts';
import { defineTool, refuseInput } from '../tool.ts';
import { findOpenCase, type SupportCase } from './cases.ts';

const TONES = ['formal', 'friendly'] as const;
type Tone = (typeof TONES)[number];
const TONE_USUAL: Tone = 'friendly';

export const draftReply = defineTool({
  name: 'draft_reply',
  title: 'Draft reply',
  description: 'Draft a reply to an open support case from a help article.',
  effect: 'idempotent',
  input: z.strictObject({
    case_id: z.string().min(1).max(64).describe('Id of the case'),
    article_id: z.string().min(1).max(64).describe('Id of the article that the reply is made from'),
    tone: z.enum(TONES).optional().describe('Tone of the reply; friendly when absent'),
  }),
  output: z.object({ draft_id: z.string(), text: z.string() }),
  run: ({ database, input: { case_id: id, article_id, tone = TONE_USUAL }, now }) => {
    const supportCase = findOpenCase(database, id);
    const sql = 'SELECT answer FROM help_articles WHERE article_id = ?';
    const { answer } =
      rowOf(database, z.object({ answer: z.string() }), sql, article_id) ??
      refuseInput(`article_id ${article_id} not found`);
    const text = LETTERS[tone](supportCase, answer);
    const draft_id = `DRF-${nextNumber(database, 'support_draft')}`;
    const { case_id } = supportCase;
    insert(database, 'reply_drafts', { draft_id, case_id, article_id, tone, text, drafted_at: now.toISOString() });
    return { draft_id, text };
  },
});

const LETTERS: Readonly<Record<Tone, (supportCase: SupportCase, answer: string) => string>> = {
  formal: ({ customer, subject }, answer) =>
    `Dear ${customer},\n\nThank you for your message regarding "${subject}". ${answer}\n\nPlease reply to this message should the matter persist.\n\nYours sincerely,\nCustomer Support`,
  friendly: ({ customer, subject }, answer) =>
    `Hello ${customer},\n\nthanks for writing about "${subject}". ${answer}\n\nIf that doesn't help, just answer this message.\n\nYour support team`,
};
