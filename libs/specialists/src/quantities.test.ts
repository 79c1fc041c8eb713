import { describe, expect, it } from 'vitest';
import { type Field, quantitiesIn } from './quantities.ts';

const minutes: Field = { name: 'duration_minutes', isInteger: true };
const days: Field = { name: 'eta_days', isInteger: true };
const kilos: Field = { name: 'weight_kg', isInteger: false };
const millis: Field = { name: 'p95_ms', isInteger: true };
const count: Field = { name: 'error_count', isInteger: true };
const money: Field = { name: 'refund_amount', isInteger: false };

describe('the quantities of a text, in the unit of the field', () => {
  it.each<[field: Field, text: string, values: number[]]>([
    [minutes, '45 minutes, 45 min, 45, forty-five minutes', [45, 45, 45, 45]],
    [minutes, 'half an hour', [30]],
    [minutes, 'a half-hour', [30]],
    [minutes, 'an hour', [60]],
    [minutes, 'an hour and a half', [90]],
    [minutes, 'one and a half hours', [90]],
    [minutes, 'two hours and a half', [150]],
    [minutes, '1.5h or 2 hrs', [90, 120]],
    [minutes, 'an hour and 15 minutes, 1 hour 30 minutes', [75, 90]],
    [minutes, 'a quarter of an hour, three quarters of an hour', [15, 45]],
    [days, 'a week', [7]],
    [days, 'two weeks, 48 hours, a fortnight, 5d', [14, 2, 14, 5]],
    [kilos, '30 kilos, 30kg, 500 g or half a tonne', [30, 30, 0.5, 500]],
    [kilos, '100 pounds', [45.359237]],
    [millis, '900 ms, 1.5 seconds, 2s', [900, 1500, 2000]],
    [millis, 'the 95th percentile is above 900', [900]],
    [money, '80 euros, €80, 80 €, EUR 80, sixty bucks, 100 pounds', [80, 80, 80, 80, 60, 100]],
    [money, '50 cents; five euros and 50 cents', [0.5, 5.5]],
    [money, '140 a night', [140]],
    [count, '200 errors', [200]],
  ])('%o: %s', (field, text, values) => {
    expect(quantitiesIn(text, field).map(({ value }) => value)).toEqual(values);
  });

  it.each<[why: string, field: Field, text: string]>([
    ['time where money is meant', money, 'within 3 days, 2 hours or half an hour'],
    ['money where time is meant', days, '80 euros, €80'],
    ['money where a count is meant', count, '$50, fifty euros'],
    ['shares', money, '10 %, 10%, ten percent'],
    ['times of the day', minutes, "9 am, 5pm, 3 o'clock"],
    ['nights', money, '2 nights'],
  ])('leave out %s', (_, field, text) => {
    expect(quantitiesIn(text, field)).toEqual([]);
  });

  it('leave out what else the request counts, singular or plural', () => {
    const text = '40 seats in a 4-star hotel for 900';
    expect(quantitiesIn(text, money, ['seats', 'stars']).map(({ value }) => value)).toEqual([900]);
  });

  it('have their places, unit included', () => {
    const text = 'at most an hour and 15 minutes, please';
    expect(quantitiesIn(text, minutes).map(({ at, end }) => text.slice(at, end))).toEqual(['an hour and 15 minutes']);
  });
});
