/**
 * What a trip row leaves unsaid, derived from its id alone: the same id is the same trip in every world. Flights are
 * derived from the journey and hotels from the city, so two trips that share them see the same offers.
 */
import { drawn } from '../drawn.ts';
import { dayAfter, daysBetween } from './days.ts';
import { CABINS, type Cabin, type Fare, type Journey, journeyKey } from './fares.ts';
import type { Hotel } from './hotels.ts';
import type { FareRow, HotelRow, TripRow } from './rows.ts';
import { tripNumber } from './trips.ts';

export type FullTrip = Journey & {
  readonly number: string;
  readonly trip_id: string;
  readonly traveller: string;
  readonly nights: number;
  readonly status: string;
};

const TRAVELLERS = [
  'Ines Moreau',
  'Tobias Lindqvist',
  'Amara Okonjo',
  'Pavel Novotny',
  'Grace Whitfield',
  'Hiro Tanabe',
  'Marta Kowalczyk',
  'Samuel Osei',
  'Leila Haddad',
  'Jonas Bergmann',
];
const CITIES = [
  'Amsterdam',
  'Athens',
  'Chicago',
  'Copenhagen',
  'Dublin',
  'Krakow',
  'Lisbon',
  'Madrid',
  'Milan',
  'Montreal',
  'Munich',
  'Oslo',
  'Prague',
  'Singapore',
  'Tallinn',
  'Vienna',
];
const AIRLINES = [
  { code: 'NW', airline: 'Northwave' },
  { code: 'AP', airline: 'Alpine Air' },
  { code: 'MC', airline: 'Meridian Connect' },
  { code: 'SJ', airline: 'Solenta Jet' },
] as const;
const CABIN_FACTOR: Readonly<Record<Cabin, number>> = { economy: 1, premium: 1.5, business: 2.6 };
const HOTELS = [
  { name: 'Station Inn', stars: 3, factor: 1 },
  { name: 'Park House', stars: 4, factor: 1.5 },
  { name: 'Grand Hotel', stars: 5, factor: 2.3 },
] as const;

const FIRST_DAY = '2026-12-01';

export function completeTrip(row: TripRow): FullTrip {
  const number = tripNumber(row.trip_id);
  const city = (what: string, other?: string) =>
    pick(
      number,
      what,
      CITIES.filter((each) => each !== other),
    );
  const origin = row.origin ?? city('origin', row.destination);
  return {
    number,
    trip_id: `TRIP-${row.trip_id.replace(/\D/g, '')}`,
    traveller: row.traveller ?? pick(number, 'traveller', TRAVELLERS),
    origin,
    destination: row.destination ?? city('destination', origin),
    ...datesOf(row, number),
    status: row.status,
  };
}

function datesOf(row: TripRow, number: string): Pick<FullTrip, 'departure_date' | 'return_date' | 'nights'> {
  const wanted = row.nights ?? 1 + below(number, 'nights', 5);
  const drawn = dayAfter(FIRST_DAY, below(number, 'departure', 150));
  const departure = row.departure_date ?? (row.return_date ? dayAfter(row.return_date, -wanted) : drawn);
  const back = row.return_date ?? dayAfter(departure, wanted);
  return { departure_date: departure, return_date: back, nights: daysBetween(departure, back) };
}

/** Two flights in each cabin, of different airlines. */
export function usualFares(journey: Journey): readonly FareRow[] {
  const key = journeyKey(journey).join(':');
  const base = 130 + below(key, 'price', 390);
  const later = base + 5 + below(key, 'later', 60);
  return [base, later].flatMap((price) =>
    CABINS.map((cabin) => ({ cabin, price: Math.round(price * CABIN_FACTOR[cabin]), seats: 9 })),
  );
}

/** Flight ids end in the letter of their cabin: `NW214-E`. The fares of one cabin are of one airline after the other. */
export function completeFares(journey: Journey, rows: readonly FareRow[]): readonly Fare[] {
  const key = journeyKey(journey).join(':');
  const first = below(key, 'airline', AIRLINES.length);
  return rows.map((row, index) => {
    const turn = rows.slice(0, index).filter(({ cabin }) => cabin === row.cabin).length;
    const { code, airline } = AIRLINES[(first + turn) % AIRLINES.length] as (typeof AIRLINES)[number];
    const flight = `${code}${100 + below(key, 'flight', 800) + turn}`;
    const letter = row.cabin.charAt(0).toUpperCase();
    return { ...row, flight_id: row.flight_id ?? `${flight}-${letter}`, airline: row.airline ?? airline };
  });
}

export function usualHotels(city: string): readonly HotelRow[] {
  const base = 65 + below(city, 'nightly', 70);
  return HOTELS.map(({ name, stars, factor }) => ({
    hotel: `${name} ${city}`,
    stars,
    nightly_price: Math.round(base * factor),
    rooms: 5,
  }));
}

export const completeHotels = (city: string, rows: readonly HotelRow[]): readonly Hotel[] =>
  rows.map((row, index) => ({
    ...row,
    hotel_id: `HTL-${city.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '')}-${index + 1}`,
    hotel: row.hotel ?? `Hotel ${city} ${index + 1}`,
  }));

/** From 0 to below the limit; depends on nothing but the texts. */
const below = (key: string, what: string, limit: number): number => drawn(`${key}:${what}`, limit);

const pick = <T>(key: string, what: string, choices: readonly T[]): T => choices[below(key, what, choices.length)] as T;
