import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { listEffects, performOnce } from '../effects.ts';
import { insert } from '../sql.ts';
import { TABLES } from '../tables.ts';
import { type JsonObject, Refusal } from '../tool.ts';
import { invoices } from './domain.ts';
import { invoiceRows } from './rows.ts';

const now = new Date('2026-11-20T03:00:00Z');
type Rows = z.input<z.ZodObject<typeof invoiceRows>>;

function databaseOf(rows: Rows = {}): DatabaseSync {
  const database = new DatabaseSync(':memory:');
  database.exec(`${TABLES} ${invoices.tables}`);
  for (const [name, value] of Object.entries(invoices.counters)) insert(database, 'counters', { name, value });
  invoices.seed(database);
  invoices.add(database, z.object(invoiceRows).parse(rows));
  return database;
}

let keys = 0;
/** The result, or what the refusal says. */
function call(database: DatabaseSync, name: string, args: JsonObject, key = `key-${++keys}`): JsonObject {
  const tool = invoices.tools.find((candidate) => candidate.name === name)!;
  try {
    if (tool.effect === 'read') return tool.perform({ database, input: args, now });
    return performOnce(database, tool, { key, tenant: 't', arguments: args, now });
  } catch (error) {
    if (error instanceof Refusal) return { errorClass: error.errorClass, message: error.message };
    throw error;
  }
}
const refused = (errorClass: string, message: string) => ({ errorClass, message });

const world = databaseOf();
const table = (tool: string, cases: [args: JsonObject, expected: object][]): void => {
  describe(tool, () => {
    it.each(cases)('%j', (args, expected) => {
      expect(call(world, tool, args)).toMatchObject(expected);
    });
  });
};

table('extract_invoice', [
  [
    { invoice_id: 'INV-5540' },
    {
      invoice_id: 'INV-5540',
      supplier: 'Halden Paper',
      po_number: 'PO-27447',
      lines_total: 1842.5,
      quantity: 250,
      status: 'open',
    },
  ],
  [{ invoice_id: '#005540' }, { invoice_id: 'INV-5540' }],
  [{ invoice_id: 'INV-5545' }, { status: 'posted' }],
  [{ invoice_id: 'INV-5546', supplier: 'brandt & sohne' }, { supplier: 'Brandt & Söhne GmbH' }],
  [
    { invoice_id: 'INV-5540', supplier: 'Porto Cork' },
    refused('logic', 'invoice_id INV-5540 is not an invoice of supplier Porto Cork'),
  ],
  [{ invoice_id: 'INV-1' }, refused('input', 'invoice_id INV-1 not found')],
  [{ invoice_id: 5540 }, { errorClass: 'input' }],
]);

table('get_purchase_order', [
  [
    { po_number: 'PO-27447' },
    { po_number: 'PO-27447', buyer: 'print room', order_total: 1842.5, ordered_quantity: 250 },
  ],
  [{ po_number: 'INV-5540' }, refused('input', 'po_number INV-5540 not found')],
]);

table('get_goods_receipt', [
  [{ po_number: 'PO-27447' }, { receipt_id: 'GR-79653', received_quantity: 250 }],
  [{ po_number: 'PO-27455' }, { receipt_id: 'none', received_quantity: 0 }],
  [{ po_number: 'PO-1' }, refused('input', 'po_number PO-1 not found')],
]);

const agreed = { lines_total: 1842.5, quantity: 250, order_total: 1842.5, ordered_quantity: 250 };
const figures = { invoice_id: 'INV-5540', ...agreed, received_quantity: 250 };
const dearer = {
  invoice_id: 'INV-5542',
  lines_total: 1284,
  quantity: 40,
  order_total: 1200,
  ordered_quantity: 40,
  received_quantity: 40,
};

table('three_way_match', [
  [figures, { match: true, difference: 0, reason: 'totals and quantities agree' }],
  [dearer, { match: false, difference: 84, reason: 'total differs from order' }],
  [{ ...dearer, tolerance: 83.99 }, { match: false }],
  [
    { ...dearer, tolerance: 84 },
    { match: true, difference: 84 },
  ],
  [{ ...figures, order_total: 1800 }, refused('input', 'order_total of invoice_id INV-5540 is 1842.5, not 1800')],
  [{ ...dearer, tolerance: 5542 }, { errorClass: 'input' }],
]);

describe('post_invoice', () => {
  it('posts once for each key and gives out one number after the other', () => {
    const database = databaseOf();
    const args = { invoice_id: '5540', amount: 1842.5 };
    const first = call(database, 'post_invoice', args, 'a');
    expect(first).toEqual({ posted: true, posting_id: 'PST-61201' });
    expect(call(database, 'post_invoice', args, 'a')).toEqual(first);
    const again = call(database, 'post_invoice', args, 'b');
    expect(again).toEqual(refused('logic', 'invoice_id INV-5540 is posted, not open'));
    const second = call(database, 'post_invoice', { invoice_id: 'INV-5541', amount: 7320 });
    expect(second).toEqual({ posted: true, posting_id: 'PST-61202' });
    const sql = 'SELECT invoice_id, posting_id, posted_at FROM invoices WHERE posting_id IS NOT NULL';
    expect(
      database
        .prepare(sql)
        .all()
        .map((row) => ({ ...row })),
    ).toEqual([
      { invoice_id: 'INV-5540', posting_id: 'PST-61201', posted_at: now.toISOString() },
      { invoice_id: 'INV-5541', posting_id: 'PST-61202', posted_at: now.toISOString() },
    ]);
    expect(listEffects(database)).toHaveLength(2);
  });

  it.each<[args: JsonObject, expected: object]>([
    [{ invoice_id: 'INV-5540', amount: 0.5 }, refused('input', 'amount of invoice_id INV-5540 is 1842.5, not 0.5')],
    [{ invoice_id: 'INV-5545', amount: 450 }, refused('logic', 'invoice_id INV-5545 is posted, not open')],
    [{ invoice_id: 'INV-1', amount: 88 }, refused('input', 'invoice_id INV-1 not found')],
  ])('refuses %j and changes nothing', (args, expected) => {
    const database = databaseOf();
    expect(call(database, 'post_invoice', args)).toMatchObject(expected);
    expect(listEffects(database)).toEqual([]);
  });
});

describe('flag_mismatch', () => {
  const mismatch = { invoice_id: 'INV-5542', buyer: 'facilities', difference: 84, reason: 'total differs from order' };

  it('holds the invoice back and puts the mismatch before the buyer, once', () => {
    const database = databaseOf();
    const first = call(database, 'flag_mismatch', mismatch, 'a');
    expect(first).toEqual({ mismatch_id: 'MIS-1401', status: 'flagged' });
    expect(call(database, 'flag_mismatch', mismatch, 'a')).toEqual(first);
    const flagged = database.prepare('SELECT * FROM invoice_mismatches').all();
    expect(flagged.map((row) => ({ ...row }))).toEqual([
      { mismatch_id: 'MIS-1401', ...mismatch, flagged_at: now.toISOString() },
    ]);
    const posting = call(database, 'post_invoice', { invoice_id: 'INV-5542', amount: 1284 });
    expect(posting).toEqual(refused('logic', 'invoice_id INV-5542 is flagged, not open'));
  });

  it.each<[args: JsonObject, expected: object]>([
    [
      { ...mismatch, buyer: 'Halden Paper' },
      refused('input', 'buyer of po_number PO-27449 is facilities, not Halden Paper'),
    ],
    [{ ...mismatch, difference: 1284 }, refused('input', 'difference of invoice_id INV-5542 is 84, not 1284')],
    [{ ...mismatch, invoice_id: 'INV-5545' }, refused('logic', 'invoice_id INV-5545 is posted, not open')],
  ])('refuses %j and changes nothing', (args, expected) => {
    const database = databaseOf();
    expect(call(database, 'flag_mismatch', args)).toMatchObject(expected);
    expect(listEffects(database)).toEqual([]);
  });
});

/** Reads an invoice's papers and compares them, as the invoice workflow does. */
function matchOf(database: DatabaseSync, id: string): JsonObject {
  const {
    invoice_id = '',
    po_number = '',
    lines_total = 0,
    quantity = 0,
  } = call(database, 'extract_invoice', { invoice_id: id });
  const { order_total = 0, ordered_quantity = 0 } = call(database, 'get_purchase_order', { po_number });
  const { received_quantity = 0 } = call(database, 'get_goods_receipt', { po_number });
  const papers = { invoice_id, lines_total, quantity, order_total, ordered_quantity, received_quantity };
  return call(database, 'three_way_match', papers);
}

it.each([
  ['INV-5542', false, 'total differs from order'],
  ['INV-5543', false, 'invoiced more than received'],
  ['INV-5544', false, 'invoiced more than ordered'],
  ['INV-5546', true, 'totals and quantities agree'],
  ['INV-5547', true, 'totals and quantities agree'],
  ['INV-5548', false, 'invoiced more than received'],
])('the seeded invoice %s: %s, %s', (id, match, reason) => {
  expect(matchOf(world, id)).toMatchObject({ match, reason });
});

it('an invoice goes from its id to its posting, or to its buyer', () => {
  const database = databaseOf();
  expect(matchOf(database, 'INV-5546').match).toBe(true);
  expect(call(database, 'post_invoice', { invoice_id: 'INV-5546', amount: 1500 })).toMatchObject({ posted: true });
  const { match, difference = 0, reason = '' } = matchOf(database, 'INV-5543');
  expect(match).toBe(false);
  const flag = { invoice_id: 'INV-5543', buyer: 'workshop', difference, reason };
  expect(call(database, 'flag_mismatch', flag)).toMatchObject({ status: 'flagged' });
  expect(call(database, 'extract_invoice', { invoice_id: 'INV-5543' })).toMatchObject({ status: 'flagged' });
});

describe('an invoice known by its id alone', () => {
  const ids = Array.from({ length: 60 }, (_, index) => `INV-${91_000 + index * 7}`);

  it('is the same invoice in every world, however the id is spelled', () => {
    const [id = ''] = ids;
    const papersIn = (spelling: string) =>
      call(databaseOf({ invoices: [{ invoice_id: spelling }] }), 'extract_invoice', { invoice_id: id });
    expect(papersIn(id.toLowerCase())).toEqual(papersIn(id));
    expect(papersIn(id)).toMatchObject({ invoice_id: id, status: 'open' });
  });

  it('matches or fails to in one of three ways, and each occurs', () => {
    const database = databaseOf({ invoices: ids.map((invoice_id) => ({ invoice_id })) });
    const reasons = ids.map((id) => matchOf(database, id).reason);
    expect(new Set(reasons)).toEqual(
      new Set([
        'totals and quantities agree',
        'total differs from order',
        'invoiced more than received',
        'invoiced more than ordered',
      ]),
    );
  });

  it.each<[given: object, expected: object]>([
    [{ lines_total: 9000 }, { match: true, difference: 0 }],
    [
      { lines_total: 9000, order_total: 8900 },
      { match: false, difference: 100 },
    ],
    [{ lines_total: 450, ordered_quantity: 60, quantity: 20 }, { match: true }],
    [{ quantity: 20, received_quantity: 19 }, { reason: 'invoiced more than received' }],
  ])('agrees with the figures that are given: %j', (given, expected) => {
    const database = databaseOf({ invoices: ids.map((invoice_id) => ({ invoice_id, ...given })) });
    for (const id of ids.slice(0, 10)) expect(matchOf(database, id)).toMatchObject(expected);
  });
});
