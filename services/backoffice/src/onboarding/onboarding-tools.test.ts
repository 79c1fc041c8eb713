import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { performOnce } from '../effects.ts';
import { insert } from '../sql.ts';
import { TABLES } from '../tables.ts';
import { Refusal } from '../tool.ts';
import { onboarding } from './domain.ts';
import type { OnboardingRows } from './rows.ts';

const now = new Date('2026-11-20T03:00:00Z');

function open(rows: OnboardingRows = {}): DatabaseSync {
  const database = new DatabaseSync(':memory:');
  database.exec(TABLES + onboarding.tables);
  for (const [name, value] of Object.entries(onboarding.counters)) insert(database, 'counters', { name, value });
  onboarding.seed(database);
  onboarding.add(database, z.object(onboarding.rows).parse(rows));
  return database;
}

let keys = 0;
/** The result, or the class and the words of a refusal. */
function call(database: DatabaseSync, name: string, args: object, key = `key-${++keys}`): Record<string, unknown> {
  const tool = onboarding.tools.find((candidate) => candidate.name === name)!;
  try {
    return performOnce(database, tool, { key, tenant: 't', arguments: args, now });
  } catch (error) {
    if (error instanceof Refusal) return refused(error.errorClass, error.message);
    throw error;
  }
}
const refused = (errorClass: string, message: string) => ({ errorClass, message });
const rowsIn = (database: DatabaseSync, table: string): object[] =>
  database
    .prepare(`SELECT * FROM ${table}`)
    .all()
    .map((row) => ({ ...row }));

const lena = { employee_id: 'E-2207' };
const onLena = { ...lena, start_date: '2026-12-01' };
const account = 'lena.hofer';
const systems = ['mail', 'chat', 'code', 'builds'];

it('an onboarding goes through, and a second one is refused', () => {
  const database = open();
  expect(call(database, 'create_account', lena)).toEqual({
    employee_id: 'E-2207',
    name: 'Lena Hofer',
    department: 'Engineering',
    role: 'engineer',
    start_date: '2026-12-01',
    account,
  });
  expect(call(database, 'grant_access', { account, role: 'engineer' })).toEqual({ account, systems });
  const laptop = { laptop_order_id: 'LAP-311', model: 'developer' };
  expect(call(database, 'order_laptop', lena)).toEqual(laptop);
  const orientation = { booking_id: 'ORI-721', orientation_date: '2026-12-01' };
  expect(call(database, 'book_orientation', onLena)).toEqual(orientation);
  const mail = { account, systems, laptop_order_id: 'LAP-311', orientation_date: '2026-12-01' };
  expect(call(database, 'send_welcome', mail)).toEqual({ mail_id: 'WEL-1041', sent: true });
  expect(rowsIn(database, 'welcome_mails')).toEqual([
    { ...mail, mail_id: 'WEL-1041', systems: 'mail, chat, code, builds', sent_at: now.toISOString() },
  ]);
  expect(call(database, 'create_account', lena)).toEqual(
    refused('logic', 'employee_id E-2207 is onboarding, not hired'),
  );
});

describe('create_account', () => {
  it.each<[employee_id: unknown, expected: object]>([
    ['e-2207', { employee_id: 'E-2207', account }],
    ['2207', { employee_id: 'E-2207' }],
    ['E-002207', { employee_id: 'E-2207' }],
    ['E-2208', { account: 'tomas.rey', department: 'Sales', role: 'sales-rep' }],
    ['E-2210', { account: 'jiri.novak' }],
    ['E-2213', { account: 'ruth.oneill', department: 'Talent', role: 'recruiter' }],
    ['E-2211', refused('logic', 'employee_id E-2211 is withdrawn, not hired')],
    ['E-2212', refused('logic', 'employee_id E-2212 is active, not hired')],
    ['E-1', refused('input', 'employee_id E-1 not found')],
    ['Lena', refused('input', 'employee_id Lena not found')],
    ['', { errorClass: 'input' }],
    [2207, { errorClass: 'input' }],
  ])('%j', (employee_id, expected) => {
    expect(call(open(), 'create_account', { employee_id })).toMatchObject(expected);
  });

  it('gives a namesake another account', () => {
    const database = open({ hires: [{ employee_id: 'E-1', name: 'lena hofer' }] });
    const accounts = ['E-2207', 'E-2214', 'E-1'].map(
      (employee_id) => call(database, 'create_account', { employee_id }).account,
    );
    expect(accounts).toEqual(['lena.hofer', 'lena.hofer2', 'lena.hofer3']);
  });
});

describe('with an account', () => {
  let database = open();
  beforeEach(() => {
    const laptops = [{ model: 'light', in_stock: 0 } as const];
    database = open({ laptops, hires: [{ employee_id: 'E-9', role: 'recruiter', start_date: '2026-12-09' }] });
    for (const employee_id of ['E-2207', 'E-2209', 'E-9']) call(database, 'create_account', { employee_id });
  });

  it.each<[tool: string, args: object, expected: object]>([
    ['grant_access', { account, role: 'engineer' }, { account, systems }],
    ['grant_access', { account: 'maud.okafor', role: 'designer' }, { systems: ['mail', 'chat', 'design-files'] }],
    [
      'grant_access',
      { account, role: 'designer' },
      refused('input', 'account lena.hofer has the role engineer, not designer'),
    ],
    ['grant_access', { account: 'tomas.rey', role: 'sales-rep' }, refused('input', 'account tomas.rey not found')],
    ['order_laptop', lena, { model: 'developer' }],
    ['order_laptop', { ...lena, model: 'standard' }, { model: 'standard' }],
    [
      'order_laptop',
      { ...lena, model: 'light' },
      refused('input', 'model light is out of stock; in stock: standard, developer'),
    ],
    [
      'order_laptop',
      { employee_id: 'E-9' },
      refused('input', 'model light is out of stock; in stock: standard, developer'),
    ],
    ['order_laptop', { ...lena, model: 'gaming' }, { errorClass: 'input' }],
    ['order_laptop', { employee_id: 'E-2208' }, refused('logic', 'employee_id E-2208 is hired, not onboarding')],
    ['book_orientation', onLena, { orientation_date: '2026-12-01' }],
    ['book_orientation', { employee_id: 'E-9', start_date: '2026-12-09' }, { orientation_date: '2026-12-22' }],
    ['book_orientation', { employee_id: 'E-2209', start_date: '2026-12-14' }, { orientation_date: '2026-12-22' }],
    [
      'book_orientation',
      { ...lena, start_date: '2026-12-02' },
      refused('input', 'employee_id E-2207 starts on 2026-12-01, not on 2026-12-02'),
    ],
    [
      'book_orientation',
      { ...lena, start_date: '1 December' },
      refused('input', 'start_date 1 December is not a date such as 2026-12-01'),
    ],
    [
      'book_orientation',
      { ...onLena, employee_id: 'E-2208' },
      refused('logic', 'employee_id E-2208 is hired, not onboarding'),
    ],
  ])('%s %j', (tool, args, expected) => {
    expect(call(database, tool, args)).toMatchObject(expected);
  });

  it.each<[tool: string, args: object, message: string]>([
    ['grant_access', { account, role: 'engineer' }, 'account lena.hofer has its access already'],
    ['order_laptop', lena, 'employee_id E-2207 has a laptop on order, LAP-311'],
    ['book_orientation', onLena, 'employee_id E-2207 is booked for the orientation of 2026-12-01'],
  ])('%s once: a repeated key gets the first answer, a new one is refused', (tool, args, message) => {
    const first = call(database, tool, args, 'same');
    expect(call(database, tool, args, 'same')).toEqual(first);
    expect(call(database, tool, args)).toEqual(refused('logic', message));
  });

  it('takes laptops and seats away', () => {
    call(database, 'order_laptop', lena);
    call(database, 'book_orientation', onLena);
    expect(rowsIn(database, 'laptops')).toContainEqual({ model: 'developer', in_stock: 24 });
    expect(rowsIn(database, 'orientations')).toContainEqual({ date: '2026-12-01', seats_left: 11 });
  });
});

describe('nothing left', () => {
  it.each<[tool: string, rows: OnboardingRows, args: object, message: string]>([
    [
      'order_laptop',
      { laptops: (['standard', 'developer', 'light'] as const).map((model) => ({ model, in_stock: 0 })) },
      lena,
      'no laptop of any model is in stock',
    ],
    [
      'book_orientation',
      { hires: [{ ...lena, start_date: '2031-01-06' }] },
      { ...lena, start_date: '2031-01-06' },
      'no orientation on or after 2031-01-06 has a seat left',
    ],
  ])('%s', (tool, rows, args, message) => {
    const database = open(rows);
    call(database, 'create_account', lena);
    expect(call(database, tool, args)).toEqual(refused('logic', message));
  });
});

describe('send_welcome', () => {
  const mail = { account, systems, laptop_order_id: 'LAP-311', orientation_date: '2026-12-01' };
  const { laptop_order_id: _, ...withoutLaptop } = mail;

  function prepared(laptop: boolean): DatabaseSync {
    const database = open();
    call(database, 'create_account', lena);
    call(database, 'grant_access', { account, role: 'engineer' });
    if (laptop) call(database, 'order_laptop', lena);
    call(database, 'book_orientation', onLena);
    return database;
  }

  it.each<[laptop: boolean, args: object, expected: object]>([
    [true, mail, { mail_id: 'WEL-1041', sent: true }],
    [true, { ...mail, systems: systems.toReversed() }, { sent: true }],
    [false, withoutLaptop, { sent: true }],
    [true, withoutLaptop, refused('input', 'laptop_order_id of lena.hofer: LAP-311; not none')],
    [false, mail, refused('input', 'laptop_order_id of lena.hofer: none; not LAP-311')],
    [
      true,
      { ...mail, systems: ['mail', 'crm'] },
      refused('input', 'systems of lena.hofer: mail, chat, code, builds; not mail, crm'),
    ],
    [
      true,
      { ...mail, orientation_date: '2026-12-08' },
      refused('input', 'orientation_date of lena.hofer: 2026-12-01; not 2026-12-08'),
    ],
    [true, { ...mail, account: 'nobody' }, refused('input', 'account nobody not found')],
    [true, { ...mail, systems: [] }, { errorClass: 'input' }],
  ])('laptop ordered: %j, %j', (laptop, args, expected) => {
    expect(call(prepared(laptop), 'send_welcome', args)).toMatchObject(expected);
  });

  it('is sent once', () => {
    const database = prepared(true);
    const first = call(database, 'send_welcome', mail, 'same');
    expect(call(database, 'send_welcome', mail, 'same')).toEqual(first);
    const again = refused('logic', 'account lena.hofer has had its welcome mail, WEL-1041');
    expect(call(database, 'send_welcome', mail)).toEqual(again);
    expect(rowsIn(database, 'welcome_mails')).toHaveLength(1);
  });
});

describe('a hire known by the id alone', () => {
  const ids = Array.from({ length: 40 }, (_, index) => `E-${91_000 + index * 7}`);

  it('is the same person in every world, however the id is spelled', () => {
    const [employee_id = ''] = ids;
    const personIn = (spelling: string) =>
      call(open({ hires: [{ employee_id: spelling }] }), 'create_account', { employee_id });
    expect(personIn(employee_id.toLowerCase())).toEqual(personIn(employee_id));
  });

  it('can be set up whole, and each role occurs', () => {
    const database = open({
      hires: ids.map((employee_id) => ({ employee_id })),
      laptops: [{ model: 'light', in_stock: 99 }],
    });
    const roles = ids.map((employee_id) => {
      const { role, start_date, account: login } = call(database, 'create_account', { employee_id });
      const { systems: granted } = call(database, 'grant_access', { account: login, role });
      const { laptop_order_id } = call(database, 'order_laptop', { employee_id });
      const { orientation_date } = call(database, 'book_orientation', { employee_id, start_date });
      const mail = { account: login, systems: granted, laptop_order_id, orientation_date };
      expect(call(database, 'send_welcome', mail)).toMatchObject({ sent: true });
      return role;
    });
    expect(new Set(roles).size).toBe(6);
  });
});
