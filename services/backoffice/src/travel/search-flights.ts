/** Finds the cheapest return flight with a free seat. A cabin that nobody sells is a wrong argument; a full one is not. */
import { z } from 'zod';
import { defineTool, refuseInput, refuseLogic } from '../tool.ts';
import { requireDay } from './days.ts';
import { CABINS, faresOf } from './fares.ts';

export const searchFlights = defineTool({
  name: 'search_flights',
  title: 'Search flights',
  description: 'Find the cheapest return flight between two cities on two dates, in one cabin.',
  effect: 'read',
  input: z.strictObject({
    origin: z.string().min(1).describe('City of departure'),
    destination: z.string().min(1).describe('City of arrival'),
    departure_date: z.string().min(1).describe('Day of the flight there'),
    return_date: z.string().min(1).describe('Day of the flight back'),
    cabin: z.enum(CABINS).optional().describe('Economy when absent'),
  }),
  output: z.object({ flight_id: z.string(), airline: z.string(), cabin: z.string(), flight_price: z.number() }),
  run: ({ database, input: { cabin = 'economy', ...journey } }) => {
    const { origin, destination, departure_date: departure, return_date: back } = journey;
    requireDay('departure_date', departure);
    requireDay('return_date', back);
    if (back < departure) refuseInput(`return_date ${back} is before departure_date ${departure}`);
    const fares = faresOf(database, journey);
    const route = `from ${origin} to ${destination}`;
    if (fares.length === 0) refuseInput(`no flights ${route} on ${departure}, back on ${back}`);
    const sold = fares.filter((fare) => fare.cabin === cabin);
    if (sold.length === 0)
      refuseInput(
        `cabin ${cabin} is not sold ${route}, only ${[...new Set(fares.map((fare) => fare.cabin))].join(', ')}`,
      );
    const free = sold.find(({ seats }) => seats > 0);
    if (free === undefined) return refuseLogic(`no seats left in ${cabin} ${route} on ${departure}, back on ${back}`);
    return { flight_id: free.flight_id, airline: free.airline, cabin: free.cabin, flight_price: free.price };
  },
});
