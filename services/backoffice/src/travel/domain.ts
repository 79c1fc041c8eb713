/** The travel side of the back office: trip requests, flights, hotels, the travel policy and bookings. */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { defineDomain } from '../domain.ts';
import { insert } from '../sql.ts';
import { bookTrip } from './book-trip.ts';
import { checkTravelPolicy } from './check-travel-policy.ts';
import { faresOf, type Journey, journeyKey, OF_JOURNEY } from './fares.ts';
import { getTrip } from './get-trip.ts';
import { hotelsOf, stayPrice } from './hotels.ts';
import { type FareRow, type HotelRow, type TripRow, travelRows } from './rows.ts';
import { searchFlights } from './search-flights.ts';
import { searchHotels } from './search-hotels.ts';
import { SEED_TRIPS } from './seed.ts';
import { TABLES } from './tables.ts';
import {
  completeFares,
  completeHotels,
  completeTrip,
  type FullTrip,
  usualFares,
  usualHotels,
} from './trip-defaults.ts';

export const travel = defineDomain({
  tables: TABLES,
  counters: { travel_booking: 30_410 },
  rows: travelRows,
  seed: (database) => add(database, z.object(travelRows).parse({ trips: SEED_TRIPS })),
  add,
  tools: [getTrip, searchFlights, searchHotels, checkTravelPolicy, bookTrip],
});

function add(database: DatabaseSync, { trips }: { readonly trips: readonly TripRow[] }): void {
  for (const row of trips) {
    const { origin, destination, departure_date, return_date, ...trip } = completeTrip(row);
    const journey = { origin, destination, departure_date, return_date };
    addFares(database, journey, row.flights);
    addHotels(database, destination, row.hotels);
    const budget = row.budget ?? dearest(database, { ...trip, ...journey });
    insert(database, 'trips', { ...trip, ...journey, budget });
  }
}

/** Flights that a caller names are all there are; unnamed ones are those of an earlier trip, or the usual ones. */
function addFares(database: DatabaseSync, journey: Journey, rows: readonly FareRow[] | undefined): void {
  if (rows === undefined && faresOf(database, journey).length > 0) return;
  database.prepare(`DELETE FROM fares WHERE ${OF_JOURNEY}`).run(...journeyKey(journey));
  for (const { flight_id, airline, cabin, price, seats } of completeFares(journey, rows ?? usualFares(journey)))
    insert(database, 'fares', { ...journey, flight_id, airline, cabin, price, seats });
}

function addHotels(database: DatabaseSync, city: string, rows: readonly HotelRow[] | undefined): void {
  if (rows === undefined && hotelsOf(database, city).length > 0) return;
  database.prepare('DELETE FROM hotels WHERE city = ?').run(city);
  for (const { hotel_id, hotel, stars, nightly_price, rooms } of completeHotels(city, rows ?? usualHotels(city)))
    insert(database, 'hotels', { hotel_id, hotel, city, stars, nightly_price, rooms });
}

/** A trip of which no budget is known may take whatever is on offer. */
function dearest(database: DatabaseSync, trip: FullTrip): number {
  const flight = Math.max(0, ...faresOf(database, trip).map(({ price }) => price));
  const stays = hotelsOf(database, trip.destination).map((hotel) => stayPrice(hotel, trip.nights));
  return flight + Math.max(0, ...stays);
}
