/** The tables of a tenant's back office. Times are ISO 8601 in UTC, so text order is time order. */
export const TABLES = `
  CREATE TABLE customers (match_key TEXT PRIMARY KEY, name TEXT NOT NULL, zone TEXT NOT NULL) STRICT;
  CREATE TABLE products (sku TEXT PRIMARY KEY, weight_kg REAL NOT NULL) STRICT;
  CREATE TABLE stock (
    sku TEXT NOT NULL REFERENCES products, warehouse TEXT NOT NULL, available INTEGER NOT NULL CHECK (available >= 0),
    PRIMARY KEY (sku, warehouse)) STRICT;
  CREATE TABLE orders (
    order_id INTEGER PRIMARY KEY, customer TEXT NOT NULL, zone TEXT NOT NULL, status TEXT NOT NULL,
    shipping_method TEXT, shipping_cost REAL, confirmation_id TEXT) STRICT;
  CREATE TABLE order_items (
    order_id INTEGER NOT NULL REFERENCES orders ON DELETE CASCADE, position INTEGER NOT NULL,
    sku TEXT NOT NULL REFERENCES products, qty INTEGER NOT NULL CHECK (qty > 0), PRIMARY KEY (order_id, position)) STRICT;
  CREATE TABLE tariff (
    zone TEXT NOT NULL, up_to_kg REAL NOT NULL, method TEXT NOT NULL, cost REAL NOT NULL, eta_days INTEGER NOT NULL,
    PRIMARY KEY (zone, up_to_kg)) STRICT;
  CREATE TABLE alerts (
    number TEXT PRIMARY KEY, alert_id TEXT NOT NULL, service TEXT NOT NULL, severity TEXT NOT NULL, summary TEXT NOT NULL,
    started_at TEXT NOT NULL, status TEXT NOT NULL) STRICT;
  CREATE TABLE error_logs (
    service TEXT NOT NULL, region TEXT NOT NULL, at TEXT NOT NULL, message TEXT NOT NULL, count INTEGER NOT NULL) STRICT;
  CREATE TABLE metrics (
    service TEXT NOT NULL, region TEXT NOT NULL, at TEXT NOT NULL,
    p95_ms INTEGER NOT NULL, error_rate REAL NOT NULL, saturation REAL NOT NULL) STRICT;
  CREATE TABLE deploys (
    service TEXT NOT NULL, version TEXT NOT NULL, deployed_at TEXT NOT NULL, PRIMARY KEY (service, version)) STRICT;
  CREATE TABLE tickets (
    ticket_id TEXT PRIMARY KEY, alert_id TEXT NOT NULL, title TEXT NOT NULL, severity TEXT NOT NULL, cause TEXT NOT NULL,
    team TEXT NOT NULL, status TEXT NOT NULL, opened_at TEXT NOT NULL) STRICT;
  CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
  CREATE TABLE effects (
    position INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, tenant TEXT NOT NULL, tool TEXT NOT NULL,
    arguments TEXT NOT NULL, result TEXT NOT NULL, at TEXT NOT NULL) STRICT;
`;
