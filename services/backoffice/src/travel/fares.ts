/** Return fares: a flight id names a flight there and back in one cabin, with one price. */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { rowsOf } from '../sql.ts';

export const CABINS = ['economy', 'premium', 'business'] as const;
export type Cabin = (typeof CABINS)[number];

export const Fare = z.object({
  flight_id: z.string(),
  airline: z.string(),
  cabin: z.string(),
  price: z.number(),
  seats: z.int(),
});
export type Fare = z.infer<typeof Fare>;

export type Journey = {
  readonly origin: string;
  readonly destination: string;
  readonly departure_date: string;
  readonly return_date: string;
};

export const OF_JOURNEY = 'origin = ? AND destination = ? AND departure_date = ? AND return_date = ?';

export const journeyKey = (journey: Journey): [string, string, string, string] => [
  journey.origin,
  journey.destination,
  journey.departure_date,
  journey.return_date,
];

/** Cheapest first. */
export const faresOf = (database: DatabaseSync, journey: Journey): readonly Fare[] =>
  rowsOf(
    database,
    Fare,
    `SELECT flight_id, airline, cabin, price, seats FROM fares WHERE ${OF_JOURNEY} ORDER BY price, flight_id`,
    ...journeyKey(journey),
  );
