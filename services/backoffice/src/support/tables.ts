/** Customers' cases, the help articles that answers are made from, and what was drafted, sent and escalated. */
export const TABLES = `
  CREATE TABLE support_cases (
    number TEXT PRIMARY KEY, case_id TEXT NOT NULL, customer TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL,
    status TEXT NOT NULL) STRICT;
  CREATE TABLE help_articles (
    article_id TEXT PRIMARY KEY, category TEXT NOT NULL, title TEXT NOT NULL, answer TEXT NOT NULL,
    helped INTEGER NOT NULL) STRICT;
  CREATE TABLE reply_drafts (
    draft_id TEXT PRIMARY KEY, case_id TEXT NOT NULL, article_id TEXT NOT NULL REFERENCES help_articles,
    tone TEXT NOT NULL, text TEXT NOT NULL, drafted_at TEXT NOT NULL) STRICT;
  CREATE TABLE sent_replies (
    message_id TEXT PRIMARY KEY, draft_id TEXT NOT NULL UNIQUE REFERENCES reply_drafts, sent_at TEXT NOT NULL) STRICT;
  CREATE TABLE case_escalations (
    escalation_id TEXT PRIMARY KEY, case_id TEXT NOT NULL, category TEXT NOT NULL, severity TEXT NOT NULL,
    draft_id TEXT NOT NULL REFERENCES reply_drafts, queue TEXT NOT NULL, escalated_at TEXT NOT NULL) STRICT;
`;
