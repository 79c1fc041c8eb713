import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadPacks } from '@pitcrew/workflow';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRequests } from './requests.ts';

const packs = loadPacks(join(import.meta.dirname, '../../../workflows'));
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'requests-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(file: string, ...rows: unknown[]): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n'));
}

const orders = 'order-processing/requests/v01.jsonl';
const full = { request: 'book {order_id:4521}', variation: 'full' };
const dear = { tool: 'confirm_order', reference: 'calculate_shipping.cost', operator: 'lt', literal: 80 };

describe('hand-written requests', () => {
  it('are read with their place, voice and kind', () => {
    write(orders, full);
    write('uncovered/v02.jsonl', { request: 'cancel 4521', near: true });
    write('unclear/v03.jsonl', { request: 'do 4521', kind: 'ambiguous' });
    const rows = readRequests(root, packs);
    expect(rows.map(({ kind, voice, request }) => [kind, voice, request])).toEqual([
      ['covered', 'v01', 'book 4521'],
      ['uncovered', 'v02', 'cancel 4521'],
      ['ambiguous', 'v03', 'do 4521'],
    ]);
    expect(rows[0]?.id).toBe('order-processing/v01:1');
  });

  it.each([
    ['an unknown variation', orders, { ...full, variation: 'half' }, /v01\.jsonl:1: variation: .*no variation half/],
    ['an unknown second reading', orders, { ...full, also: ['half'] }, /no variation half/],
    ['an unknown slot', orders, { ...full, request: '{order_id:1} {colour:red}' }, /request: no tool takes \{colour/],
    ['no vital slot', orders, { ...full, request: 'book it' }, /request: \{order_id:\.\.\.\} is missing/],
    ['a broken slot', orders, { ...full, request: 'book {order_id}' }, /a brace that is no/],
    ['a misspelt key', orders, { ...full, varation: 'full' }, /v01\.jsonl:1: /],
    ['no JSON', orders, '{"request":', /v01\.jsonl:1: the line is not JSON/],
    [
      'an unknown workflow',
      'unclear/v01.jsonl',
      { request: 'x', kind: 'incomplete', workflow: 'w', missing: 'm' },
      /there is no pack w/,
    ],
    [
      'something missing that is not vital',
      'unclear/v01.jsonl',
      { request: 'x', kind: 'incomplete', workflow: 'order-processing', missing: 'customer' },
      /customer is not vital/,
    ],
    ['a kind that is none', 'unclear/v01.jsonl', { request: 'x', kind: 'odd' }, /v01\.jsonl:1: kind/],
  ])('are refused with %s', (_, file, row, message) => {
    write(file, row);
    expect(() => readRequests(root, packs)).toThrow(message);
  });

  it('may put a condition on a step', () => {
    const row = { ...full, request: 'book {order_id:4521} if freight stays under 80', when: dear };
    write(orders, row, full);
    const rows = readRequests(root, packs);
    expect(rows.map((each) => each.kind === 'covered' && each.when)).toEqual([dear, undefined]);
  });

  const refunds = 'order-refund/requests/v01.jsonl';
  const delivered = { tool: 'issue_refund', reference: 'get_purchase.status', operator: 'eq', literal: 'delivered' };
  it.each<[why: string, file: string, change: object, message: RegExp]>([
    [
      'a step that the pack declares none for',
      orders,
      { tool: 'check_inventory' },
      /no condition on calculate_shipping\.cost/,
    ],
    [
      'what the pack does not declare',
      orders,
      { reference: 'validate_order.zone' },
      /no condition on validate_order\.zone/,
    ],
    ['a number, compared with a text', orders, { literal: '80' }, /calculate_shipping\.cost is compared with a number/],
    ['an operator that is none', orders, { operator: 'under' }, /v01\.jsonl:1: when\.operator/],
    ['a misspelt key', orders, { literals: 80 }, /v01\.jsonl:1: when: /],
    ['a text that is no value', refunds, { ...delivered, literal: 'lost' }, /v01\.jsonl:1: when: lost is no value/],
    ['a text, compared with a number', refunds, { ...delivered, literal: 5 }, /5 is no value/],
  ])('are refused with a condition on %s', (_, file, change, message) => {
    write(file, { ...full, when: { ...dear, ...change } });
    expect(() => readRequests(root, packs)).toThrow(message);
  });

  it.each([
    ['the step', 'quote', dear, /quote is without confirm_order/],
    [
      'what the condition reads',
      'no-hotel',
      { tool: 'book_trip', reference: 'search_hotels.nightly_price', operator: 'lt', literal: 140 },
      /no-hotel is without search_hotels/,
    ],
  ])('are refused with a condition where the variation is without %s', (_, variation, when, message) => {
    if (variation === 'quote') write(orders, { ...full, variation, when });
    else write('travel-booking/requests/v01.jsonl', { request: 'book {trip_id:TRIP-1}', variation, when });
    expect(() => readRequests(root, packs)).toThrow(message);
  });

  it('tell all problems at once', () => {
    write(orders, '{', full, { ...full, variation: 'half' });
    expect(() => readRequests(root, packs)).toThrow(/:1: the line[\s\S]*:3: variation/);
  });
});
