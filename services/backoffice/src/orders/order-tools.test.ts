import { describe, expect, it } from 'vitest';
import { callTool, effectsOf, openWorld, type ToolAnswer, type World, type WorldRows } from '../world.ts';

const rows: WorldRows = {
  stock: [
    { sku: 'RARE-1', available: 3 },
    { sku: 'BULKY', available: 500, weight_kg: 60 },
  ],
  orders: [
    { order_id: 7001, customer: 'Foo GmbH', items: [{ sku: 'RARE-1', qty: 4 }] },
    { order_id: 7002, customer: 'Foo GmbH', items: [] },
    { order_id: 7003, customer: 'Foo GmbH', zone: 'north', items: [{ sku: 'BULKY', qty: 400 }] },
  ],
};

let keys = 0;
const call = (world: World, tool: string, args: Record<string, unknown>): ToolAnswer =>
  callTool(world, tool, args, { tenant: 't', idempotencyKey: `key-${++keys}`, now: new Date(0) });

const resultOf = (answer: ToolAnswer): unknown => (answer.kind === 'succeeded' ? answer.result : answer);
const refused = (errorClass: string, message: string) => ({ kind: 'failed', errorClass, executed: 'no', message });

it('the order of the article goes through as the article has it', () => {
  const world = openWorld();
  expect(resultOf(call(world, 'validate_order', { order_id: 4521, customer: 'acme-corp' }))).toEqual({
    valid: true,
    status: 'pending',
    order_id: 4521,
    customer: 'acme-corp',
    zone: 'east',
    weight_kg: 37.5,
    items: [
      { sku: 'W-100', qty: 50 },
      { sku: 'W-200', qty: 25 },
    ],
  });
  const stock = call(world, 'check_inventory', { skus: ['W-100', 'W-200'], quantities: [50, 25] });
  expect(resultOf(stock)).toEqual({
    'W-100': { available: 200, allocated: 50 },
    'W-200': { available: 30, allocated: 25 },
  });
  const shipping = call(world, 'calculate_shipping', { order_id: 4521, zone: 'east', weight_kg: 37.5 });
  expect(resultOf(shipping)).toEqual({ method: 'ground', cost: 42.5, eta_days: 3 });
  const confirmed = call(world, 'confirm_order', { order_id: 4521, shipping_method: 'ground', shipping_cost: 42.5 });
  expect(resultOf(confirmed)).toEqual({ confirmed: true, confirmation_id: 'CNF-88421' });
});

describe('validate_order', () => {
  const world = openWorld({ rows });
  it.each<[args: Record<string, unknown>, expected: object]>([
    [{ order_id: 4521 }, { valid: true, status: 'pending', customer: 'acme-corp' }],
    [{ order_id: 4521, customer: 'ACME Corp.' }, { valid: true }],
    [
      { order_id: 4521, customer: 'Blue River' },
      refused('logic', 'order_id 4521 is not an order of customer Blue River'),
    ],
    [{ order_id: 9999 }, refused('input', 'order_id 9999 not found')],
    [{ order_id: 4525 }, { valid: false, status: 'shipped' }],
    [{ order_id: 4527 }, { valid: false, status: 'cancelled' }],
    [{ order_id: 7002 }, { valid: false, status: 'pending', items: [], weight_kg: 0 }],
    [{ order_id: '4521' }, { errorClass: 'input', executed: 'no' }],
    [{ order_id: 0 }, { errorClass: 'input' }],
    [{}, { errorClass: 'input' }],
    [{ order_id: 4521, colour: 'red' }, { errorClass: 'input' }],
  ])('%j', (args, expected) => {
    expect(resultOf(call(world, 'validate_order', args))).toMatchObject(expected);
  });
});

describe('check_inventory', () => {
  const world = openWorld({ rows });
  it.each<[why: string, args: Record<string, unknown>, expected: object]>([
    ['exactly enough', { skus: ['W-200'], quantities: [30] }, { 'W-200': { available: 30, allocated: 30 } }],
    ['too little', { skus: ['W-200'], quantities: [40] }, refused('logic', 'W-200: 30 available, 40 wanted')],
    [
      'too little of the second',
      { skus: ['W-100', 'W-200'], quantities: [1, 31] },
      refused('logic', 'W-200: 30 available, 31 wanted'),
    ],
    [
      'a product twice',
      { skus: ['W-200', 'W-200'], quantities: [20, 20] },
      refused('logic', 'W-200: 30 available, 40 wanted'),
    ],
    [
      'a named warehouse',
      { skus: ['W-100'], quantities: [50], warehouse: 'west' },
      { 'W-100': { available: 120, allocated: 50 } },
    ],
    [
      'a poorer warehouse',
      { skus: ['W-200'], quantities: [25], warehouse: 'west' },
      refused('logic', 'W-200: 10 available, 25 wanted'),
    ],
    [
      'a warehouse without the product',
      { skus: ['M-900'], quantities: [1], warehouse: 'east' },
      refused('logic', 'M-900: 0 available, 1 wanted'),
    ],
    [
      'the fullest warehouse counts',
      { skus: ['W-300'], quantities: [80] },
      { 'W-300': { available: 80, allocated: 80 } },
    ],
    ['an unknown product', { skus: ['X-1'], quantities: [1] }, refused('input', 'sku X-1 not found')],
    [
      'lists that do not match',
      { skus: ['W-100', 'W-200'], quantities: [1] },
      refused('input', 'skus has 2 entries and quantities 1; give one quantity for each sku'),
    ],
    ['an unknown warehouse', { skus: ['W-100'], quantities: [1], warehouse: 'north' }, { errorClass: 'input' }],
    ['nothing', { skus: [], quantities: [] }, { errorClass: 'input' }],
    ['no quantity', { skus: ['W-100'], quantities: [0] }, { errorClass: 'input' }],
  ])('%s', (_, args, expected) => {
    expect(resultOf(call(world, 'check_inventory', args))).toMatchObject(expected);
  });

  it('allocates nothing', () => {
    expect(effectsOf(world)).toEqual([]);
  });
});

describe('calculate_shipping', () => {
  const world = openWorld({ rows });
  it.each<[args: Record<string, unknown>, expected: object]>([
    [
      { order_id: 4521, zone: 'east', weight_kg: 37.5 },
      { method: 'ground', cost: 42.5, eta_days: 3 },
    ],
    [
      { order_id: 4522, zone: 'west', weight_kg: 24 },
      { method: 'ground', cost: 58.2, eta_days: 4 },
    ],
    [
      { order_id: 4523, zone: 'central', weight_kg: 480 },
      { method: 'freight', cost: 520, eta_days: 4 },
    ],
    [
      { order_id: 4528, zone: 'north', weight_kg: 2.4 },
      { method: 'air', cost: 19.8, eta_days: 2 },
    ],
    [
      { order_id: 4521, zone: 'west', weight_kg: 37.5 },
      refused('input', 'order_id 4521 ships to zone east, not to zone west'),
    ],
    [{ order_id: 4521, zone: 'east', weight_kg: 40 }, refused('input', 'order_id 4521 weighs 37.5 kg, not 40 kg')],
    [{ order_id: 9999, zone: 'east', weight_kg: 1 }, refused('input', 'order_id 9999 not found')],
    [
      { order_id: 7003, zone: 'north', weight_kg: 24_000 },
      refused('logic', 'no tariff carries 24000 kg to zone north'),
    ],
    [{ order_id: 4521, zone: 'east' }, { errorClass: 'input' }],
  ])('%j', (args, expected) => {
    expect(resultOf(call(world, 'calculate_shipping', args))).toMatchObject(expected);
  });
});

describe('confirm_order', () => {
  it.each<[args: Record<string, unknown>, expected: object]>([
    [{ order_id: 9999, shipping_method: 'ground', shipping_cost: 1 }, refused('input', 'order_id 9999 not found')],
    [
      { order_id: 4525, shipping_method: 'parcel', shipping_cost: 8.9 },
      refused('logic', 'order_id 4525 is shipped, not pending'),
    ],
    [
      { order_id: 4524, shipping_method: 'ground', shipping_cost: 71.6 },
      refused('logic', 'W-200: 30 available, 40 wanted'),
    ],
    [
      { order_id: 7001, shipping_method: 'parcel', shipping_cost: 8.9 },
      refused('logic', 'RARE-1: 3 available, 4 wanted'),
    ],
    [
      { order_id: 4521, shipping_method: 'air', shipping_cost: 42.5 },
      refused('input', 'order_id 4521 ships by ground for 42.5, not by air for 42.5'),
    ],
    [
      { order_id: 4521, shipping_method: 'ground', shipping_cost: 40 },
      refused('input', 'order_id 4521 ships by ground for 42.5, not by ground for 40'),
    ],
    [{ order_id: 4521, shipping_method: 'ground' }, { errorClass: 'input' }],
  ])('refuses %j and changes nothing', (args, expected) => {
    const world = openWorld({ rows });
    expect(resultOf(call(world, 'confirm_order', args))).toMatchObject(expected);
    expect(effectsOf(world)).toEqual([]);
    expect(availability(world, ['L-10', 'W-100', 'W-200'])).toEqual([500, 200, 30]);
  });

  it('confirms, allocates and gives out one number after the other', () => {
    const world = openWorld({ rows });
    expect(availability(world, ['W-100', 'W-200'])).toEqual([200, 30]);
    const first = call(world, 'confirm_order', { order_id: 4521, shipping_method: 'ground', shipping_cost: 42.5 });
    expect(resultOf(first)).toEqual({ confirmed: true, confirmation_id: 'CNF-88421' });
    expect(availability(world, ['W-100', 'W-200'])).toEqual([150, 10]);
    expect(resultOf(call(world, 'validate_order', { order_id: 4521 }))).toMatchObject({
      valid: false,
      status: 'confirmed',
    });
    const second = call(world, 'confirm_order', { order_id: 4528, shipping_method: 'air', shipping_cost: 19.8 });
    expect(resultOf(second)).toEqual({ confirmed: true, confirmation_id: 'CNF-88422' });
    const again = call(world, 'confirm_order', { order_id: 4521, shipping_method: 'ground', shipping_cost: 42.5 });
    expect(again).toEqual(refused('logic', 'order_id 4521 is confirmed, not pending'));
  });

  it('takes from the warehouse of the zone, and from another when that one has too little', () => {
    const lot = (order_id: number, qty: number) => ({
      order_id,
      customer: 'Blue River',
      items: [{ sku: 'W-300', qty }],
    });
    const world = openWorld({ rows: { orders: [lot(1, 15), lot(2, 30)] } });
    const confirm = (order_id: number, shipping_cost: number) =>
      call(world, 'confirm_order', { order_id, shipping_method: 'ground', shipping_cost }).kind;
    expect(confirm(1, 24)).toBe('succeeded');
    expect(availability(world, ['W-300'])).toEqual([80]);
    expect(confirm(2, 42.5)).toBe('succeeded');
    expect(availability(world, ['W-300'])).toEqual([50]);
  });
});

/** In the fullest warehouse, as check_inventory reports it. */
const availability = (world: World, skus: string[]): number[] =>
  skus.map((sku) => {
    const answer = resultOf(call(world, 'check_inventory', { skus: [sku], quantities: [1] }));
    return (answer as Record<string, { available: number }>)[sku]?.available ?? -1;
  });
