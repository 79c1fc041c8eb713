/** Hires as HR recorded them, and what was set up for each: account, access, laptop, orientation, welcome mail. Dates are days, times ISO 8601 in UTC. */
export const TABLES = `
  CREATE TABLE hires (
    number TEXT PRIMARY KEY, employee_id TEXT NOT NULL, name TEXT NOT NULL, department TEXT NOT NULL, role TEXT NOT NULL,
    start_date TEXT NOT NULL, status TEXT NOT NULL) STRICT;
  CREATE TABLE hire_accounts (
    account TEXT PRIMARY KEY, employee_id TEXT NOT NULL UNIQUE, created_at TEXT NOT NULL) STRICT;
  CREATE TABLE hire_access (
    account TEXT NOT NULL REFERENCES hire_accounts, position INTEGER NOT NULL, system TEXT NOT NULL,
    PRIMARY KEY (account, position)) STRICT;
  CREATE TABLE laptops (model TEXT PRIMARY KEY, in_stock INTEGER NOT NULL CHECK (in_stock >= 0)) STRICT;
  CREATE TABLE laptop_orders (
    laptop_order_id TEXT PRIMARY KEY, employee_id TEXT NOT NULL UNIQUE, model TEXT NOT NULL, ordered_at TEXT NOT NULL) STRICT;
  CREATE TABLE orientations (date TEXT PRIMARY KEY, seats_left INTEGER NOT NULL CHECK (seats_left >= 0)) STRICT;
  CREATE TABLE orientation_bookings (
    booking_id TEXT PRIMARY KEY, employee_id TEXT NOT NULL UNIQUE, date TEXT NOT NULL REFERENCES orientations) STRICT;
  CREATE TABLE welcome_mails (
    mail_id TEXT PRIMARY KEY, account TEXT NOT NULL UNIQUE, systems TEXT NOT NULL, laptop_order_id TEXT,
    orientation_date TEXT NOT NULL, sent_at TEXT NOT NULL) STRICT;
`;
