import { type CurrentPeriods, PERIODS, type Period } from '@pitcrew/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTimeZone, periodsAt } from './periods.ts';

describe('the period that holds an instant', () => {
  it.each<[what: string, zone: string, at: string, period: Period, startsAt: string, endsAt: string]>([
    ['an hour of UTC', 'UTC', '2026-03-04T05:06:07Z', 'hour', '2026-03-04T05:00', '2026-03-04T06:00'],
    [
      'a day begins at midnight there',
      'America/New_York',
      '2026-01-10T03:00:00Z',
      'day',
      '2026-01-09T05:00',
      '2026-01-10T05:00',
    ],
    ['a month begins there too', 'Asia/Tokyo', '2026-01-31T15:00:00Z', 'month', '2026-01-31T15:00', '2026-02-28T15:00'],
    [
      'a day without an hour is 23 long',
      'Europe/Berlin',
      '2026-03-29T12:00:00Z',
      'day',
      '2026-03-28T23:00',
      '2026-03-29T22:00',
    ],
    [
      'a day with an hour twice is 25 long',
      'Europe/Berlin',
      '2026-10-25T12:00:00Z',
      'day',
      '2026-10-24T22:00',
      '2026-10-25T23:00',
    ],
    [
      'the first of two hours called 2',
      'Europe/Berlin',
      '2026-10-25T00:30:00Z',
      'hour',
      '2026-10-25T00:00',
      '2026-10-25T01:00',
    ],
    [
      'the second of two hours called 2',
      'Europe/Berlin',
      '2026-10-25T01:30:00Z',
      'hour',
      '2026-10-25T01:00',
      '2026-10-25T02:00',
    ],
    [
      'the month in which clocks go back',
      'Europe/Berlin',
      '2026-10-25T12:00:00Z',
      'month',
      '2026-09-30T22:00',
      '2026-10-31T23:00',
    ],
    [
      'midnight comes twice: the first',
      'America/Havana',
      '2026-11-01T04:30:00Z',
      'day',
      '2026-11-01T04:00',
      '2026-11-02T05:00',
    ],
    [
      'midnight comes twice: the second',
      'America/Havana',
      '2026-11-01T05:30:00Z',
      'day',
      '2026-11-01T04:00',
      '2026-11-02T05:00',
    ],
    ['midnight is left out', 'America/Havana', '2026-03-08T12:00:00Z', 'day', '2026-03-08T05:00', '2026-03-09T04:00'],
    [
      'hours of a zone half an hour off',
      'Asia/Kolkata',
      '2026-06-01T05:00:00Z',
      'hour',
      '2026-06-01T04:30',
      '2026-06-01T05:30',
    ],
    [
      'clocks go back by half an hour',
      'Australia/Lord_Howe',
      '2026-04-05T13:10:00Z',
      'hour',
      '2026-04-05T13:00',
      '2026-04-05T13:30',
    ],
  ])('%s (%s, %s)', (_, zone, at, period, startsAt, endsAt) => {
    const held = periodsAt(new Date(at), zone)[period];
    expect(held).toEqual({ startsAt: `${startsAt}:00.000Z`, endsAt: `${endsAt}:00.000Z` });
  });

  const zone = fc.constantFrom(
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'America/Havana',
    'America/Asuncion',
    'Asia/Beirut',
    'Asia/Kolkata',
    'Africa/Cairo',
    'Australia/Lord_Howe',
    'Pacific/Chatham',
  );
  const instant = fc.date({ min: new Date('2015-01-01'), max: new Date('2035-01-01'), noInvalidDate: true });

  it('is one of a tiling: each instant of it says the same, and the next begins where it ends', () => {
    fc.assert(
      fc.property(zone, instant, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (place, at, share) => {
        const held = periodsAt(at, place);
        for (const period of PERIODS) {
          const [from, to] = edges(held, period);
          expect(from).toBeLessThanOrEqual(at.getTime());
          expect(to).toBeGreaterThan(at.getTime());
          const within = new Date(from + Math.floor(share * (to - from)));
          expect(periodsAt(within, place)[period]).toEqual(held[period]);
          expect(edges(periodsAt(new Date(to), place), period)[0]).toBe(to);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('has room for its shorter ones: an hour lies in its day, a day in its month', () => {
    fc.assert(
      fc.property(zone, instant, (place, at) => {
        const held = periodsAt(at, place);
        const [hour, day, month] = PERIODS.map((period) => edges(held, period)) as [Edges, Edges, Edges];
        expect(hour[0] >= day[0] && hour[1] <= day[1] && day[0] >= month[0] && day[1] <= month[1]).toBe(true);
      }),
    );
  });
});

describe('a time zone', () => {
  it.each([
    ['Europe/Berlin', true],
    ['UTC', true],
    ['Europe/Atlantis', false],
    ['', false],
  ])('%j is known: %s', (name, known) => expect(isTimeZone(name)).toBe(known));
});

type Edges = [from: number, to: number];
const edges = (held: CurrentPeriods, period: Period): Edges => [
  Date.parse(held[period].startsAt),
  Date.parse(held[period].endsAt),
];
