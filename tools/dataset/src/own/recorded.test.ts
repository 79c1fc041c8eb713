import { parsePack } from '@pitcrew/workflow';
import { describe, expect, it } from 'vitest';
import type { Covered, RecordedCall } from '../requests.ts';
import { parseTemplate } from '../slots.ts';
import { recordedGold } from './recorded.ts';

const pack = parsePack(
  `name: parcels
title: Parcels
covers: find a parcel and move it
tools:
  find_parcel:
    effect: read
    arguments: { parcel_id: { type: string, from: request } }
    result: { parcel_id: string, depot: string, weight_kg: number }
    holds: { reference: depot, operator: ne, literal: lost }
  quote_move:
    effect: read
    needs: [find_parcel]
    arguments:
      parcel_id: { type: string, from: find_parcel.parcel_id }
      to: { type: string, from: request }
      weight_kg: { type: number, from: result }
    result: { cost: number }
  move_parcel:
    effect: idempotent
    needs: [quote_move]
    arguments: { parcel_id: { type: string, from: find_parcel.parcel_id }, cost: { type: number, from: quote_move.cost } }
    result: { moved: boolean }
plan: [find_parcel, quote_move, move_parcel]
variations:
  full: { without: [] }
  quote: { without: [move_parcel] }
`,
  'workflow.yaml',
);
const row: Covered = {
  kind: 'covered',
  id: 'parcels/ada:1',
  voice: 'ada',
  request: 'bring parcel P-17 to Lyon',
  workflow: 'parcels',
  variation: 'full',
  also: [],
  template: parseTemplate('bring parcel P-17 to Lyon'),
  when: undefined,
};
const call = (tool: string, args: RecordedCall['arguments'], result: object, after: string[] = []): RecordedCall => ({
  tool,
  arguments: args,
  result: JSON.parse(JSON.stringify(result)),
  after,
});
const find = call('find_parcel', { parcel_id: 'P-17' }, { parcel_id: 'P-17', depot: 'Nice', weight_kg: 3.5 });
const quote = call('quote_move', { to: 'Lyon', weight_kg: 3.5 }, { cost: 9 });
const move = call('move_parcel', {}, { moved: true });

describe('recorded calls', () => {
  it('become the gold of a run: each argument with the place that its value comes from', () => {
    const found = recordedGold(pack, row, [find, quote, move]);
    expect('gold' in found && found.gold.steps.map(({ step, sources }) => [step, sources])).toEqual([
      ['s1', { parcel_id: 'P-17' }],
      ['s2', { parcel_id: '$s1.parcel_id', to: 'Lyon', weight_kg: '$s1.weight_kg' }],
      ['s3', { parcel_id: '$s1.parcel_id', cost: '$s2.cost' }],
    ]);
  });

  it.each([['$find_parcel.weight_kg'], ['$s1.weight_kg']])('may say a reference: %s', (reference) => {
    const referring = call('quote_move', { to: 'Lyon', weight_kg: reference }, { cost: 9 });
    expect(recordedGold(pack, row, [find, referring, move])).toHaveProperty('gold');
  });

  it.each<[string, readonly RecordedCall[], string, RegExp]>([
    ['an unknown tool', [find, call('burn', {}, {}), move], 'calls.1.tool', /has no tool burn/],
    [
      'an undeclared argument',
      [call('find_parcel', { parcel_id: 'P-17', colour: 'red' }, find.result as object)],
      'calls.0.arguments.colour',
      /no such argument/,
    ],
    ['a missing argument', [call('find_parcel', {}, {})], 'calls.0.arguments', /requires parcel_id/],
    [
      'a reference to a later call',
      [call('quote_move', { to: 'Lyon', weight_kg: '$s2.weight_kg' }, {}), find],
      'calls.0.arguments.weight_kg',
      /refers to s2, which is called later/,
    ],
    ['a step before what it needs', [quote, find], 'calls.0.tool', /needs find_parcel, which is called later/],
    [
      'a reference to nothing',
      [find, call('quote_move', { to: 'Lyon', weight_kg: '$weigh.kg' }, {})],
      'calls.1.arguments.weight_kg',
      /no call is named weigh/,
    ],
    [
      'a reference to its own call',
      [call('find_parcel', { parcel_id: '$find_parcel.parcel_id' }, find.result as object)],
      'calls.0.arguments.parcel_id',
      /called later/,
    ],
    [
      'calls that wait for each other',
      [call('find_parcel', { parcel_id: 'P-17' }, find.result as object, ['move_parcel']), quote, move],
      'calls',
      /find_parcel, quote_move, move_parcel wait for each other in a circle/,
    ],
    [
      'a value from nowhere',
      [find, call('quote_move', { to: 'Paris', weight_kg: 3.5 }, { cost: 9 }), move],
      'calls.1.arguments.to',
      /"Paris" stands neither/,
    ],
    [
      'another value than the pack binds',
      [find, quote, call('move_parcel', { cost: 8 }, { moved: true })],
      'calls.2.arguments.cost',
      /binds it to quote_move.cost, which is 9/,
    ],
    ['a step without its call', [find, quote], 'calls', /no call of move_parcel/],
    ['a call that no step makes', [find, quote, move, find], 'calls.3', /no step of full makes this call/],
    [
      'a result that breaks the pack’s rule',
      [call('find_parcel', { parcel_id: 'P-17' }, { depot: 'lost' }), quote, move],
      'calls.0.result',
      /other than "lost"/,
    ],
    [
      'a result without what is referred to',
      [find, call('quote_move', { to: 'Lyon', weight_kg: '$s1.depth' }, {}), move],
      'calls.1.arguments.weight_kg',
      /has no depth/,
    ],
  ])('are refused for %s', (_, calls, field, message) => {
    const found = recordedGold(pack, row, calls);
    expect(found).toEqual({ problems: expect.arrayContaining([{ field, message: expect.stringMatching(message) }]) });
  });

  it('are refused for a tool that the variation leaves out', () => {
    expect(recordedGold(pack, { ...row, variation: 'quote' }, [find, quote, move])).toMatchObject({
      problems: [{ field: 'calls.2.tool', message: 'the variation quote leaves move_parcel out' }],
    });
  });
});
