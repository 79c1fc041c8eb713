import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadPacks } from './load-packs.ts';
import { modeOf } from './mode-of.ts';
import type { Pack, TemplateStep, Tool } from './pack.ts';

const packs = loadPacks(join(import.meta.dirname, '../../../workflows'));
const tool = (name: string, needs: readonly string[]): Tool => ({
  name,
  phrase: name,
  effect: 'read',
  needs,
  arguments: {},
  result: {},
});

/** Each step with what it needs, in order. */
const shaped = (needs: Record<string, readonly string[]>, template: Record<string, TemplateStep> = {}): Pack => ({
  ...(packs[0] as Pack),
  tools: Object.fromEntries(Object.entries(needs).map(([name, of]) => [name, tool(name, of)])),
  order: Object.keys(needs),
  template,
});
const when = { reference: 'a.x', operator: 'eq', literal: true } as const;
const three = { a: [], b: ['a'], c: ['b'] };

it.each([
  ['a line of two steps', shaped({ a: [], b: ['a'] }), 'scratchpad'],
  ['a line of three steps', shaped(three), 'scratchpad'],
  ['a line that may end early', shaped(three, { c: { when } }), 'scratchpad'],
  ['a longer line', shaped({ ...three, d: ['c'] }), 'chain'],
  ['a branch', shaped(three, { b: { when } }), 'chain'],
  ['a number of calls known only at run time', shaped(three, { c: { forEach: 'a.list' } }), 'chain'],
  ['steps side by side', shaped({ a: [], b: ['a'], c: ['a'] }), 'chain'],
  ['a single step', shaped({ a: [] }), 'chain'],
])('auto, %s', (_, pack, mode) => {
  expect(modeOf(pack, 'auto')).toBe(mode);
});

it.each([
  ['nothing is said', undefined, undefined, 'chain'],
  ['the pack says so', 'scratchpad', undefined, 'scratchpad'],
  ['the request says otherwise', 'scratchpad', 'chain', 'chain'],
  ['the pack leaves it to the shape', 'auto', undefined, 'scratchpad'],
] as const)('%s', (_, own, asked, mode) => {
  expect(modeOf({ ...shaped(three), ...(own && { mode: own }) }, asked)).toBe(mode);
});

it('auto takes the scratchpad for one of the example workflows', () => {
  expect(packs.filter((pack) => modeOf(pack, 'auto') === 'scratchpad').map(({ name }) => name)).toEqual([
    'shipment-tracking',
  ]);
});
