import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { listEffects, performOnce } from '../effects.ts';
import { insert } from '../sql.ts';
import { TABLES } from '../tables.ts';
import { Refusal } from '../tool.ts';
import { travel } from './domain.ts';

const now = new Date('2026-11-20T10:00:00Z');

function worldOf(rows: object = {}): DatabaseSync {
  const database = new DatabaseSync(':memory:');
  database.exec(`${TABLES} ${travel.tables}`);
  for (const [name, value] of Object.entries(travel.counters)) insert(database, 'counters', { name, value });
  travel.seed(database);
  travel.add(database, z.strictObject(travel.rows).parse(rows));
  return database;
}

let keys = 0;
function call(database: DatabaseSync, name: string, args: object, key = `key-${++keys}`): Record<string, unknown> {
  const tool = travel.tools.find((each) => each.name === name);
  if (tool === undefined) throw new Error(`no tool ${name}`);
  try {
    return tool.effect === 'read'
      ? tool.perform({ database, input: args, now })
      : performOnce(database, tool, { key, tenant: 't', arguments: args, now });
  } catch (error) {
    if (error instanceof Refusal) return { errorClass: error.errorClass, message: error.message };
    throw error;
  }
}
const refused = (errorClass: string, message: string) => ({ errorClass, message });

const world = worldOf();
const table = (tool: string, cases: [args: object, expected: object][]): void => {
  describe(tool, () => {
    it.each(cases)('%j', (args, expected) => {
      expect(call(world, tool, args)).toMatchObject(expected);
    });
  });
};

/** The steps of the workflow, each from the results before it; no hotel when there are no stars to ask for. */
function bookedOf(
  database: DatabaseSync,
  trip_id: string,
  { cabin, stars }: { cabin?: string; stars?: number | null },
) {
  const trip = call(database, 'get_trip', { trip_id });
  const { origin, destination, departure_date, return_date, nights } = trip;
  const journey = { origin, destination, departure_date, return_date };
  const flight = call(database, 'search_flights', { ...journey, ...(cabin && { cabin }) });
  const wanted = { city: destination, check_in: departure_date, nights, ...(stars && { stars }) };
  const hotel = stars === null ? {} : call(database, 'search_hotels', wanted);
  const prices = { flight_price: flight.flight_price, ...(stars !== null && { hotel_price: hotel.hotel_price }) };
  const policy = call(database, 'check_travel_policy', { trip_id, ...prices });
  const ids = { flight_id: flight.flight_id, ...(stars !== null && { hotel_id: hotel.hotel_id }) };
  const booking = call(database, 'book_trip', { trip_id: trip.trip_id, ...ids, total: policy.total });
  return { trip, flight, hotel, policy, booking };
}

const journey = { origin: 'Hamburg', destination: 'Porto', departure_date: '2026-12-07', return_date: '2026-12-10' };
const stay = { city: 'Porto', check_in: '2026-12-07', nights: 3 };

table('get_trip', [
  [{ trip_id: 'TRIP-640' }, { trip_id: 'TRIP-640', traveller: 'Lena Brandt', ...journey, nights: 3, status: 'open' }],
  [{ trip_id: 'trip 640' }, { trip_id: 'TRIP-640' }],
  [{ trip_id: 'TRIP-643' }, { status: 'booked' }],
  [{ trip_id: 'TRIP-642' }, { nights: 0, departure_date: '2026-12-02', return_date: '2026-12-02' }],
  [{ trip_id: 'TRIP-1' }, refused('input', 'trip_id TRIP-1 not found')],
  [{ trip_id: 640 }, { errorClass: 'input' }],
]);

table('search_flights', [
  [journey, { flight_id: 'NW214-E', airline: 'Northwave', cabin: 'economy', flight_price: 286 }],
  [
    { ...journey, cabin: 'business' },
    { flight_id: 'NW214-B', flight_price: 840 },
  ],
  [
    { ...journey, cabin: 'premium' },
    refused('input', 'cabin premium is not sold from Hamburg to Porto, only economy, business'),
  ],
  [
    { ...journey, return_date: '2026-12-11' },
    refused('input', 'no flights from Hamburg to Porto on 2026-12-07, back on 2026-12-11'),
  ],
  [
    { ...journey, return_date: '2026-12-01' },
    refused('input', 'return_date 2026-12-01 is before departure_date 2026-12-07'),
  ],
  [
    { ...journey, departure_date: '2026-02-30' },
    refused('input', 'departure_date 2026-02-30 is not a date such as 2026-12-07'),
  ],
  [
    { origin: 'Aarhus', destination: 'London', departure_date: '2026-12-09', return_date: '2026-12-10' },
    refused('logic', 'no seats left in economy from Aarhus to London on 2026-12-09, back on 2026-12-10'),
  ],
]);

table('search_hotels', [
  [stay, { hotel_id: 'HTL-PORTO-1', hotel: 'Casa Ribeira', stars: 3, nightly_price: 94, hotel_price: 282 }],
  [
    { ...stay, stars: 4 },
    { hotel: 'Douro Palace', hotel_price: 445.5 },
  ],
  [{ ...stay, stars: 5 }, refused('input', 'stars 5: the best hotel in Porto has 4')],
  [{ ...stay, stars: 6 }, { errorClass: 'input' }],
  [{ ...stay, city: 'Portto' }, refused('input', 'city Portto not found')],
  [{ ...stay, check_in: 'Monday' }, refused('input', 'check_in Monday is not a date such as 2026-12-07')],
  [{ ...stay, nights: 0 }, refused('logic', 'nights 0: a day trip needs no hotel')],
  [{ ...stay, city: 'Davos' }, refused('logic', 'no room left in Davos from 2026-12-07 for 3 nights')],
]);

const prices = { trip_id: 'TRIP-640', flight_price: 286, hotel_price: 282 };

table('check_travel_policy', [
  [prices, { allowed: true, total: 568, reason: 'within policy' }],
  [
    { trip_id: '640', flight_price: 312.5 },
    { allowed: true, total: 312.5 },
  ],
  [
    { trip_id: 'TRIP-644', flight_price: 395, hotel_price: 420 },
    { allowed: false, total: 815, reason: 'the total 815 exceeds the budget of 600' },
  ],
  [
    { trip_id: 'TRIP-641', flight_price: 1180, hotel_price: 2050 },
    { allowed: false, total: 3230, reason: 'the hotel costs 410 a night, more than 350' },
  ],
  [{ ...prices, flight_price: 282 }, refused('input', 'flight_price 282 is no fare for trip_id TRIP-640')],
  [{ ...prices, hotel_price: 94 }, refused('input', 'hotel_price 94 is no price of a stay for trip_id TRIP-640')],
]);

describe('book_trip', () => {
  const booking = { trip_id: 'TRIP-640', flight_id: 'NW214-E', hotel_id: 'HTL-PORTO-1', total: 568 };
  const dayTrip = call(world, 'get_trip', { trip_id: 'TRIP-642' });
  const { origin, destination, departure_date, return_date } = dayTrip;
  const flight = call(world, 'search_flights', { origin, destination, departure_date, return_date });

  it.each<[args: object, expected: object]>([
    [{ ...booking, trip_id: 'TRIP-643' }, refused('logic', 'trip_id TRIP-643 is booked, not open')],
    [{ ...booking, flight_id: 'NW215-E' }, refused('input', 'flight_id NW215-E is no flight of trip_id TRIP-640')],
    [{ ...booking, hotel_id: 'HTL-OSAKA-1' }, refused('input', 'hotel_id HTL-OSAKA-1 is no hotel in Porto')],
    [{ ...booking, total: 286 }, refused('input', 'total 286 is not what this trip costs, 568')],
    [
      { trip_id: 'TRIP-642', flight_id: flight.flight_id, hotel_id: 'HTL-TOULOUSE-1', total: 400 },
      refused('logic', 'trip_id TRIP-642 is a day trip and needs no hotel'),
    ],
  ])('refuses %j and changes nothing', (args, expected) => {
    const database = worldOf();
    expect(call(database, 'book_trip', args)).toMatchObject(expected);
    expect(listEffects(database)).toEqual([]);
    expect(database.prepare('SELECT * FROM travel_bookings').all()).toEqual([]);
  });

  it.each([
    ['TRIP-644', 'trip_id TRIP-644 is against the travel policy: the total 815 exceeds the budget of 600'],
    ['TRIP-641', 'trip_id TRIP-641 is against the travel policy: the hotel costs 410 a night, more than 350'],
  ])('refuses %s, which the policy forbids', (trip_id, message) => {
    const stars = trip_id === 'TRIP-641' ? 5 : 3;
    expect(bookedOf(worldOf(), trip_id, { stars }).booking).toEqual(refused('logic', message));
  });

  it('books once for each key, and a trip only once', () => {
    const database = worldOf();
    const first = { booking_id: 'BKG-30411', status: 'booked' };
    expect(call(database, 'book_trip', booking, 'same')).toEqual(first);
    expect(call(database, 'book_trip', booking, 'same')).toEqual(first);
    expect(call(database, 'book_trip', booking)).toEqual(refused('logic', 'trip_id TRIP-640 is booked, not open'));
    expect(call(database, 'get_trip', { trip_id: 'TRIP-640' })).toMatchObject({ status: 'booked' });
    expect(database.prepare('SELECT * FROM travel_bookings').all()).toHaveLength(1);
  });

  it('takes the seat and the room, and the next trip gets what is left', () => {
    const offers = {
      flights: [{ price: 100, seats: 1 }, { price: 140 }],
      hotels: [
        { nightly_price: 80, rooms: 1 },
        { nightly_price: 90, rooms: 1 },
      ],
    };
    const trip = { origin: 'Ghent', destination: 'Turku', departure_date: '2027-03-01', nights: 2 };
    const rows = [{ trip_id: '1', ...trip, ...offers }, ...['2', '3'].map((trip_id) => ({ trip_id, ...trip }))];
    const later = { ...trip, trip_id: '4', departure_date: '2027-03-03' };
    const database = worldOf({ trips: [...rows, later] });
    expect(bookedOf(database, '1', {}).policy.total).toBe(260);
    expect(bookedOf(database, '2', {}).policy.total).toBe(320);
    const wanted = { city: 'Turku', check_in: '2027-03-01', nights: 2 };
    const none = refused('logic', 'no room left in Turku from 2027-03-01 for 2 nights');
    expect(call(database, 'search_hotels', wanted)).toEqual(none);
    const [gone, left] = [bookedFlight(database, '1'), bookedFlight(database, '2')];
    const seatless = { trip_id: '3', flight_id: gone, total: 100 };
    expect(call(database, 'book_trip', seatless)).toEqual(refused('logic', `flight_id ${gone} has no seats left`));
    const roomless = { trip_id: '3', flight_id: left, hotel_id: 'HTL-TURKU-1', total: 300 };
    const message = 'hotel_id HTL-TURKU-1 has no rooms left from 2027-03-01';
    expect(call(database, 'book_trip', roomless)).toEqual(refused('logic', message));
    expect(bookedOf(database, '4', {}).booking).toMatchObject({ status: 'booked' });
  });
});

const bookedFlight = (database: DatabaseSync, number: string): unknown =>
  database.prepare('SELECT flight_id FROM travel_bookings WHERE trip_id = ?').get(`TRIP-${number}`)?.flight_id;

describe('the whole workflow', () => {
  it.each<[id: string, wishes: { cabin?: string; stars?: number | null }, total: number]>([
    ['TRIP-640', {}, 568],
    ['trip-640', { cabin: 'business', stars: 4 }, 1285.5],
    ['640', { stars: null }, 286],
    ['TRIP-641', { cabin: 'premium' }, 2490],
    ['TRIP-645', { cabin: 'premium' }, 398],
  ])('of %s with %j', (id, wishes, total) => {
    const { policy, booking } = bookedOf(worldOf(), id, wishes);
    expect(policy).toMatchObject({ allowed: true, total });
    expect(booking).toEqual({ booking_id: 'BKG-30411', status: 'booked' });
  });

  it('of a day trip goes without a hotel', () => {
    expect(bookedOf(worldOf(), 'TRIP-642', { stars: null }).booking).toMatchObject({ status: 'booked' });
  });
});

describe('a trip known by its id alone', () => {
  const ids = Array.from({ length: 40 }, (_, index) => `TRIP-${1_300 + index * 17}`);

  it('is the same trip in every world, however the id is spelled', () => {
    const [id = ''] = ids;
    const runIn = (spelling: string) => bookedOf(worldOf({ trips: [{ trip_id: spelling }] }), id, {});
    expect(runIn(id.toLowerCase())).toEqual(runIn(id));
    expect(runIn('1300').trip).toMatchObject({ trip_id: id, status: 'open' });
  });

  it('can be booked with any wish, and totals lie on both sides of 1500', () => {
    const wishes = [{}, { stars: null }, { cabin: 'premium', stars: 4 }, { cabin: 'business', stars: 5 }];
    const totals = wishes.flatMap((wish) => {
      const database = worldOf({ trips: ids.map((trip_id) => ({ trip_id })) });
      return ids.map((id) => {
        const { policy, booking } = bookedOf(database, id, wish);
        expect(booking.status).toBe('booked');
        return Number(policy.total);
      });
    });
    expect(Math.min(...totals)).toBeLessThan(500);
    expect(Math.max(...totals)).toBeGreaterThan(1500);
  });

  it.each<[row: object, expected: object]>([
    [{ departure_date: '2027-02-27', nights: 2 }, { return_date: '2027-03-01' }],
    [{ return_date: '2027-03-01', nights: 2 }, { departure_date: '2027-02-27' }],
    [{ departure_date: '2027-03-27', return_date: '2027-03-29', nights: 9 }, { nights: 2 }],
  ])('takes from its row what is said: %j', (row, expected) => {
    const database = worldOf({ trips: [{ trip_id: '9', ...row }] });
    expect(call(database, 'get_trip', { trip_id: '9' })).toMatchObject(expected);
  });
});
