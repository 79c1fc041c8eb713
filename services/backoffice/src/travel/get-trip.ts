/** Reads a trip request by its id, in any spelling; the answer has the canonical one. A booked trip is reported, not refused. */
import { z } from 'zod';
import { defineTool } from '../tool.ts';
import { findTrip, Trip } from './trips.ts';

export const getTrip = defineTool({
  name: 'get_trip',
  title: 'Get trip',
  description: 'Look a trip request up: its traveller, origin, destination, dates, nights and status.',
  effect: 'read',
  input: z.strictObject({ trip_id: z.string().min(1).max(64).describe('Id of the trip request, such as TRIP-640') }),
  output: Trip,
  run: ({ database, input }) => {
    const { budget: _, ...trip } = findTrip(database, input.trip_id);
    return trip;
  },
});
