/** Hotels of a city, and whether a room is free: the rooms of a hotel less the bookings that share a night with the stay. */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { rowOf, rowsOf } from '../sql.ts';
import { dayAfter } from './days.ts';

const Hotel = z.object({
  hotel_id: z.string(),
  hotel: z.string(),
  stars: z.int(),
  nightly_price: z.number(),
  rooms: z.int(),
});
export type Hotel = z.infer<typeof Hotel>;

/** Cheapest first. */
export const hotelsOf = (database: DatabaseSync, city: string): readonly Hotel[] =>
  rowsOf(
    database,
    Hotel,
    'SELECT hotel_id, hotel, stars, nightly_price, rooms FROM hotels WHERE city = ? ORDER BY nightly_price, hotel_id',
    city,
  );

export function hasRoom(database: DatabaseSync, { hotel_id, rooms }: Hotel, checkIn: string, nights: number): boolean {
  const sql = `SELECT count(*) AS taken FROM travel_bookings
    WHERE hotel_id = ? AND check_in < ? AND date(check_in, '+' || nights || ' day') > ?`;
  const booked = rowOf(database, z.object({ taken: z.int() }), sql, hotel_id, dayAfter(checkIn, nights), checkIn);
  return (booked?.taken ?? 0) < rooms;
}

export const stayPrice = ({ nightly_price }: Hotel, nights: number): number =>
  Number((nightly_price * nights).toFixed(2));
