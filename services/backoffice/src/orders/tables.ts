/** A customer's order with its lines; the stock of each warehouse; what freight costs by zone and weight. */
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
`;
