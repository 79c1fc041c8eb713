/** Support cases and reply drafts as the tools see them. */

import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { idDigits } from '../id-digits.ts';
import { rowOf } from '../sql.ts';
import { refuseInput, refuseLogic } from '../tool.ts';

export const SupportCase = z.object({
  case_id: z.string(),
  customer: z.string(),
  subject: z.string(),
  body: z.string(),
  status: z.string(),
});
export type SupportCase = z.infer<typeof SupportCase>;

/** A case is known by its digits: `case-8813`, `8813` and `CASE-8813` are one. */
export const caseNumber = idDigits;

export function findCase(database: DatabaseSync, id: string): SupportCase {
  const sql = 'SELECT case_id, customer, subject, body, status FROM support_cases WHERE number = ?';
  return rowOf(database, SupportCase, sql, caseNumber(id)) ?? refuseInput(`case_id ${id} not found`);
}

/** What is drafted, sent or escalated belongs to a case that somebody still waits for. */
export function findOpenCase(database: DatabaseSync, id: string): SupportCase {
  const found = findCase(database, id);
  return found.status === 'open' ? found : refuseLogic(`case_id ${found.case_id} is ${found.status}, not open`);
}

/** A draft answers one customer; under another case it is a mix-up. */
export function requireDraft(database: DatabaseSync, draftId: string, caseId: string): void {
  const sql = 'SELECT case_id FROM reply_drafts WHERE draft_id = ?';
  const draft =
    rowOf(database, z.object({ case_id: z.string() }), sql, draftId) ?? refuseInput(`draft_id ${draftId} not found`);
  if (draft.case_id !== caseId) refuseInput(`draft_id ${draftId} answers case_id ${draft.case_id}, not ${caseId}`);
}

export function setStatus(database: DatabaseSync, caseId: string, status: string): void {
  database.prepare('UPDATE support_cases SET status = ? WHERE case_id = ?').run(status, caseId);
}
