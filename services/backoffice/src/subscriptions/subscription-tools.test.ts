import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { listEffects, performOnce } from '../effects.ts';
import { insert } from '../sql.ts';
import { TABLES } from '../tables.ts';
import { type JsonObject, Refusal } from '../tool.ts';
import { subscriptions } from './domain.ts';
import { periodAt } from './period.ts';
import type { Billing } from './plans.ts';
import { subscriptionRows } from './rows.ts';

const NOW = new Date('2026-11-20T10:00:00Z');
const DAY_MS = 86_400_000;

type Rows = z.input<z.ZodObject<typeof subscriptionRows>>;
const rows: Rows = {
  subscriptions: [
    { subscription_id: 'SUB-801', owner_email: null, owner_phone: '+44 7700 55' },
    { subscription_id: 'SUB-802', owner_email: null, owner_phone: null },
  ],
};

function databaseWith(added: Rows = {}): DatabaseSync {
  const database = new DatabaseSync(':memory:');
  database.exec(`${TABLES} ${subscriptions.tables}`);
  for (const [name, value] of Object.entries(subscriptions.counters)) insert(database, 'counters', { name, value });
  subscriptions.seed(database);
  subscriptions.add(database, z.object(subscriptionRows).parse(added));
  return database;
}

const refused = (errorClass: string, message: string) => ({ errorClass, message });

let keys = 0;
function call(database: DatabaseSync, name: string, args: JsonObject, { key = `key-${++keys}`, now = NOW } = {}) {
  const tool = subscriptions.tools.find((each) => each.name === name);
  if (!tool) throw new Error(`there is no tool ${name}`);
  try {
    if (tool.effect === 'read') return tool.perform({ database, input: args, now });
    return performOnce(database, tool, { key, tenant: 't', arguments: args, now });
  } catch (error) {
    if (error instanceof Refusal) return refused(error.errorClass, error.message);
    throw error;
  }
}

const table = (tool: string, cases: [args: JsonObject, expected: object][]): void => {
  const database = databaseWith(rows);
  describe(tool, () => {
    it.each(cases)('%j', (args, expected) => {
      expect(call(database, tool, args)).toMatchObject(expected);
    });
  });
};

describe('the period that runs', () => {
  it.each<[why: string, startedOn: string, billing: Billing, today: string, start: string, end: string, left: number]>([
    ['within a month', '2024-03-08', 'monthly', '2026-11-20', '2026-11-08', '2026-12-08', 18],
    ['its first day', '2024-03-08', 'monthly', '2026-11-08', '2026-11-08', '2026-12-08', 30],
    ['its last day', '2024-03-08', 'monthly', '2026-12-07', '2026-11-08', '2026-12-08', 1],
    ['over the new year', '2024-03-28', 'monthly', '2027-01-05', '2026-12-28', '2027-01-28', 23],
    ['a day that the month lacks', '2025-01-31', 'monthly', '2026-03-01', '2026-02-28', '2026-03-31', 30],
    ['a year', '2023-09-15', 'yearly', '2026-11-20', '2026-09-15', '2027-09-15', 299],
    ['before its day of the year', '2023-12-01', 'yearly', '2026-11-20', '2025-12-01', '2026-12-01', 11],
  ])('%s', (_, startedOn, billing, today, start, end, daysLeft) => {
    expect(periodAt(startedOn, billing, new Date(`${today}T23:30:00Z`))).toMatchObject({ start, end, daysLeft });
  });
});

table('get_subscription', [
  [
    { subscription_id: 'SUB-3312' },
    {
      subscription_id: 'SUB-3312',
      account: 'Juniper Robotics',
      plan: 'team',
      seats: 25,
      seats_used: 19,
      billing: 'monthly',
      period_start: '2026-11-08',
      period_end: '2026-12-08',
      status: 'active',
    },
  ],
  [{ subscription_id: 'sub 3312' }, { subscription_id: 'SUB-3312' }],
  [{ subscription_id: '3312' }, { subscription_id: 'SUB-3312' }],
  [{ subscription_id: 'SUB-3317' }, { status: 'cancelled' }],
  [{ subscription_id: 'SUB-1' }, refused('input', 'subscription_id SUB-1 not found')],
  [{ subscription_id: 3312 }, { errorClass: 'input' }],
]);

const of3312 = (wanted: JsonObject): JsonObject => ({ subscription_id: 'SUB-3312', ...wanted });

table('calculate_proration', [
  [
    of3312({ plan: 'business' }),
    { new_plan: 'business', new_seats: 25, amount_due: 120, days_left: 18, period_end: '2026-12-08' },
  ],
  [of3312({ seats: 40 }), { new_plan: 'team', new_seats: 40, amount_due: 108 }],
  [of3312({ plan: 'basic', seats: 20 }), { new_plan: 'basic', new_seats: 20, amount_due: -108 }],
  [of3312({ plan: 'team', seats: 26 }), { amount_due: 7.2 }],
  [
    { subscription_id: 'SUB-3314', plan: 'enterprise' },
    { new_seats: 120, amount_due: 11_796.16 },
  ],
  [
    { subscription_id: 'SUB-3318', seats: 41 },
    { new_plan: 'classic', new_seats: 41 },
  ],
  [{ subscription_id: 'SUB-3316', plan: 'business' }, { new_seats: 12 }],
  [of3312({}), refused('input', 'give plan or seats: what should change on SUB-3312?')],
  [of3312({ plan: 'team' }), refused('logic', 'subscription_id SUB-3312 has plan team with 25 seats already')],
  [of3312({ seats: 18 }), refused('logic', 'subscription_id SUB-3312 has 19 seats in use, 18 wanted')],
  [of3312({ seats: 3312 }), refused('input', 'seats 3312: plan team takes at most 200')],
  [
    { subscription_id: 'SUB-3318', plan: 'basic' },
    refused('logic', 'subscription_id SUB-3318 has 40 seats, plan basic takes at most 25'),
  ],
  [{ subscription_id: 'SUB-3319', seats: 201 }, refused('input', 'seats 201: plan team takes at most 200')],
  [{ subscription_id: 'SUB-3317', plan: 'team' }, refused('logic', 'subscription_id SUB-3317 is cancelled')],
  [{ subscription_id: 'SUB-1', plan: 'team' }, refused('input', 'subscription_id SUB-1 not found')],
  [of3312({ plan: 'classic' }), { errorClass: 'input' }],
  [of3312({ seats: 0 }), { errorClass: 'input' }],
]);

const change = (new_plan: string, new_seats: number, amount_due: number, id = 'SUB-3312') => ({
  subscription_id: id,
  new_plan,
  new_seats,
  amount_due,
});

describe('change_subscription', () => {
  it.each<[args: JsonObject, expected: object]>([
    [change('business', 25, 100), refused('input', 'amount_due 100: this change of SUB-3312 costs 120')],
    [change('business', 12, 96, 'SUB-3316'), { errorClass: 'logic' }],
    [change('team', 25, 0), refused('logic', 'subscription_id SUB-3312 has plan team with 25 seats already')],
    [change('classic', 25, 0), refused('input', 'plan classic is no longer sold')],
    [change('team', 3, 0, 'SUB-3317'), refused('logic', 'subscription_id SUB-3317 is cancelled')],
    [change('team', 26, 1, 'SUB-1'), refused('input', 'subscription_id SUB-1 not found')],
    [{ subscription_id: 'SUB-3312', new_plan: 'business', new_seats: 25 }, { errorClass: 'input' }],
  ])('refuses %j and changes nothing', (args, expected) => {
    const database = databaseWith(rows);
    expect(call(database, 'change_subscription', args)).toMatchObject(expected);
    expect(listEffects(database)).toEqual([]);
    expect(call(database, 'get_subscription', { subscription_id: 'SUB-3312' })).toMatchObject({
      plan: 'team',
      seats: 25,
    });
  });

  it('changes once for each key', () => {
    const database = databaseWith();
    const args = change('business', 30, 180);
    const first = call(database, 'change_subscription', args, { key: 'a' });
    expect(first).toEqual({ changed: true, change_id: 'SCH-7041' });
    expect(call(database, 'change_subscription', args, { key: 'a' })).toEqual(first);
    expect(call(database, 'get_subscription', { subscription_id: '3312' })).toMatchObject({
      plan: 'business',
      seats: 30,
    });
    expect(call(database, 'change_subscription', args)).toEqual(
      refused('logic', 'subscription_id SUB-3312 has plan business with 30 seats already'),
    );
  });

  it.each([
    [1, 'taken', { changed: true }],
    [2, 'refused', { errorClass: 'input' }],
  ])('an amount of %i days ago is %s', (days, _, expected) => {
    const now = new Date(NOW.getTime() + days * DAY_MS);
    expect(call(databaseWith(), 'change_subscription', change('business', 25, 120), { now })).toMatchObject(expected);
  });
});

describe('send_subscription_notice', () => {
  const cases: [args: { subscription_id: string; channel?: string }, expected: object][] = [
    [
      { subscription_id: 'SUB-3312' },
      { notice_id: 'SBN-9101', channel: 'email', sent_to: 'owner@juniper-robotics.example' },
    ],
    [{ subscription_id: 'SUB-3312', channel: 'sms' }, { channel: 'sms' }],
    [{ subscription_id: 'SUB-801' }, { channel: 'sms', sent_to: '+44 7700 55' }],
    [
      { subscription_id: 'SUB-3318', channel: 'sms' },
      refused('input', 'channel sms does not reach the owner of SUB-3318; use email'),
    ],
    [{ subscription_id: 'SUB-802' }, refused('logic', 'no address of the owner of SUB-802 is known')],
  ];
  it.each(cases)('%j', (args, expected) => {
    const database = databaseWith(rows);
    const change_id = changed(database, args.subscription_id);
    expect(call(database, 'send_subscription_notice', { ...args, change_id })).toMatchObject(expected);
  });

  it('refuses the change of another subscription', () => {
    const database = databaseWith();
    const args = { subscription_id: 'SUB-3313', change_id: changed(database, 'SUB-3312') };
    expect(call(database, 'send_subscription_notice', args)).toEqual(
      refused('input', 'change_id SCH-7041 is no change of SUB-3313'),
    );
  });
});

/** Takes a subscription to enterprise, as the workflow does; the id of the change. */
function changed(database: DatabaseSync, subscription_id: string, now = NOW): string {
  const proration = call(database, 'calculate_proration', { subscription_id, plan: 'enterprise' }, { now });
  const { new_plan = '', new_seats = 0, amount_due = 0 } = proration as JsonObject;
  const args = { subscription_id, new_plan, new_seats, amount_due };
  const { change_id } = call(database, 'change_subscription', args, { now }) as JsonObject;
  return String(change_id);
}

describe('a subscription known by its id alone', () => {
  const ids = Array.from({ length: 40 }, (_, index) => `SUB-${9_100 + index * 7}`);

  it('is changed from end to end, on whatever day', () => {
    for (const [index, subscription_id] of ids.entries()) {
      const database = databaseWith({ subscriptions: [{ subscription_id }] });
      const now = new Date(NOW.getTime() + index * 97 * DAY_MS);
      const change_id = changed(database, subscription_id, now);
      const notice = call(database, 'send_subscription_notice', { subscription_id, change_id }, { now });
      expect(notice).toMatchObject({ notice_id: 'SBN-9101', channel: 'email' });
    }
  });

  it.each(['basic', 'team', 'business', 'enterprise'])('can be taken to %s', (plan) => {
    for (const subscription_id of ids) {
      const database = databaseWith({ subscriptions: [{ subscription_id: subscription_id.toLowerCase() }] });
      expect(call(database, 'calculate_proration', { subscription_id, plan })).toMatchObject({ new_plan: plan });
    }
  });

  it('is the same subscription in every world, however the id is spelled', () => {
    const read = (spelling: string) => {
      const database = databaseWith({ subscriptions: [{ subscription_id: spelling }] });
      return call(database, 'get_subscription', { subscription_id: 'SUB-9100' });
    };
    expect(read('sub-9100')).toEqual(read('9100'));
  });
});

it('a row may not use more seats than it says there are', () => {
  const row = { subscription_id: 'SUB-1', seats: 3, seats_used: 4 };
  expect(() => databaseWith({ subscriptions: [row] })).toThrow('as many as are used');
});
