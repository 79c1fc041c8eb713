/** Suppliers' invoices, what was ordered and received for them, and the mismatches that were flagged. Amounts are in euros. */
export const TABLES = `
  CREATE TABLE invoices (
    number TEXT PRIMARY KEY, invoice_id TEXT NOT NULL, supplier TEXT NOT NULL, po_number TEXT NOT NULL,
    lines_total REAL NOT NULL, quantity INTEGER NOT NULL, status TEXT NOT NULL, posting_id TEXT, posted_at TEXT) STRICT;
  CREATE TABLE purchase_orders (
    po_number TEXT PRIMARY KEY, buyer TEXT NOT NULL, order_total REAL NOT NULL,
    ordered_quantity INTEGER NOT NULL CHECK (ordered_quantity > 0)) STRICT;
  CREATE TABLE goods_receipts (
    po_number TEXT PRIMARY KEY REFERENCES purchase_orders, receipt_id TEXT NOT NULL,
    received_quantity INTEGER NOT NULL CHECK (received_quantity > 0)) STRICT;
  CREATE TABLE invoice_mismatches (
    mismatch_id TEXT PRIMARY KEY, invoice_id TEXT NOT NULL, buyer TEXT NOT NULL, difference REAL NOT NULL,
    reason TEXT NOT NULL, flagged_at TEXT NOT NULL) STRICT;
`;
