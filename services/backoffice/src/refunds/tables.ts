/** What customers bought from the shop, what they got back, and what they were told of it. Amounts are in the shop's currency. */
export const TABLES = `
  CREATE TABLE purchases (
    order_id INTEGER PRIMARY KEY, customer TEXT NOT NULL, email TEXT, phone TEXT, item TEXT NOT NULL, item_class TEXT NOT NULL,
    amount_paid REAL NOT NULL CHECK (amount_paid > 0), amount_refunded REAL NOT NULL CHECK (amount_refunded >= 0),
    status TEXT NOT NULL, delivered_on TEXT, delivered_days_ago INTEGER) STRICT;
  CREATE TABLE refunds (
    refund_id TEXT PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES purchases, amount REAL NOT NULL CHECK (amount > 0),
    issued_at TEXT NOT NULL) STRICT;
  CREATE TABLE refund_notices (
    notice_id TEXT PRIMARY KEY, refund_id TEXT NOT NULL REFERENCES refunds, channel TEXT NOT NULL, sent_to TEXT NOT NULL,
    sent_at TEXT NOT NULL) STRICT;
`;
