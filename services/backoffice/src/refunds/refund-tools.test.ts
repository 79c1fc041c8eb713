import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { listEffects, performOnce } from '../effects.ts';
import { insert } from '../sql.ts';
import { TABLES } from '../tables.ts';
import { type JsonObject, Refusal } from '../tool.ts';
import { refunds } from './domain.ts';
import { refundRows } from './rows.ts';

const NOW = new Date('2026-11-20T10:00:00Z');

type Rows = z.input<z.ZodObject<typeof refundRows>>;
const rows: Rows = {
  purchases: [
    { order_id: 801, amount_paid: 50, delivered_on: '2026-10-21' },
    { order_id: 802, amount_paid: 50, delivered_on: '2026-10-20' },
    { order_id: 803, amount_paid: 50, delivered_on: '2026-11-25' },
    { order_id: 804, item_class: 'personalised' },
    { order_id: 805, amount_paid: 100, email: null, phone: '+49 151 55' },
    { order_id: 806, amount_paid: 100, email: null, phone: null },
  ],
};

function databaseWith(added: Rows = {}): DatabaseSync {
  const database = new DatabaseSync(':memory:');
  database.exec(`${TABLES} ${refunds.tables}`);
  for (const [name, value] of Object.entries(refunds.counters)) insert(database, 'counters', { name, value });
  refunds.seed(database);
  refunds.add(database, z.object(refundRows).parse(added));
  return database;
}

const refused = (errorClass: string, message: string) => ({ errorClass, message });

let keys = 0;
function call(database: DatabaseSync, name: string, args: JsonObject, { key = `key-${++keys}`, now = NOW } = {}) {
  const tool = refunds.tools.find((each) => each.name === name);
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

table('get_purchase', [
  [
    { order_id: 70115 },
    {
      order_id: 70115,
      customer: 'Ines Kowalczyk',
      item: 'rain jacket',
      item_class: 'clothing',
      status: 'delivered',
      delivered_on: '2026-11-08',
      amount_paid: 129.9,
      amount_refunded: 0,
      amount_asked: 129.9,
    },
  ],
  [{ order_id: 70115, amount: 40 }, { amount_asked: 40 }],
  [{ order_id: 70120 }, { amount_asked: 160, amount_refunded: 80 }],
  [{ order_id: 70120, amount: 200 }, { amount_asked: 200 }],
  [{ order_id: 70121 }, { amount_asked: 0 }],
  [{ order_id: 70122 }, { status: 'shipped', delivered_on: 'none' }],
  [{ order_id: 803 }, { delivered_on: 'none' }],
  [{ order_id: 1 }, refused('input', 'order_id 1 not found')],
  [{ order_id: 70115, amount: 70115 }, refused('input', 'amount 70115 is more than the 129.9 paid for order_id 70115')],
  [{ order_id: 70115, amount: 0 }, { errorClass: 'input' }],
  [{ order_id: '70115' }, { errorClass: 'input' }],
]);

const no = (reason: string) => ({ eligible: false, reason, refund_amount: 0 });

table('check_refund_policy', [
  [
    { order_id: 70115, amount: 40 },
    { eligible: true, reason: 'delivered on 2026-11-08, within 30 days', refund_amount: 40 },
  ],
  [
    { order_id: 801, amount: 50 },
    { eligible: true, refund_amount: 50 },
  ],
  [{ order_id: 802, amount: 50 }, no('delivered on 2026-10-20, more than 30 days ago')],
  [{ order_id: 803, amount: 50 }, no('not delivered yet')],
  [{ order_id: 70122, amount: 20 }, no('not delivered yet')],
  [{ order_id: 70123, amount: 20 }, no('the order was cancelled')],
  [{ order_id: 70118, amount: 38 }, no('perishable items are not taken back')],
  [{ order_id: 70119, amount: 79 }, no('digital items are not taken back')],
  [{ order_id: 804, amount: 10 }, no('personalised items are not taken back')],
  [
    { order_id: 70120, amount: 160 },
    { eligible: true, refund_amount: 160 },
  ],
  [{ order_id: 70120, amount: 160.01 }, no('160.01 asked for, 160 left to refund')],
  [{ order_id: 70121, amount: 0 }, no('already refunded in full')],
  [{ order_id: 70115, amount: 0 }, no('no amount to refund')],
  [{ order_id: 70115, amount: 500 }, { errorClass: 'input' }],
  [{ order_id: 2, amount: 5 }, refused('input', 'order_id 2 not found')],
]);

describe('issue_refund', () => {
  it.each<[args: JsonObject, expected: object]>([
    [
      { order_id: 70117, amount: 0 },
      refused('logic', 'order_id 70117: delivered on 2026-10-06, more than 30 days ago'),
    ],
    [{ order_id: 70118, amount: 38 }, refused('logic', 'order_id 70118: perishable items are not taken back')],
    [{ order_id: 70120, amount: 200 }, refused('logic', 'order_id 70120: 200 asked for, 160 left to refund')],
    [{ order_id: 70120, amount: 0 }, refused('logic', 'order_id 70120: no amount to refund')],
    [{ order_id: 70115, amount: 70115 }, { errorClass: 'input' }],
    [{ order_id: 3, amount: 5 }, refused('input', 'order_id 3 not found')],
    [{ order_id: 70115 }, { errorClass: 'input' }],
  ])('refuses %j and changes nothing', (args, expected) => {
    const database = databaseWith(rows);
    expect(call(database, 'issue_refund', args)).toMatchObject(expected);
    expect(listEffects(database)).toEqual([]);
    expect(database.prepare('SELECT * FROM refunds').all()).toEqual([]);
  });

  it('pays back once for each key, and never more than was paid', () => {
    const database = databaseWith();
    const args = { order_id: 70115, amount: 100 };
    const first = call(database, 'issue_refund', args, { key: 'a' });
    expect(first).toEqual({ issued: true, refund_id: 'RFD-61201' });
    expect(call(database, 'issue_refund', args, { key: 'a' })).toEqual(first);
    expect(call(database, 'get_purchase', { order_id: 70115 })).toMatchObject({
      amount_refunded: 100,
      amount_asked: 29.9,
    });
    expect(call(database, 'issue_refund', args)).toMatchObject({ errorClass: 'logic' });
    expect(call(database, 'issue_refund', { order_id: 70115, amount: 29.9 })).toEqual({
      issued: true,
      refund_id: 'RFD-61202',
    });
    expect(call(database, 'check_refund_policy', args)).toMatchObject(no('already refunded in full'));
  });
});

describe('send_refund_notice', () => {
  const refund = (order_id: number): DatabaseSync => {
    const database = databaseWith(rows);
    call(database, 'issue_refund', { order_id, amount: 10 });
    return database;
  };
  const refund_id = 'RFD-61201';

  it.each<[args: { order_id: number; channel?: string }, expected: object]>([
    [{ order_id: 70115 }, { notice_id: 'RFN-3401', channel: 'email', sent_to: 'ines.kowalczyk@example.com' }],
    [{ order_id: 70115, channel: 'sms' }, { channel: 'sms' }],
    [{ order_id: 805 }, { channel: 'sms', sent_to: '+49 151 55' }],
    [
      { order_id: 70120, channel: 'sms' },
      refused('input', 'channel sms does not reach the customer of order_id 70120; use email'),
    ],
    [{ order_id: 806 }, refused('logic', 'no address of the customer of order_id 806 is known')],
    [{ order_id: 70115, channel: 'post' }, { errorClass: 'input' }],
  ])('%j', (args, expected) => {
    expect(call(refund(args.order_id), 'send_refund_notice', { ...args, refund_id })).toMatchObject(expected);
  });

  it.each([
    ['RFD-1', 'refund_id RFD-1 is no refund of order_id 70116'],
    [refund_id, 'refund_id RFD-61201 is no refund of order_id 70116'],
  ])('refuses %s for another order', (id, message) => {
    const args = { order_id: 70116, refund_id: id };
    expect(call(refund(70115), 'send_refund_notice', args)).toEqual(refused('input', message));
  });
});

describe('an order known by its number alone', () => {
  const ids = Array.from({ length: 40 }, (_, index) => 71_000 + index * 7);

  it('is refunded from end to end, on whatever day', () => {
    for (const [index, order_id] of ids.entries()) {
      const database = databaseWith({ purchases: [{ order_id: `#${order_id}` }] });
      const now = new Date(NOW.getTime() + index * 97 * 86_400_000);
      const { amount_asked: amount = 0 } = call(database, 'get_purchase', { order_id }, { now }) as JsonObject;
      const verdict = call(database, 'check_refund_policy', { order_id, amount }, { now });
      expect(verdict).toMatchObject({ eligible: true, refund_amount: amount });
      const issued = call(database, 'issue_refund', { order_id, amount }, { now });
      expect(issued).toEqual({ issued: true, refund_id: 'RFD-61201' });
      const notice = call(database, 'send_refund_notice', { order_id, refund_id: 'RFD-61201' }, { now });
      expect(notice).toMatchObject({ notice_id: 'RFN-3401', channel: 'email' });
    }
  });

  it('is the same purchase in every world', () => {
    const [order_id = 0] = ids;
    const read = () => call(databaseWith({ purchases: [{ order_id }] }), 'get_purchase', { order_id });
    expect(read()).toEqual(read());
  });
});

it('a row may not say that more was refunded than paid', () => {
  const row = { order_id: 1, amount_paid: 10, amount_refunded: 11 };
  expect(() => databaseWith({ purchases: [row] })).toThrow('more was refunded than paid');
});
