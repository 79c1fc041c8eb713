/** Books an open trip: takes a seat and, with a hotel, a room, and gives out a booking id. The effect of the travel workflow. */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { nextNumber } from '../counter.ts';
import { insert } from '../sql.ts';
import { defineTool, refuseInput, refuseLogic } from '../tool.ts';
import { type Fare, faresOf, journeyKey, OF_JOURNEY } from './fares.ts';
import { type Hotel, hasRoom, hotelsOf, stayPrice } from './hotels.ts';
import { judge, samePrice } from './policy.ts';
import { type BudgetedTrip, findTrip, tripNumber } from './trips.ts';

export const bookTrip = defineTool({
  name: 'book_trip',
  title: 'Book trip',
  description: 'Book the flight of a trip, and its hotel when there is one.',
  effect: 'idempotent',
  input: z.strictObject({
    trip_id: z.string().min(1).max(64).describe('Id of the trip request'),
    flight_id: z.string().min(1).max(64).describe('The flight that was found'),
    hotel_id: z.string().min(1).max(64).optional().describe('The hotel that was found; none when absent'),
    total: z.number().positive().describe('As the travel policy added it up'),
  }),
  output: z.object({ booking_id: z.string(), status: z.string() }),
  run: ({ database, input, now }) => {
    const trip = findTrip(database, input.trip_id);
    if (trip.status !== 'open') refuseLogic(`trip_id ${trip.trip_id} is ${trip.status}, not open`);
    const fare = fareFor(database, trip, input.flight_id);
    const hotel = input.hotel_id === undefined ? undefined : hotelFor(database, trip, input.hotel_id);
    const prices = { flight: fare.price, hotel: hotel === undefined ? 0 : stayPrice(hotel, trip.nights) };
    const { allowed, total, reason } = judge(trip, prices);
    if (!samePrice(input.total, total)) refuseInput(`total ${input.total} is not what this trip costs, ${total}`);
    if (!allowed) refuseLogic(`trip_id ${trip.trip_id} is against the travel policy: ${reason}`);
    const sql = `UPDATE fares SET seats = seats - 1 WHERE ${OF_JOURNEY} AND flight_id = ?`;
    database.prepare(sql).run(...journeyKey(trip), fare.flight_id);
    database.prepare(`UPDATE trips SET status = 'booked' WHERE number = ?`).run(tripNumber(trip.trip_id));
    const bookingId = `BKG-${nextNumber(database, 'travel_booking')}`;
    insert(database, 'travel_bookings', {
      booking_id: bookingId,
      trip_id: trip.trip_id,
      flight_id: fare.flight_id,
      hotel_id: hotel?.hotel_id ?? null,
      check_in: trip.departure_date,
      nights: trip.nights,
      total,
      booked_at: now.toISOString(),
    });
    return { booking_id: bookingId, status: 'booked' };
  },
});

function fareFor(database: DatabaseSync, trip: BudgetedTrip, id: string): Fare {
  const fare =
    faresOf(database, trip).find(({ flight_id }) => flight_id === id) ??
    refuseInput(`flight_id ${id} is no flight of trip_id ${trip.trip_id}`);
  return fare.seats > 0 ? fare : refuseLogic(`flight_id ${id} has no seats left`);
}

function hotelFor(database: DatabaseSync, trip: BudgetedTrip, id: string): Hotel {
  const hotel =
    hotelsOf(database, trip.destination).find(({ hotel_id }) => hotel_id === id) ??
    refuseInput(`hotel_id ${id} is no hotel in ${trip.destination}`);
  if (trip.nights === 0) refuseLogic(`trip_id ${trip.trip_id} is a day trip and needs no hotel`);
  const free = hasRoom(database, hotel, trip.departure_date, trip.nights);
  return free ? hotel : refuseLogic(`hotel_id ${id} has no rooms left from ${trip.departure_date}`);
}
