/** Finds the cheapest hotel with a free room. Stars that no hotel of the city has are a wrong argument; a full city is not. */
import { z } from 'zod';
import { defineTool, refuseInput, refuseLogic } from '../tool.ts';
import { requireDay } from './days.ts';
import { hasRoom, hotelsOf, stayPrice } from './hotels.ts';

const NIGHTS_MAX = 365;

export const searchHotels = defineTool({
  name: 'search_hotels',
  title: 'Search hotels',
  description: 'Find the cheapest hotel in a city with a room for some nights.',
  effect: 'read',
  input: z.strictObject({
    city: z.string().min(1).describe('Where the hotel is'),
    check_in: z.string().min(1).describe('Day of arrival'),
    nights: z.int().min(0).max(NIGHTS_MAX).describe('Number of nights'),
    stars: z.int().min(1).max(5).optional().describe('Stars of the hotel, at least'),
  }),
  output: z.object({
    hotel_id: z.string(),
    hotel: z.string(),
    stars: z.int(),
    nightly_price: z.number(),
    hotel_price: z.number().describe('For all nights'),
  }),
  run: ({ database, input: { city, check_in: checkIn, nights, stars = 1 } }) => {
    requireDay('check_in', checkIn);
    const hotels = hotelsOf(database, city);
    if (hotels.length === 0) refuseInput(`city ${city} not found`);
    if (nights === 0) refuseLogic('nights 0: a day trip needs no hotel');
    const fit = hotels.filter((hotel) => hotel.stars >= stars);
    if (fit.length === 0)
      refuseInput(`stars ${stars}: the best hotel in ${city} has ${Math.max(...hotels.map((hotel) => hotel.stars))}`);
    const found = fit.find((hotel) => hasRoom(database, hotel, checkIn, nights));
    if (found === undefined) return refuseLogic(`no room left in ${city} from ${checkIn} for ${nights} nights`);
    const { rooms: _, ...hotel } = found;
    return { ...hotel, hotel_price: stayPrice(found, nights) };
  },
});
