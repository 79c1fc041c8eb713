/** Shipments with their last scan, and the stops on their way, the last of which is where they are delivered. */
export const TABLES = `
  CREATE TABLE shipments (
    number TEXT PRIMARY KEY, tracking_id TEXT NOT NULL, carrier TEXT NOT NULL, status TEXT NOT NULL,
    location TEXT NOT NULL, last_scan TEXT NOT NULL) STRICT;
  CREATE TABLE shipment_stops (
    number TEXT NOT NULL REFERENCES shipments ON DELETE CASCADE, position INTEGER NOT NULL, place TEXT NOT NULL,
    PRIMARY KEY (number, position)) STRICT;
`;
