/** Bindings and conditions of a pack: what a good one means, and how a bad one is refused. The other rules: load-packs.test.ts. */
import { describe, expect, it } from 'vitest';
import { PackError, parsePack } from './load-packs.ts';

const refusal = (text: string): PackError => {
  try {
    parsePack(text, 'workflow.yaml');
  } catch (error) {
    if (error instanceof PackError) return error;
    throw error;
  }
  throw new Error('the pack was accepted');
};

const BOUND = `name: returns
title: Take a return
covers: look a parcel up, ask each depot and refund it
tools:
  find_parcel:
    effect: read
    arguments: { parcel_id: { type: integer, from: request } }
    result: { state: string, price: number, weight: integer, sealed: boolean, "depots[].name": string }
  ask_depot:
    effect: read
    needs: [find_parcel]
    arguments:
      depot: { type: string, from: item }
      parcel_state: { type: string, from: find_parcel.state }
    result: { seen: "string[]", note: string }
  weigh:
    effect: read
    arguments: {}
    result: { grams: integer }
  refund:
    needs: [ask_depot]
    arguments:
      amount: { type: number, from: find_parcel.price }
      seen: { type: "string[]", from: ask_depot.seen, optional: true }
      kind: { type: enum, values: [full, half], from: find_parcel.state }
    result: { refund_id: string }
plan: [find_parcel, { tool: ask_depot, for_each: "find_parcel.depots[].name" }, weigh, refund]
conditions:
  - { tool: refund, reference: find_parcel.price }
  - { tool: refund, reference: find_parcel.state, values: [whole, broken] }
variations:
  full: { without: [] }
  look-only: { without: [refund] }
`;

describe('a pack with bindings and conditions', () => {
  const pack = parsePack(BOUND, 'workflow.yaml');

  it('binds an argument to a path of an earlier result, or to the item', () => {
    expect(pack.tools.refund?.arguments.amount).toEqual({
      type: 'number',
      optional: false,
      from: 'result',
      bound: 'find_parcel.price',
    });
    expect(pack.tools.refund?.arguments.seen).toMatchObject({ optional: true, bound: 'ask_depot.seen' });
    expect(pack.tools.ask_depot?.arguments.depot).toMatchObject({ from: 'result', bound: 'item' });
    expect(pack.tools.find_parcel?.arguments.parcel_id).toEqual({ type: 'integer', optional: false, from: 'request' });
  });

  it('knows the type of what a condition reads', () => {
    expect(pack.conditions).toEqual([
      { tool: 'refund', reference: 'find_parcel.price', type: 'number', values: [] },
      { tool: 'refund', reference: 'find_parcel.state', type: 'string', values: ['whole', 'broken'] },
    ]);
    expect(parsePack(BOUND.replace(/conditions:[\s\S]*(?=variations:)/, ''), 'x').conditions).toEqual([]);
  });

  const amount = 'tools.refund.arguments.amount.from';
  it.each<[why: string, from: string, to: string, line: number, field: string, message: RegExp]>([
    ['no source at all', 'from: find_parcel.price', 'from: somewhere', 23, amount, /request, result, item or a path/],
    [
      'an undeclared result',
      'from: find_parcel.price',
      'from: find_parcel.cost',
      23,
      amount,
      /declares no result cost/,
    ],
    ['an unknown tool', 'from: find_parcel.price', 'from: ask.price', 23, amount, /doesn't wait for ask/],
    [
      'a tool not waited for',
      'from: find_parcel.price',
      'from: weigh.grams',
      23,
      amount,
      /add it to the needs of refund/,
    ],
    ['the tool itself', 'from: find_parcel.price', 'from: refund.refund_id', 23, amount, /doesn't wait for refund/],
    ['the item where nothing repeats', 'from: find_parcel.price', 'from: item', 23, amount, /runs once.*for_each/],
    [
      'a value of another type',
      'from: find_parcel.price',
      'from: find_parcel.state',
      23,
      amount,
      /amount takes number, but find_parcel\.state is string/,
    ],
    [
      'a list for a single value',
      'parcel_state: { type: string, from: find_parcel.state }',
      'parcel_state: { type: string, from: "find_parcel.depots[].name" }',
      14,
      'tools.ask_depot.arguments.parcel_state.from',
      /is string\[\]/,
    ],
    [
      'a single value of a step that repeats, which is a list then',
      'kind: { type: enum, values: [full, half], from: find_parcel.state }',
      'kind: { type: enum, values: [full, half], from: ask_depot.note }',
      25,
      'tools.refund.arguments.kind.from',
      /is string\[\]/,
    ],
    [
      'a range of a text',
      'parcel_state: { type: string, from: find_parcel.state }',
      'parcel_state: { type: string, maximum: 5, from: find_parcel.state }',
      14,
      'tools.ask_depot.arguments.parcel_state',
      /only a number has a range/,
    ],
    [
      'a prefix of what is no id',
      'parcel_state: { type: string, from: find_parcel.state }',
      'parcel_state: { type: string, prefix: PK, from: find_parcel.state }',
      14,
      'tools.ask_depot.arguments.parcel_state.prefix',
      /only a string called id or \.\.\._id has a prefix/,
    ],
    [
      'a range that nothing is in',
      'parcel_state: { type: string, from: find_parcel.state }',
      'parcel_state: { type: integer, minimum: 5, maximum: 1, from: find_parcel.state }',
      14,
      'tools.ask_depot.arguments.parcel_state.maximum',
      /below the minimum/,
    ],
    [
      'a fraction for a whole number',
      'parcel_state: { type: string, from: find_parcel.state }',
      'parcel_state: { type: integer, from: find_parcel.price }',
      14,
      'tools.ask_depot.arguments.parcel_state.from',
      /takes integer/,
    ],
  ])('is refused when an argument is bound to %s', (_, from, to, line, field, message) => {
    expect(BOUND).toContain(from);
    const error = refusal(BOUND.replace(from, to));
    expect({ line: error.line, field: error.field }).toEqual({ line, field });
    expect(error.message).toMatch(message);
    expect(error.message).toContain(`workflow.yaml:${line}: ${field}`);
  });

  it('may bind a number to a whole one', () => {
    expect(
      parsePack(BOUND.replace('find_parcel.price }\n      seen', 'find_parcel.weight }\n      seen'), 'x').name,
    ).toBe('returns');
  });

  const number = '{ tool: refund, reference: find_parcel.price }';
  const text = '{ tool: refund, reference: find_parcel.state, values: [whole, broken] }';
  it.each<[why: string, from: string, to: string, line: number, field: string, message: RegExp]>([
    ['an unknown tool', number, '{ tool: pay, reference: find_parcel.price }', 29, 'conditions.0.tool', /no tool pay/],
    [
      'a tool that does not wait for what is read',
      number,
      '{ tool: ask_depot, reference: weigh.grams }',
      29,
      'conditions.0.reference',
      /ask_depot doesn't wait for weigh/,
    ],
    [
      'what an own result holds',
      number,
      '{ tool: refund, reference: refund.refund_id }',
      29,
      'conditions.0.reference',
      /doesn't wait for refund/,
    ],
    [
      'an undeclared result',
      number,
      '{ tool: refund, reference: find_parcel.mood }',
      29,
      'conditions.0.reference',
      /no single value at mood/,
    ],
    [
      'a list',
      number,
      '{ tool: refund, reference: "find_parcel.depots[].name", values: [a] }',
      29,
      'conditions.0.reference',
      /no single value at depots\[\]\.name/,
    ],
    [
      'what is true or false',
      number,
      '{ tool: refund, reference: find_parcel.sealed }',
      29,
      'conditions.0.reference',
      /true or false/,
    ],
    [
      'a path without a field',
      number,
      '{ tool: refund, reference: find_parcel }',
      29,
      'conditions.0.reference',
      /get_event\.attendees/,
    ],
    [
      'a text without values',
      text,
      '{ tool: refund, reference: find_parcel.state }',
      30,
      'conditions.1.values',
      /list the/,
    ],
    [
      'a number with values',
      number,
      '{ tool: refund, reference: find_parcel.price, values: [cheap] }',
      29,
      'conditions.0.values',
      /only a text/,
    ],
    ['a misspelt key', number, '{ tool: refund, refers: find_parcel.price }', 29, 'conditions.0.reference', /./],
  ])('is refused when a condition is on %s', (_, from, to, line, field, message) => {
    expect(BOUND).toContain(from);
    const error = refusal(BOUND.replace(from, to));
    expect({ line: error.line, field: error.field }).toEqual({ line, field });
    expect(error.message).toMatch(message);
    expect(error.message).toContain(`workflow.yaml:${line}: ${field}`);
  });

  it('may leave out what a condition reads: the request can’t put it then', () => {
    const without = BOUND.replace('without: [refund]', 'without: [find_parcel, ask_depot]').replace(
      '{ tool: ask_depot, for_each: "find_parcel.depots[].name" }',
      'ask_depot',
    );
    expect(refusal(without)).toMatchObject({ field: 'tools.ask_depot.arguments.depot.from' });
    expect(parsePack(without.replace('from: item', 'from: request'), 'x').conditions).toHaveLength(2);
  });
});
