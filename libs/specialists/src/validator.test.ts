import type { JsonObject, JsonValue } from '@pitcrew/contracts';
import { describe, expect, it } from 'vitest';
import { type CallTask, callFindings, isBound, needsOpinion, runFindings, sameName, stepFindings } from './checks.ts';
import { EVEN_THRESHOLDS, thresholdFor } from './decision.ts';
import { decision, done, packOf, shipped, stocked, unboundPackOf, validated } from './fixtures.ts';
import { callInput, parseRunVerdict, parseVerdict, runInput, runRow, stepInput, validatorRow } from './validator.ts';

const pack = packOf('order-processing');
const request = 'Process order #4521 for acme-corp, PO 77';
/** As if the pack bound nothing: a value may then come from more than one place. */
const unbound = unboundPackOf('order-processing', ['order_id']);
const call = (tool: string, args: JsonObject, more: Partial<CallTask> = {}): CallTask => ({
  pack,
  tool,
  request,
  arguments: args,
  history: [validated, stocked, shipped],
  ...more,
});
const trip = {
  pack: packOf('travel-booking'),
  request: 'book TRIP-1 without a hotel',
  history: [done(1, 'get_trip', { trip_id: 'TRIP-1' }), done(2, 'search_flights', { flight_price: 300 })],
};
const meeting = {
  pack: packOf('meeting-scheduling'),
  history: [done(1, 'get_meeting_request', { from_date: '2026-12-01' })],
};
const refund = { pack: packOf('order-refund'), history: [] };
const track = (id: string): CallTask => ({
  ...{ pack: packOf('shipment-tracking'), tool: 'track_shipment', history: [] },
  ...{ request: 'Where is PK-88213 (120 parts)?', arguments: { tracking_id: id } },
});
const flights = {
  ...{ pack: trip.pack, request: 'book TRIP-1' },
  history: [
    done(1, 'get_trip', { trip_id: 'TRIP-1', origin: 'Graz', destination: 'Oslo', departure_date: '2027-01-01' }),
  ],
};
const confirm = { order_id: 4521, shipping_method: 'ground', shipping_cost: 42.5 };

describe('checks of a call', () => {
  it.each<[string, CallTask, RegExp | undefined]>([
    ['is right', call('confirm_order', confirm), undefined],
    [
      'lacks an argument',
      call('confirm_order', { order_id: 4521, shipping_method: 'ground' }),
      /shipping_cost is missing/,
    ],
    ['has one too many', call('confirm_order', { ...confirm, gift: true }), /takes no argument gift/],
    ['has a text for a number', call('confirm_order', { ...confirm, shipping_cost: '42.5' }), /must be number/],
    [
      'names an order from nowhere',
      call('confirm_order', { ...confirm, order_id: 9999 }, { pack: unbound }),
      /neither the request nor an earlier result/,
    ],
    [
      'may name a number of the request where the pack does not say',
      call('confirm_order', { ...confirm, order_id: 77 }, { pack: unbound }),
      undefined,
    ],
    [
      'names a number of the request where the pack binds it to a result',
      call('confirm_order', { ...confirm, order_id: 77 }),
      /order_id 77 stands in no earlier result/,
    ],
    [
      'has another value of a result than the one it is bound to',
      call('confirm_order', { ...confirm, shipping_cost: 37.5 }),
      /shipping_cost 37.5 stands in no earlier result/,
    ],
    [
      'leaves out what is optional and bound',
      call('check_travel_policy', { trip_id: 'TRIP-1', flight_price: 300 }, trip),
      undefined,
    ],
    [
      'leaves out what is bound to a result that is there',
      call(
        'check_travel_policy',
        { trip_id: 'TRIP-1', flight_price: 300 },
        { ...trip, history: [...trip.history, done(3, 'search_hotels', { hotel_price: 200 })] },
      ),
      /hotel_price is missing, and search_hotels.hotel_price is known/,
    ],
    [
      'takes one number for an id and an amount',
      call('get_purchase', { order_id: 4521, amount: 4521 }, { pack: packOf('order-refund'), history: [] }),
      /order_id and amount are the same number, which the request says once/,
    ],
    [
      'may take one number for both where the request says it twice',
      call(
        'get_purchase',
        { order_id: 45, amount: 45 },
        { pack: packOf('order-refund'), history: [], request: 'refund 45 euros of order 45' },
      ),
      undefined,
    ],
    [
      'has a bound value whose step was left out',
      call('check_travel_policy', { trip_id: 'TRIP-1', flight_price: 300, hotel_price: 200 }, trip),
      /hotel_price 200 stands in no earlier result/,
    ],
    ['has a cost from nowhere', call('confirm_order', { ...confirm, shipping_cost: 1 }), /no earlier result/],
    [
      'names a customer from nowhere',
      call('validate_order', { order_id: 4521, customer: 'globex' }),
      /no part of the request/,
    ],
    ['leaves out what is optional', call('validate_order', { order_id: 4521 }), undefined],
    [
      'spells the customer as the person did',
      call('validate_order', { order_id: 4521, customer: 'ACME-corp' }),
      undefined,
    ],
    [
      'has another warehouse after a failure',
      call('check_inventory', { skus: ['W-100', 'W-200'], quantities: [50, 25], warehouse: 'west' }),
      undefined,
    ],
    [
      'has a warehouse that is none',
      call('check_inventory', { skus: ['W-100', 'W-200'], quantities: [50, 25], warehouse: 'north' }),
      /must be east or west/,
    ],
    [
      'has quantities from nowhere',
      call('check_inventory', { skus: ['W-100', 'W-200'], quantities: [25, 50] }),
      /quantities 25,50/,
    ],
    ['takes a number for an id that the request writes in full', track('120'), /no part of the request/],
    ['takes the id that the request writes in full', track('pk-88213'), undefined],
    ['takes its digits alone', track('88213'), undefined],
    ['calls an unknown tool', call('burn_order', {}), /has no tool burn_order/],
    [
      'has the zone of the element that it is for',
      call(
        'calculate_shipping',
        { order_id: 4521, zone: 'Isle of Man', weight_kg: 37.5 },
        { itemValue: 'Isle of Man' },
      ),
      undefined,
    ],
    [
      'has the zone of another element',
      call('calculate_shipping', { order_id: 4521, zone: 'Jersey', weight_kg: 37.5 }, { itemValue: 'Isle of Man' }),
      /zone Jersey stands in no earlier result/,
    ],
  ])('%s', (_, task, expected) => {
    const findings = callFindings(task).join('; ');
    if (expected === undefined) expect(findings).toBe('');
    else expect(findings).toMatch(expected);
  });
});

it.each<[why: string, task: CallTask, bound: boolean]>([
  ['every argument is bound to a result', call('confirm_order', confirm), true],
  [
    'an optional bound one is left out',
    call('check_travel_policy', { trip_id: 'TRIP-1', flight_price: 300 }, trip),
    true,
  ],
  ['one is the item of a for_each', call('read_calendar', { attendee: 'ana', from_date: '2026-12-01' }, meeting), true],
  [
    'the step that an argument is bound to was left out',
    call('read_calendar', { attendee: 'ana', from_date: '2026-12-01' }, { ...meeting, history: [] }),
    false,
  ],
  ['an optional one from the request is left out', call('get_purchase', { order_id: 4521 }, refund), false],
  ['one is from the request', call('validate_order', { order_id: 4521 }), false],
  ['one of several is from the request', call('search_flights', { origin: 'Graz', cabin: 'economy' }, trip), false],
  ['the pack binds nothing', call('confirm_order', confirm, { pack: unbound }), false],
  ['an argument is undeclared', call('confirm_order', { ...confirm, gift: true }), false],
  ['the tool is unknown', call('burn_order', { order_id: 1 }), false],
])('whether a call is settled by the pack, when %s', (_, task, bound) => {
  expect(isBound(task)).toBe(bound);
});

it.each<[why: string, task: CallTask, needed: boolean]>([
  ['a text from the request is open', call('validate_order', { order_id: 4521 }, { history: [] }), true],
  ['only a closed set is', call('search_flights', { cabin: 'economy' }, flights), false],
  ['nothing is', call('confirm_order', confirm), false],
])('whether an opinion is worth asking for, when %s', (_, task, needed) => {
  expect(needsOpinion(task)).toBe(needed);
});

describe('checks of a result', () => {
  const asked = call('validate_order', { order_id: 4521, customer: 'acme-corp' }, { history: [] });
  const result = validated.result as JsonObject;
  it.each<[string, JsonValue, RegExp | undefined]>([
    ['as declared', result, undefined],
    ['with more than was declared', { ...result, extra: 1 }, undefined],
    ['with no lines', { ...result, items: [] }, undefined],
    ['without a field', { ...result, zone: null }, /zone is not string/],
    ['with a field absent', { valid: true, status: 'pending', order_id: 4521 }, /customer is absent.*zone is absent/],
    [
      'with a list of the wrong type',
      { ...result, items: [{ sku: 'W', qty: 'many' }] },
      /items\[\]\.qty is not integer/,
    ],
    ['of another order', { ...result, order_id: 4522 }, /answered for order_id 4522/],
    ['that breaks the rule of the pack', { ...result, valid: false }, /valid equal to true/],
    ['that is no object', 'ok', /not an object/],
    ['that is a list', [], /not an object/],
  ])('%s', (_, given, expected) => {
    const findings = stepFindings({ ...asked, result: given }).join('; ');
    if (expected === undefined) expect(findings).toBe('');
    else expect(findings).toMatch(expected);
  });

  it('take an alert in any spelling', () => {
    const alert = { alert_id: 'ALR-2041', service: 's', severity: 's', summary: 's', started_at: 't', status: 'open' };
    const task = {
      pack: packOf('incident-triage'),
      tool: 'get_alert',
      request: 'alert 2041',
      arguments: { alert_id: '2041' },
      history: [],
    };
    expect(stepFindings({ ...task, result: alert })).toEqual([]);
    expect(stepFindings({ ...task, result: { ...alert, status: 'closed' } })).toHaveLength(1);
    expect(stepFindings({ ...task, result: { ...alert, alert_id: 'ALR-12041' } })).toHaveLength(1);
  });
});

it.each([
  ['2041', 'ALR-2041', true],
  ['alr_2041', 'ALR-2041', true],
  ['4521', '4521', true],
  ['41', 'ALR-2041', false],
  ['4521', '14521', false],
  ['', '1', false],
  ['acme-corp', 'Acme Corp', true],
])('%s names the same as %s: %s', (one, other, same) => {
  expect(sameName(one, other)).toBe(same);
  expect(sameName(other, one)).toBe(same);
});

it.each<[variation: string, skipped: string[], findings: string[]]>([
  ['full', [], ['confirm_order was not done']],
  ['full', ['confirm_order'], []],
  ['full', ['check_inventory'], ['confirm_order was not done']],
  ['quote', [], []],
  ['quote', ['confirm_order'], []],
  ['quote-without-stock', [], []],
])('a run of %s with three steps, %j skipped', (variation, skipped, findings) => {
  expect(runFindings({ pack, variation, request, history: [validated, stocked, shipped], skipped })).toEqual(findings);
});

describe('the texts', () => {
  it('show where values come from', () => {
    const wrong = call('confirm_order', { ...confirm, shipping_cost: 37.5 }, { pack: unbound });
    expect(callInput(wrong)).toBe(
      'call confirm_order order_id=validate_order.order_id shipping_method=calculate_shipping.method shipping_cost=validate_order.weight_kg | Process order #0000 for acme-corp, PO 00',
    );
  });

  it('leave out what the pack settles', () => {
    expect(callInput(call('confirm_order', confirm))).toBe(
      'call confirm_order | Process order #0000 for acme-corp, PO 00',
    );
  });

  it('mark which number of the request was taken', () => {
    expect(callInput(call('validate_order', { order_id: 77 }, { history: [] }))).toBe(
      'call validate_order order_id=00 customer=none | Process order #0000 for acme-corp, PO [order_id 00]',
    );
  });

  it('say of repeated fields whether they are the same, and which are absent', () => {
    const task = call('validate_order', { order_id: 4521, customer: 'acme-corp' }, { history: [] });
    const text = stepInput({ ...task, result: { valid: true, order_id: 4522, customer: 'Acme Corp' } });
    expect(text).toContain('result valid=true status=absent order_id=other customer=same zone=absent');
  });

  it('of a run hold the request alone', () => {
    expect(runInput({ pack, request })).toBe('run order-processing | Process order #0000 for acme-corp, PO 00');
  });

  it('do not grow with the request', () => {
    const long = `order 4521 ${'blah '.repeat(5_000)}`;
    expect(callInput(call('confirm_order', confirm, { request: long })).length).toBeLessThan(1_100);
  });
});

describe('a verdict', () => {
  const limits = { ...EVEN_THRESHOLDS.validator, call: 0.8 };
  const wrong = (probability: number) => decision({ call: { right: 1 - probability, wrong: probability } });
  it.each([
    ['a finding stands against any probability', ['x is missing'], wrong(0), false, 1],
    ['doubt below the limit passes', [], wrong(0.79), true, 0.21],
    ['doubt at the limit fails', [], wrong(0.8), false, 0.8],
    ['without a model the checks speak alone', [], undefined, true, 1],
  ])('%s', (_, findings, given, passed, confidence) => {
    const verdict = parseVerdict('call', findings, given, limits);
    expect(verdict.passed).toBe(passed);
    expect(verdict.confidence).toBeCloseTo(confidence);
    expect(verdict.findings.length).toBe(passed ? 0 : 1);
  });
});

describe('a verdict on the run', () => {
  const asked = decision({ 'run.order-processing': { full: 0.1, quote: 0.85, 'quote-without-stock': 0.05 } });
  it.each([
    ['did what was probably asked', 'quote', [], true, 0.85],
    ['did what was hardly asked', 'full', [], false, 0.9],
    ['left a step out', 'quote', ['check_inventory was not done'], false, 1],
  ])('that %s', (_, variation, findings, passed, confidence) => {
    const verdict = parseRunVerdict({ pack, variation }, findings, asked, { ...EVEN_THRESHOLDS.validator, run: 0.9 });
    expect(verdict.passed).toBe(passed);
    expect(verdict.confidence).toBeCloseTo(confidence);
  });
});

describe('a threshold', () => {
  const scored = (good: number[], bad: number[]) => [
    ...good.map((score) => ({ score, bad: false })),
    ...bad.map((score) => ({ score, bad: true })),
  ];
  it('keeps the false alarms within their share', () => {
    const good = Array.from({ length: 200 }, (_, index) => index / 200);
    const limit = thresholdFor(scored(good, [0.9]), 0.01);
    expect(good.filter((score) => score >= limit)).toHaveLength(2);
  });
  it('allows none when the share is less than one', () => {
    expect([0.6, 0.97].filter((score) => score >= thresholdFor(scored([0.6, 0.97], []), 0.01))).toEqual([]);
  });
  it.each([
    ['nothing was measured', []],
    ['all good ones are sure', scored([0.01, 0.02], [])],
  ])('is even when %s', (_, given) => expect(thresholdFor(given, 0.01)).toBe(0.5));
});

it('labels the row of a run with the variation', () => {
  expect(runRow('ship 7', pack, 'full', 'v01').labels).toEqual({ 'run.order-processing': 'full' });
});

it('labels a row under its own head', () => {
  expect(validatorRow('step', 'text', false, 'v01')).toEqual({
    text: 'text',
    labels: { step: 'unexpected' },
    voice: 'v01',
  });
});
