/** The trip requests that every tenant begins with, one for each way that a booking can go. */
import type { z } from 'zod';
import type { travelRows } from './rows.ts';

export const SEED_TRIPS = [
  {
    trip_id: 'TRIP-640',
    traveller: 'Lena Brandt',
    origin: 'Hamburg',
    destination: 'Porto',
    departure_date: '2026-12-07',
    nights: 3,
    budget: 2500,
    flights: [
      { airline: 'Northwave', flight_id: 'NW214-E', price: 286 },
      { airline: 'Alpine Air', flight_id: 'AP118-E', price: 312.5 },
      { airline: 'Northwave', flight_id: 'NW214-B', cabin: 'business', price: 840 },
    ],
    hotels: [
      { hotel: 'Casa Ribeira', stars: 3, nightly_price: 94 },
      { hotel: 'Douro Palace', stars: 4, nightly_price: 148.5 },
    ],
  },
  /** A total above 1500: a person has to approve it. */
  {
    trip_id: 'TRIP-641',
    traveller: 'Rajesh Iyer',
    origin: 'Zurich',
    destination: 'Osaka',
    departure_date: '2027-01-18',
    nights: 5,
    budget: 4000,
    flights: [{ price: 1180 }, { cabin: 'premium', price: 1890 }, { cabin: 'business', price: 3400 }],
    hotels: [
      { hotel: 'Umeda Stay', stars: 3, nightly_price: 120 },
      { hotel: 'Kitahama Tower', stars: 5, nightly_price: 410 },
    ],
  },
  /** There and back on one day. */
  {
    trip_id: 'TRIP-642',
    traveller: 'Chloe Fontaine',
    origin: 'Paris',
    destination: 'Toulouse',
    departure_date: '2026-12-02',
    nights: 0,
  },
  {
    trip_id: 'TRIP-643',
    traveller: 'Owen Gallagher',
    origin: 'Dublin',
    destination: 'Bristol',
    departure_date: '2026-11-30',
    nights: 2,
    status: 'booked',
  },
  /** Dearer than its budget. */
  {
    trip_id: 'TRIP-644',
    traveller: 'Sofia Castellanos',
    origin: 'Bilbao',
    destination: 'Helsinki',
    departure_date: '2026-12-14',
    nights: 4,
    budget: 600,
    flights: [{ price: 395 }],
    hotels: [{ hotel: 'Harbour Rooms', stars: 3, nightly_price: 105 }],
  },
  /** Economy is full. */
  {
    trip_id: 'TRIP-645',
    traveller: 'Mikkel Sorensen',
    origin: 'Aarhus',
    destination: 'London',
    departure_date: '2026-12-09',
    nights: 1,
    flights: [
      { price: 168, seats: 0 },
      { cabin: 'premium', price: 259, seats: 2 },
    ],
    hotels: [{ hotel: 'Borough Lodge', stars: 3, nightly_price: 139 }],
  },
  {
    trip_id: 'TRIP-646',
    traveller: 'Anna Petrova',
    origin: 'Riga',
    destination: 'Gdansk',
    departure_date: '2026-12-21',
    nights: 2,
    status: 'cancelled',
  },
  /** The only hotel is full. */
  {
    trip_id: 'TRIP-647',
    traveller: 'David Mensah',
    origin: 'Accra',
    destination: 'Davos',
    departure_date: '2027-01-25',
    nights: 4,
    flights: [{ price: 910 }],
    hotels: [{ hotel: 'Alpenblick', stars: 4, nightly_price: 320, rooms: 0 }],
  },
] as const satisfies z.input<typeof travelRows.trips>;
