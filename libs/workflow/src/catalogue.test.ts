import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogueOf, checkCatalogue } from './catalogue.ts';
import { loadPacks } from './load-packs.ts';
import type { Pack, Tool } from './pack.ts';

const packs = loadPacks(join(import.meta.dirname, '../../../workflows'));
const trainedOn = catalogueOf(packs);
const changed = (change: (pack: Pack) => Pack) => packs.map((pack, index) => (index === 0 ? change(pack) : pack));
const firstTool = (pack: Pack) => pack.tools[pack.order[0] as string]!;
const withFirstTool = (pack: Pack, tool: object): Pack => ({
  ...pack,
  tools: { ...pack.tools, [pack.order[0] as string]: { ...firstTool(pack), ...tool } },
});

const prefixed = ({ arguments: taken }: Tool) =>
  Object.fromEntries(Object.entries(taken).map(([name, argument]) => [name, { ...argument, prefix: 'NEW' }]));

describe('a specialist serves the catalogue that it was trained for', () => {
  it.each<[why: string, packs: readonly Pack[]]>([
    ['the same packs', packs],
    ['fewer packs', packs.slice(1)],
    ['another title', changed((pack) => ({ ...pack, title: 'Other words' }))],
    ['another phrase', changed((pack) => withFirstTool(pack, { phrase: 'Look it up' }))],
    ['another mode', changed((pack) => ({ ...pack, mode: 'scratchpad' }))],
    ['a prefix of its ids', changed((pack) => withFirstTool(pack, { arguments: prefixed(firstTool(pack)) }))],
    ['another effect class', changed((pack) => withFirstTool(pack, { effect: 'irreversible' }))],
  ])('%s', (_, given) => expect(() => checkCatalogue('executor', given, trainedOn)).not.toThrow());

  it('whatever it is, when nothing is known of the training', () => {
    expect(() => checkCatalogue('executor', packs, undefined)).not.toThrow();
  });
});

describe('and refuses another, before any run fails', () => {
  const [first] = packs as [Pack];
  it.each<[why: string, packs: readonly Pack[], message: RegExp]>([
    [
      'a renamed argument',
      changed((pack) => withFirstTool(pack, { arguments: { number: { type: 'integer', optional: false } } })),
      new RegExp(`executor is not trained for this catalogue: ${first.name} has changed since`),
    ],
    ['a result that is gone', changed((pack) => withFirstTool(pack, { result: {} })), /has changed since/],
    [
      'another variation',
      changed((pack) => ({ ...pack, variations: { ...pack.variations, 'half-way': { without: [] } } })),
      /has changed since/,
    ],
    ['fewer conditions to set', changed((pack) => ({ ...pack, conditions: [] })), /has changed since/],
    ['a pack of its own', [...packs, { ...first, name: 'returns' }], /returns is new to it/],
  ])('%s', (_, given, message) => expect(() => checkCatalogue('executor', given, trainedOn)).toThrow(message));
});
