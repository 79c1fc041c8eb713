import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { TABLES } from '../tables.ts';
import { Refusal } from '../tool.ts';
import { shipments } from './domain.ts';
import { afterWorkingDays } from './working-days.ts';

const now = new Date('2026-11-20T10:00:00Z');

function worldOf(rows: object = {}): DatabaseSync {
  const database = new DatabaseSync(':memory:');
  database.exec(`${TABLES} ${shipments.tables}`);
  shipments.seed(database);
  shipments.add(database, z.strictObject(shipments.rows).parse(rows));
  return database;
}

function call(database: DatabaseSync, name: string, input: object): Record<string, unknown> {
  const tool = shipments.tools.find((each) => each.name === name);
  if (tool === undefined) throw new Error(`no tool ${name}`);
  try {
    return tool.perform({ database, input, now });
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

/** Tracks a shipment and estimates its arrival from what was found, as the workflow does. */
function arrivalOf(database: DatabaseSync, id: string): Record<string, unknown> {
  const { tracking_id, status, location } = call(database, 'track_shipment', { tracking_id: id });
  return call(database, 'estimate_arrival', { tracking_id, status, location });
}

table('track_shipment', [
  [
    { tracking_id: 'PK-88213' },
    {
      tracking_id: 'PK-88213',
      status: 'in transit',
      location: 'Leipzig',
      carrier: 'Parcelway',
      last_scan: '2026-11-18',
    },
  ],
  [{ tracking_id: 'pk88213' }, { tracking_id: 'PK-88213' }],
  [{ tracking_id: '88213' }, { tracking_id: 'PK-88213' }],
  [{ tracking_id: 'PK-88216' }, { status: 'delivered', location: 'Cork' }],
  [{ tracking_id: 'PK-1' }, refused('input', 'tracking_id PK-1 not found')],
  [{ tracking_id: 88213 }, { errorClass: 'input' }],
]);

const scan = { tracking_id: 'PK-88213', status: 'in transit', location: 'Leipzig' };

table('estimate_arrival', [
  [scan, { expected_date: '2026-11-23', days: 3 }],
  [{ ...scan, tracking_id: '88213' }, { days: 3 }],
  [{ ...scan, tracking_id: 'PK-1' }, refused('input', 'tracking_id PK-1 not found')],
  [{ ...scan, status: 'delivered' }, refused('input', 'tracking_id PK-88213 is in transit, not delivered')],
  [
    { ...scan, location: 'Parcelway' },
    refused('input', 'tracking_id PK-88213 was scanned in Leipzig, not in Parcelway'),
  ],
  [{ tracking_id: 'PK-88213', status: 'in transit' }, { errorClass: 'input' }],
]);

describe('the whole workflow', () => {
  it.each([
    ['PK-88213', { expected_date: '2026-11-23', days: 3 }],
    ['PK-88214', { expected_date: '2026-11-20', days: 0 }],
    ['88215', { expected_date: '2026-11-25', days: 4 }],
    ['PK-88216', refused('logic', 'tracking_id PK-88216 is delivered, not under way')],
    ['pk-88217', { expected_date: '2026-11-20', days: 3 }],
    ['PK-88218', { expected_date: '2026-11-26', days: 4 }],
    ['PK-88219', refused('logic', 'tracking_id PK-88219 is lost, not under way')],
    ['PK-88220', refused('logic', 'tracking_id PK-88220 is returned, not under way')],
  ])('of %s', (id, expected) => {
    expect(arrivalOf(world, id)).toEqual(expected);
  });
});

describe('working days', () => {
  it.each([
    ['2026-11-20', 1, '2026-11-23'],
    ['2026-11-21', 0, '2026-11-23'],
    ['2026-11-21', 1, '2026-11-23'],
    ['2026-12-28', 5, '2027-01-04'],
  ])('%s and %i: %s', (day, count, expected) => {
    expect(afterWorkingDays(day, count)).toBe(expected);
  });
});

describe('a shipment known by its id alone', () => {
  const ids = Array.from({ length: 60 }, (_, index) => `PK-${41_000 + index * 13}`);
  const trackedIn = (database: DatabaseSync, tracking_id: string) => call(database, 'track_shipment', { tracking_id });

  it('is the same shipment in every world, however the id is spelled', () => {
    const one = trackedIn(worldOf({ shipments: [{ tracking_id: '41000' }] }), 'PK-41000');
    const other = trackedIn(worldOf({ shipments: [{ tracking_id: 'pk-41000' }] }), '41000');
    expect(one).toEqual(other);
    expect(one).toMatchObject({ tracking_id: 'PK-41000' });
  });

  it('is under way, in each of the ways, and can be estimated', () => {
    const database = worldOf({ shipments: ids.map((tracking_id) => ({ tracking_id })) });
    for (const id of ids)
      expect(arrivalOf(database, id)).toMatchObject({ expected_date: expect.stringMatching(/^202\d-\d\d-\d\d$/) });
    expect(new Set(ids.map((id) => trackedIn(database, id).status)).size).toBe(6);
  });

  it.each<[row: object, expected: object]>([
    [{ status: 'out for delivery' }, { days: 0 }],
    [{ status: 'in transit', location: 'Malta', stops: ['Bari', 'Gozo'] }, { days: 2 }],
    [{ status: 'at customs', location: 'Bari', stops: ['Bari', 'Malta', 'Gozo'] }, { days: 5 }],
    [{ status: 'delivered' }, { errorClass: 'logic' }],
  ])('takes from its row what is said: %j', (row, expected) => {
    expect(arrivalOf(worldOf({ shipments: [{ tracking_id: 'PK-7', ...row }] }), 'PK-7')).toMatchObject(expected);
  });

  it('replaces the one of the same id with all its stops', () => {
    const row = { tracking_id: '88213', status: 'in transit', location: 'Bari', stops: ['Bari', 'Gozo'] };
    expect(arrivalOf(worldOf({ shipments: [row] }), 'PK-88213')).toMatchObject({ days: 2 });
  });
});
