import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it, vi } from 'vitest';
import {
  type CallContext,
  callTool,
  closeWorld,
  effectsOf,
  openWorld,
  type World,
  type WorldOptions,
  withRows,
} from './world.ts';

const now = new Date('2026-11-20T03:00:00Z');
const context = (idempotencyKey: string): CallContext => ({ tenant: 't', idempotencyKey, now });
const confirmation = { order_id: 4521, shipping_method: 'ground', shipping_cost: 42.5 };
const ticket = { alert_id: 'ALR-2041', title: 'x', severity: 'minor', cause: 'noise' };
const confirm = (world: World, key: string, args: Record<string, unknown> = confirmation) =>
  callTool(world, 'confirm_order', args, context(key));

describe('an idempotency key', () => {
  it('makes an effect once and answers a repeated call with the first result', () => {
    const world = openWorld();
    const first = confirm(world, 'a');
    expect(first).toEqual({ kind: 'succeeded', result: { confirmed: true, confirmation_id: 'CNF-88421' } });
    expect(confirm(world, 'a')).toEqual(first);
    expect(confirm(world, 'a', { shipping_cost: 42.5, shipping_method: 'ground', order_id: 4521 })).toEqual(first);
    expect(effectsOf(world)).toEqual([
      {
        key: 'a',
        tool: 'confirm_order',
        arguments: confirmation,
        result: { confirmed: true, confirmation_id: 'CNF-88421' },
        at: '2026-11-20T03:00:00.000Z',
      },
    ]);
  });

  it('belongs to one call: other arguments or another tool are refused', () => {
    const world = openWorld();
    confirm(world, 'a');
    const refused = { kind: 'failed', errorClass: 'input', executed: 'no' };
    expect(confirm(world, 'a', { ...confirmation, order_id: 4522 })).toMatchObject(refused);
    expect(callTool(world, 'create_ticket', ticket, context('a'))).toMatchObject(refused);
    expect(effectsOf(world)).toHaveLength(1);
  });

  it('is not spent by a refused call', () => {
    const world = openWorld();
    expect(confirm(world, 'a', { ...confirmation, shipping_cost: 1 })).toMatchObject({ kind: 'failed' });
    expect(confirm(world, 'a')).toMatchObject({ kind: 'succeeded' });
  });

  it.each(['', 'k'.repeat(257)])('must be there for a tool with an effect, in reason (%#)', (key) => {
    expect(confirm(openWorld(), key)).toMatchObject({
      errorClass: 'input',
      message: expect.stringContaining('1 to 256 characters'),
    });
  });

  it('is not needed to read', () => {
    expect(callTool(openWorld(), 'validate_order', { order_id: 4521 }, { tenant: 't', now })).toMatchObject({
      kind: 'succeeded',
    });
  });

  it('however calls are repeated, there is one effect and one number for each key', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 4 }), { maxLength: 20 }), (calls) => {
        const world = openWorld();
        const answers = calls.map((key) => callTool(world, 'create_ticket', ticket, context(`key-${key}`)));
        const distinct = [...new Set(calls)];
        const expected = calls.map((key) => `TCK-${5001 + distinct.indexOf(key)}`);
        expect(answers.map((answer) => answer.kind === 'succeeded' && answer.result.ticket_id)).toEqual(expected);
        expect(effectsOf(world).map(({ key }) => key)).toEqual(distinct.map((key) => `key-${key}`));
        closeWorld(world);
      }),
      { numRuns: 25 },
    );
  });
});

describe('faults', () => {
  type Fault = NonNullable<WorldOptions['faults']>[number];
  const worldWith = (fault: Fault) => openWorld({ faults: [fault] });
  const validate = (world: World, args: Record<string, unknown>) => {
    const answer = callTool(world, 'validate_order', args, context(''));
    return answer.kind === 'succeeded' ? 'ok' : `${answer.errorClass} ${answer.executed}: ${answer.message}`;
  };

  it.each<[why: string, fault: Fault, calls: Record<string, unknown>[], answers: string[]]>([
    [
      'a transient fault passes after one call',
      { tool: 'validate_order', class: 'transient', message: 'rate limit' },
      [{ order_id: 4521 }, { order_id: 4521 }],
      ['transient no: rate limit', 'ok'],
    ],
    [
      'or after as many as ordered',
      { tool: 'validate_order', class: 'transient', message: 'busy', times: 2 },
      [{ order_id: 4521 }, { order_id: 4521 }, { order_id: 4521 }],
      ['transient no: busy', 'transient no: busy', 'ok'],
    ],
    [
      'an input fault lasts until the arguments are mended',
      { tool: 'validate_order', class: 'input', message: 'which customer?', until: { customer: 'acme-corp' } },
      [
        { order_id: 4521 },
        { order_id: 4521, customer: 'acme' },
        { order_id: 4521, customer: 'acme-corp' },
        { order_id: 4521 },
      ],
      ['input no: which customer?', 'input no: which customer?', 'ok', 'input no: which customer?'],
    ],
    [
      'an input fault without a mend passes like a transient one',
      { tool: 'validate_order', class: 'input', message: 'try again' },
      [{ order_id: 4521 }, { order_id: 4521 }],
      ['input no: try again', 'ok'],
    ],
    [
      'a logic fault stays',
      { tool: 'validate_order', class: 'logic', message: 'frozen' },
      [{ order_id: 4521 }, { order_id: 4521 }],
      ['logic no: frozen', 'logic no: frozen'],
    ],
    [
      'unless it is ordered for some calls only',
      { tool: 'validate_order', class: 'logic', message: 'expired', times: 1 },
      [{ order_id: 4521 }, { order_id: 4521 }],
      ['logic no: expired', 'ok'],
    ],
    [
      'a fault of another tool does not strike',
      { tool: 'get_alert', class: 'logic', message: 'frozen' },
      [{ order_id: 4521 }],
      ['ok'],
    ],
  ])('%s', (_, fault, calls, answers) => {
    const world = worldWith(fault);
    expect(calls.map((args) => validate(world, args))).toEqual(answers);
  });

  it('an answer can be lost after the effect; the repeated key then gets the first result', () => {
    const world = worldWith({
      tool: 'confirm_order',
      class: 'transient',
      message: 'connection lost',
      executed: 'unknown',
    });
    expect(confirm(world, 'a')).toEqual({
      kind: 'failed',
      errorClass: 'transient',
      executed: 'unknown',
      message: 'connection lost',
    });
    expect(effectsOf(world)).toHaveLength(1);
    expect(confirm(world, 'a')).toEqual({
      kind: 'succeeded',
      result: { confirmed: true, confirmation_id: 'CNF-88421' },
    });
    expect(effectsOf(world)).toHaveLength(1);
  });

  it('a fault for a tool that there is not is refused when it is ordered', () => {
    expect(() => worldWith({ tool: 'validate_oder', class: 'logic', message: 'x' })).toThrow(/Invalid option/);
  });
});

describe('what nobody foresaw', () => {
  it('is transient with an unknown outcome, and tells the caller nothing of the inside', () => {
    const log = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const world = openWorld();
    world.database.exec('DROP TABLE effects');
    const answer = confirm(world, 'a');
    expect(answer).toMatchObject({ kind: 'failed', errorClass: 'transient', executed: 'unknown' });
    expect(JSON.stringify(answer)).not.toMatch(/effects|SQL|at /);
    expect(log).toHaveBeenCalledOnce();
    log.mockRestore();
  });

  it('an unknown tool is wrong input', () => {
    expect(callTool(openWorld(), 'drop_tables', {}, context('a'))).toMatchObject({
      errorClass: 'input',
      executed: 'no',
    });
  });
});

describe('rows are added to the seed', () => {
  it.each<[why: string, order: object, expected: object]>([
    [
      'an id as people write it',
      { id: '#77120', customer: 'New Name', items: [{ sku: 'Z-9', qty: 3 }] },
      { order_id: 77120, zone: 'east', weight_kg: 1.5, valid: true },
    ],
    ['a zone of its own', { id: 77120, customer: 'New Name', zone: 'north', items: [] }, { zone: 'north' }],
    ['the zone of a known customer', { id: 77120, customer: 'northwind traders', items: [] }, { zone: 'west' }],
    [
      'a status of its own',
      { id: 77120, status: 'shipped', items: [{ sku: 'Z-9', qty: 3 }] },
      { status: 'shipped', valid: false },
    ],
  ])('%s', (_, order, expected) => {
    const world = openWorld({ rows: { orders: [order as never] } });
    const answer = callTool(world, 'validate_order', { order_id: 77120 }, context(''));
    expect(answer).toMatchObject({ kind: 'succeeded', result: expected });
  });

  it('a row replaces the one of the seed', () => {
    const world = openWorld({
      rows: { orders: [{ order_id: 4521, customer: 'acme-corp', items: [{ sku: 'Z-9', qty: 1 }] }] },
    });
    expect(callTool(world, 'validate_order', { order_id: 4521 }, context(''))).toMatchObject({
      result: { items: [{ sku: 'Z-9', qty: 1 }] },
    });
  });

  it('an alert keeps what its row says', () => {
    const row = { alert_id: 'alr-5', service: 'pay', severity: 'low', logs: [{ message: 'boom', count: 7 }] };
    const world = openWorld({ rows: { alerts: [row] } });
    const alert = callTool(world, 'get_alert', { alert_id: '5' }, context(''));
    expect(alert).toMatchObject({ result: { alert_id: 'ALR-5', service: 'pay', severity: 'low' } });
    const since = alert.kind === 'succeeded' && alert.result.started_at;
    expect(callTool(world, 'query_logs', { service: 'pay', since }, context(''))).toMatchObject({
      result: { error_count: 7, top_error: 'boom' },
    });
  });

  it.each([
    ['an order without an id', { orders: [{ items: [] }] }],
    ['an unknown zone', { orders: [{ id: 1, items: [], zone: 'south' }] }],
    ['an alert without a digit', { alerts: [{ alert_id: 'latest' }] }],
    ['rows of something else', { horses: [] }],
  ])('%s is refused', (_, rows) => {
    expect(() => openWorld({ rows: rows as never })).toThrow();
  });
});

describe('a world in a file', () => {
  const directory = mkdtempSync(join(tmpdir(), 'world-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  it('is still there when it is opened again, and is not seeded twice', () => {
    const file = join(directory, 'tenant.sqlite');
    const before = openWorld({ file });
    const first = confirm(before, 'a');
    closeWorld(before);
    const after = openWorld({ file });
    expect(confirm(after, 'a')).toEqual(first);
    expect(confirm(after, 'b')).toMatchObject({ errorClass: 'logic' });
    expect(effectsOf(after)).toHaveLength(1);
    closeWorld(after);
  });

  it('syncs every commit to the disk', () => {
    const world = openWorld({ file: join(directory, 'other.sqlite') });
    const pragma = (name: string) => Object.values(world.database.prepare(`PRAGMA ${name}`).get() ?? {});
    expect(pragma('journal_mode')).toEqual(['wal']);
    expect(pragma('synchronous')).toEqual([2]);
    closeWorld(world);
  });
});

describe('rows that a world has for a while', () => {
  const rows = { shipments: [{ tracking_id: 'PK-1', status: 'lost' as const }] };
  const track = (world: World) => callTool(world, 'track_shipment', { tracking_id: 'PK-1' }, context(''));

  it('are there for the action, and gone after it with all that it did', () => {
    const world = openWorld();
    const seen = withRows(world, rows, (inside) => [track(inside).kind, confirm(inside, 'a').kind]);
    expect(seen).toEqual(['succeeded', 'succeeded']);
    expect(track(world).kind).toBe('failed');
    expect(effectsOf(world)).toEqual([]);
    expect(confirm(world, 'b')).toMatchObject({ result: { confirmation_id: 'CNF-88421' } });
  });

  it('are gone too when the action throws, and a refused call takes back itself alone', () => {
    const world = openWorld();
    const wrong = { ...confirmation, order_id: 1 };
    expect(() =>
      withRows(world, rows, (inside) => {
        expect([confirm(inside, 'a', wrong).kind, track(inside).kind]).toEqual(['failed', 'succeeded']);
        throw new Error('enough');
      }),
    ).toThrow('enough');
    expect(track(world).kind).toBe('failed');
  });
});
