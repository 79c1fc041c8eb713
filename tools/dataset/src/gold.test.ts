/** The right way through a request, run in the real back office: what is called, with what, and what is not called at all. */
import { join } from 'node:path';
import type { WorldRows } from '@pitcrew/service-backoffice/world';
import { type Argument, loadPacks, type Pack } from '@pitcrew/workflow';
import { describe, expect, it } from 'vitest';
import { GoldError, goldOf, type Mended, slotSource } from './gold.ts';
import { coveredRow } from './requests.fixture.ts';
import type { RequestCondition } from './requests.ts';
import { worldOf } from './rows-of-world.ts';

const packs = loadPacks(join(import.meta.dirname, '../../../workflows'));
const packNamed = (name: string) => packs.find((pack) => pack.name === name) as Pack;

type Asked = {
  readonly variation?: string;
  readonly when?: RequestCondition;
  readonly rows?: WorldRows;
  readonly mended?: Mended;
};

function goldFor(workflow: string, marked: string, { variation = 'full', when, rows, mended }: Asked = {}) {
  const row = coveredRow(workflow, marked, { variation, when });
  return goldOf(packNamed(workflow), row, rows ?? worldOf(row, 'train', 'seed'), mended);
}

const toolsOf = ({ steps }: ReturnType<typeof goldFor>) => steps.map(({ step, tool }) => `${step} ${tool}`);
const lastOf = ({ steps }: ReturnType<typeof goldFor>) => steps.at(-1)!;

describe('gold', () => {
  it('runs the whole plan in the back office', () => {
    const { steps } = goldFor('order-processing', 'book {order_id:4999} for {customer:Ashdown Ltd}');
    expect(steps.map(({ tool }) => tool)).toEqual([
      'validate_order',
      'check_inventory',
      'calculate_shipping',
      'confirm_order',
    ]);
    expect(steps[0]?.arguments).toEqual({ order_id: 4999, customer: 'Ashdown Ltd' });
    expect(steps[3]?.sources).toEqual({
      order_id: '$s1.order_id',
      shipping_method: '$s3.method',
      shipping_cost: '$s3.cost',
    });
    expect(steps[3]?.history.map(({ step }) => step)).toEqual(['s1', 's2', 's3']);
  });

  it('numbers steps by the plan of the variation', () => {
    const gold = goldFor('order-processing', 'freight of {order_id:4999}', { variation: 'quote-without-stock' });
    expect(toolsOf(gold)).toEqual(['s1 validate_order', 's2 calculate_shipping']);
  });

  it.each(
    packs.flatMap(({ name, variations }) => Object.keys(variations).map((variation) => [name, variation] as const)),
  )('runs %s, %s with little more than the vital words', (workflow, variation) => {
    const pack = packNamed(workflow);
    const ids = Object.keys(pack.vital).map((name) => `{${name}:${name === 'order_id' ? '' : 'X-'}4999}`);
    const wish = workflow === 'subscription-change' ? ' to {seats:12} seats' : '';
    const { steps } = goldFor(workflow, `${ids.join(' ')}${wish}`, { variation });
    expect(steps.length).toBeGreaterThan(0);
    for (const { tool, arguments: args } of steps)
      for (const [name, { optional }] of Object.entries(pack.tools[tool]?.arguments ?? {}))
        if (!optional) expect(args, `${tool}.${name}`).toHaveProperty(name);
  });

  it('takes what the request gives, as the tool spells it', () => {
    const { steps } = goldFor('travel-booking', 'book {trip_id:TRIP-5} in {cabin:Business}, {stars:4} stars');
    const argumentsOf = (tool: string) => steps.find((step) => step.tool === tool)?.arguments;
    expect(argumentsOf('search_flights')).toMatchObject({ cabin: 'business' });
    expect(argumentsOf('search_hotels')).toMatchObject({ stars: 4 });
  });

  it('takes the place of its sources what a run does after a failure', () => {
    const mended = { check_inventory: { skus: '$s1.items[].sku', quantities: '$s1.items[].qty', warehouse: 'west' } };
    const marked = 'book {order_id:4999} from {warehouse:east}';
    const { steps } = goldFor('order-processing', marked, { mended });
    expect(steps[1]?.arguments).toMatchObject({ warehouse: 'west' });
    expect(goldFor('order-processing', marked).steps[1]?.arguments).toMatchObject({ warehouse: 'east' });
  });

  it.each<[why: string, workflow: string, marked: string, rows: WorldRows, message: RegExp]>([
    ['whose calls do not run', 'order-processing', 'book {order_id:4999}', {}, /x:1: validate_order: /],
    [
      'whose results break the pack’s rules',
      'travel-booking',
      'book {trip_id:TRIP-5}',
      { trips: [{ trip_id: 'TRIP-5', status: 'cancelled' }] },
      /x:1: get_trip: the result must have status equal to "open"/,
    ],
    [
      'that gives no value to a required argument',
      'order-processing',
      'book it',
      {},
      /nothing gives validate_order.order_id/,
    ],
  ])('refuses a request %s', (_, workflow, marked, rows, message) => {
    const attempt = () => goldFor(workflow, marked, { rows });
    expect(attempt).toThrow(GoldError);
    expect(attempt).toThrow(message);
  });
});

describe('a step for each element', () => {
  const rows = { meetings: [{ meeting_id: 'MTG-5', attendees: ['Ana', 'Bo', 'Cy'] }] };
  const gold = goldFor('meeting-scheduling', 'schedule {meeting_id:MTG-5}', { rows });

  it('is one call for each, with the element as its item', () => {
    expect(toolsOf(gold)).toEqual([
      's1 get_meeting_request',
      ...Array.from({ length: 3 }, () => 's2 read_calendar'),
      's3 find_slot',
      's4 create_event',
      ...Array.from({ length: 3 }, () => 's5 send_invitations'),
    ]);
    const calls = gold.steps.filter(({ tool }) => tool === 'send_invitations');
    expect(calls.map(({ itemValue }) => itemValue)).toEqual(['Ana', 'Bo', 'Cy']);
    expect(calls.map(({ arguments: args }) => args.attendee)).toEqual(['Ana', 'Bo', 'Cy']);
    for (const { sources } of calls) expect(sources).toEqual({ event_id: '$s4.event_id', attendee: '$item' });
  });

  it('has the list of their results as its own, in the history of what waits for it', () => {
    const calendars = gold.steps.filter(({ tool }) => tool === 'read_calendar').map(({ result }) => result);
    const slot = gold.steps.find(({ tool }) => tool === 'find_slot');
    expect(slot?.history.at(-1)).toEqual({ step: 's2', tool: 'read_calendar', result: calendars });
    expect(slot?.sources.busy).toBe('$s2.busy');
    expect(slot?.arguments.busy).toEqual(calendars.flatMap((each) => (each as { busy: string[] }).busy));
  });

  it('is no item for any other step', () => {
    for (const step of gold.steps)
      expect('itemValue' in step).toBe(['read_calendar', 'send_invitations'].includes(step.tool));
  });
});

describe('a step whose condition does not hold', () => {
  const invoice = (more: object) => ({ invoices: [{ invoice_id: 'INV-5', lines_total: 900, quantity: 3, ...more }] });
  const matching = { order_total: 900, ordered_quantity: 3, received_quantity: 3 };
  const short = { order_total: 900, ordered_quantity: 3, received_quantity: 1 };

  it.each([
    ['the template’s: it matches', matching, 's5 post_invoice'],
    ['the template’s: it differs', short, 's6 flag_mismatch'],
  ])('is not called, and another one may be (%s)', (_, more, last) => {
    const gold = goldFor('invoice-matching', 'match {invoice_id:INV-5}', { rows: invoice(more) });
    expect(toolsOf(gold)).toEqual([
      's1 extract_invoice',
      's2 get_purchase_order',
      's3 get_goods_receipt',
      's4 three_way_match',
      last,
    ]);
  });

  const under = (literal: number): RequestCondition => ({
    tool: 'post_invoice',
    reference: 'extract_invoice.lines_total',
    operator: 'lt',
    literal,
  });
  it.each<[why: string, more: object, when: RequestCondition, posted: boolean]>([
    ['both hold', matching, under(1000), true],
    ['the request’s fails', matching, under(900), false],
    ['the template’s fails', short, under(1000), false],
  ])('stands beside the request’s: %s', (_, more, when, posted) => {
    const gold = goldFor('invoice-matching', 'match {invoice_id:INV-5}', { rows: invoice(more), when });
    expect(gold.steps.some(({ tool }) => tool === 'post_invoice')).toBe(posted);
  });

  it('takes with it what depends on it alone', () => {
    const rows = { purchases: [{ order_id: 5, delivered_days_ago: 90 }] };
    const refused = goldFor('order-refund', 'refund {order_id:5}', { rows });
    expect(toolsOf(refused)).toEqual(['s1 get_purchase', 's2 check_refund_policy']);
  });

  it('leaves what depends on others too, without its result', () => {
    const dayTrip = { trips: [{ trip_id: 'TRIP-5', nights: 0 }] };
    const gold = goldFor('travel-booking', 'book {trip_id:TRIP-5}', { rows: dayTrip });
    expect(toolsOf(gold)).toEqual(['s1 get_trip', 's2 search_flights', 's4 check_travel_policy', 's5 book_trip']);
    expect(lastOf(gold).history.map(({ step }) => step)).toEqual(['s1', 's2', 's4']);
    // What is optional and bound to the skipped step is left out.
    expect(lastOf(gold).sources).toEqual({ trip_id: '$s1.trip_id', flight_id: '$s2.flight_id', total: '$s4.total' });
  });

  it('is the same when the variation leaves it out', () => {
    const gold = goldFor('travel-booking', 'book {trip_id:TRIP-5}', { variation: 'no-hotel' });
    expect(lastOf(gold).sources).not.toHaveProperty('hotel_id');
    expect(toolsOf(goldFor('travel-booking', 'book {trip_id:TRIP-5}'))).toContain('s3 search_hotels');
  });
});

describe('what a call gets for the words of a person', () => {
  const argument = (type: Argument['type'], values?: readonly string[]): Argument => ({
    type,
    optional: true,
    from: 'request',
    ...(values && { values }),
  });
  const cabins = argument('enum', ['economy', 'premium', 'business']);
  const warehouses = argument('enum', ['east', 'west']);
  it.each<[name: string, surface: string | undefined, argument: Argument, source: string | undefined]>([
    ['order_id', '4521', argument('integer'), '4521'],
    ['order_id', '0045', argument('integer'), '45'],
    ['order_id', '12,000', argument('integer'), '12000'],
    ['order_id', '#4 521', argument('integer'), '4521'],
    ['seats', '40', argument('integer'), '40'],
    ['amount', '37.80', argument('number'), '37.8'],
    ['amount', '37,80', argument('number'), '37.8'],
    ['amount', '1,200', argument('number'), '1200'],
    ['amount', '1,200.50', argument('number'), '1200.5'],
    ['amount', '1 200', argument('number'), '1200'],
    ['alert_id', 'ALR-2041', argument('string'), 'ALR-2041'],
    ['alert_id', 'alert 2041', argument('string'), '2041'],
    ['case_id', 'case number CASE-7', argument('string'), 'CASE-7'],
    // An id without a digit is no id, but nothing better is known.
    ['trip_id', 'a usual one', argument('string'), 'a usual one'],
    ['customer', 'Ashdown & Daughters 2', argument('string'), 'Ashdown & Daughters 2'],
    ['room', 'the print room', argument('string'), 'print room'],
    ['customer', 'The Wool Barn', argument('string'), 'The Wool Barn'],
    ['cabin', 'Business', cabins, 'business'],
    ['warehouse', 'eastern', warehouses, 'east'],
    ['warehouse', 'WEST', warehouses, 'west'],
    // Not a member: the build then finds that nothing offers it.
    ['warehouse', 'north', warehouses, 'north'],
    ['customer', undefined, argument('string'), undefined],
    ['warehouse', undefined, warehouses, undefined],
  ])('%s: %s', (name, surface, given, source) => {
    expect(slotSource(surface, name, given)).toBe(source);
  });
});
