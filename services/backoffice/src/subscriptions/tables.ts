/** The subscriptions of accounts, every change of them, and what the owners were told. Amounts are in the price list's currency. */
export const TABLES = `
  CREATE TABLE subscriptions (
    number TEXT PRIMARY KEY, subscription_id TEXT NOT NULL, account TEXT NOT NULL, owner_email TEXT, owner_phone TEXT,
    plan TEXT NOT NULL, seats INTEGER NOT NULL CHECK (seats > 0), seats_used INTEGER NOT NULL CHECK (seats_used <= seats),
    billing TEXT NOT NULL, started_on TEXT NOT NULL, status TEXT NOT NULL) STRICT;
  CREATE TABLE subscription_changes (
    change_id TEXT PRIMARY KEY, number TEXT NOT NULL REFERENCES subscriptions, old_plan TEXT NOT NULL,
    old_seats INTEGER NOT NULL, new_plan TEXT NOT NULL, new_seats INTEGER NOT NULL, amount_due REAL NOT NULL,
    changed_at TEXT NOT NULL) STRICT;
  CREATE TABLE subscription_notices (
    notice_id TEXT PRIMARY KEY, change_id TEXT NOT NULL REFERENCES subscription_changes, channel TEXT NOT NULL,
    sent_to TEXT NOT NULL, sent_at TEXT NOT NULL) STRICT;
`;
