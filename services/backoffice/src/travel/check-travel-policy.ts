/** Judges the prices of a trip by the travel policy. They must be on offer for that trip, so a mixed-up call is refused. */
import { z } from 'zod';
import { defineTool, refuseInput } from '../tool.ts';
import { faresOf } from './fares.ts';
import { hotelsOf, stayPrice } from './hotels.ts';
import { judge, samePrice } from './policy.ts';
import { findTrip } from './trips.ts';

export const checkTravelPolicy = defineTool({
  name: 'check_travel_policy',
  title: 'Check travel policy',
  description: 'Check whether the travel policy allows the prices of a trip, and add them up.',
  effect: 'read',
  input: z.strictObject({
    trip_id: z.string().min(1).max(64).describe('Id of the trip request'),
    flight_price: z.number().positive().describe('Price of the flight that was found'),
    hotel_price: z.number().positive().optional().describe('Price of the stay that was found; none when absent'),
  }),
  output: z.object({ allowed: z.boolean(), total: z.number(), reason: z.string() }),
  run: ({ database, input: { trip_id: id, flight_price: flight, hotel_price: hotel } }) => {
    const trip = findTrip(database, id);
    if (!faresOf(database, trip).some(({ price }) => samePrice(price, flight)))
      refuseInput(`flight_price ${flight} is no fare for trip_id ${trip.trip_id}`);
    const stays = hotelsOf(database, trip.destination).map((each) => stayPrice(each, trip.nights));
    if (hotel !== undefined && !stays.some((price) => samePrice(price, hotel)))
      refuseInput(`hotel_price ${hotel} is no price of a stay for trip_id ${trip.trip_id}`);
    return judge(trip, { flight, hotel: hotel ?? 0 });
  },
});
