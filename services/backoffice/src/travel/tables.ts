/**
 * Trip requests, the return fares and hotels on offer for them, and what was booked. Dates are ISO 8601 days; prices are
 * whole or decimal units of one currency, a fare's for the whole journey, a hotel's for a night.
 */
export const TABLES = `
  CREATE TABLE trips (
    number TEXT PRIMARY KEY, trip_id TEXT NOT NULL, traveller TEXT NOT NULL, origin TEXT NOT NULL,
    destination TEXT NOT NULL, departure_date TEXT NOT NULL, return_date TEXT NOT NULL, nights INTEGER NOT NULL,
    budget REAL NOT NULL, status TEXT NOT NULL) STRICT;
  CREATE TABLE fares (
    origin TEXT NOT NULL, destination TEXT NOT NULL, departure_date TEXT NOT NULL, return_date TEXT NOT NULL,
    flight_id TEXT NOT NULL, airline TEXT NOT NULL, cabin TEXT NOT NULL, price REAL NOT NULL,
    seats INTEGER NOT NULL CHECK (seats >= 0),
    PRIMARY KEY (origin, destination, departure_date, return_date, flight_id)) STRICT;
  CREATE TABLE hotels (
    hotel_id TEXT PRIMARY KEY, hotel TEXT NOT NULL, city TEXT NOT NULL, stars INTEGER NOT NULL,
    nightly_price REAL NOT NULL, rooms INTEGER NOT NULL) STRICT;
  CREATE TABLE travel_bookings (
    booking_id TEXT PRIMARY KEY, trip_id TEXT NOT NULL, flight_id TEXT NOT NULL, hotel_id TEXT,
    check_in TEXT NOT NULL, nights INTEGER NOT NULL, total REAL NOT NULL, booked_at TEXT NOT NULL) STRICT;
`;
