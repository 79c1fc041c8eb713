/** The support side of the back office: customers' cases, help articles, replies and escalations. */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { defineDomain } from '../domain.ts';
import { insert } from '../sql.ts';
import { completeCase } from './case-defaults.ts';
import { classifyCase } from './classify-case.ts';
import { draftReply } from './draft-reply.ts';
import { escalateCase } from './escalate-case.ts';
import { getSupportCase } from './get-support-case.ts';
import { type CaseRow, supportRows } from './rows.ts';
import { searchArticles } from './search-articles.ts';
import { HELP_ARTICLES, SEED_CASES } from './seed.ts';
import { sendReply } from './send-reply.ts';
import { TABLES } from './tables.ts';

export const support = defineDomain({
  tables: TABLES,
  counters: { support_draft: 3_300, support_message: 47_000, support_escalation: 900 },
  rows: supportRows,
  seed: (database) => {
    for (const article of HELP_ARTICLES) insert(database, 'help_articles', article);
    add(database, z.object(supportRows).parse({ support_cases: SEED_CASES }));
  },
  add,
  tools: [getSupportCase, classifyCase, searchArticles, draftReply, sendReply, escalateCase],
});

function add(database: DatabaseSync, { support_cases: rows }: { readonly support_cases: readonly CaseRow[] }): void {
  for (const row of rows) insert(database, 'support_cases', completeCase(row));
}
