/** Trip requests that a caller adds to a world, with what is on offer for them when it matters to the case. */
import { z } from 'zod';
import { ROWS_MAX } from '../domain.ts';
import { Day } from './days.ts';
import { CABINS } from './fares.ts';
import { tripNumber } from './trips.ts';

const OFFERS_MAX = 50;
const NIGHTS_MAX = 365;

const FareRow = z.object({
  flight_id: z.string().min(1).optional(),
  airline: z.string().min(1).optional(),
  cabin: z.enum(CABINS).default('economy'),
  /** There and back. */
  price: z.number().positive(),
  seats: z.int().min(0).default(9),
});
export type FareRow = z.output<typeof FareRow>;

const HotelRow = z.object({
  hotel: z.string().min(1).optional(),
  stars: z.int().min(1).max(5).default(3),
  nightly_price: z.number().positive(),
  rooms: z.int().min(0).default(5),
});
export type HotelRow = z.output<typeof HotelRow>;

const TripRow = z
  .object({
    trip_id: z.string().refine((id) => tripNumber(id) !== '', 'a trip id has digits'),
    traveller: z.string().min(1).optional(),
    origin: z.string().min(1).optional(),
    destination: z.string().min(1).optional(),
    departure_date: Day.optional(),
    return_date: Day.optional(),
    /** Counts only while one of the dates is absent. */
    nights: z.int().min(0).max(NIGHTS_MAX).optional(),
    /** Absent: the dearest of what is on offer is allowed. */
    budget: z.number().positive().optional(),
    status: z.string().min(1).default('open'),
    /** All that is on offer for the journey; absent: two flights in each cabin. */
    flights: z.array(FareRow).max(OFFERS_MAX).optional(),
    /** All hotels of the destination; absent: one of three, four and five stars. */
    hotels: z.array(HotelRow).max(OFFERS_MAX).optional(),
  })
  .refine(({ departure_date: from, return_date: to }) => from === undefined || to === undefined || from <= to, {
    message: 'the return is before the departure',
    path: ['return_date'],
  });
export type TripRow = z.output<typeof TripRow>;

export const travelRows = { trips: z.array(TripRow).max(ROWS_MAX).default([]) };
