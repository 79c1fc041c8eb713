import type { ChatMessage, ChatTool } from '@pitcrew/contracts';
import { describe, expect, it } from 'vitest';
import { type DialogueField, dialogueForm, dialogueRow, type GoldCall, goldPath } from './dialogue.ts';

const tool = (name: string, properties: object, required: readonly string[] = []): ChatTool => ({
  name,
  description: `${name} it`,
  parameters: JSON.parse(JSON.stringify({ type: 'object', properties, required })),
});
const findOrder = tool('find_order', { order_id: { type: 'integer' } }, ['order_id']);
const reserve = tool(
  'reserve',
  {
    sku: { type: 'string' },
    quantity: { type: 'integer', minimum: 1 },
    priority: { type: 'string', enum: ['low', 'high'] },
    ship_to: {
      type: 'object',
      properties: { city: { type: 'string' }, gift: { type: 'boolean' } },
      required: ['city'],
    },
    tags: { type: 'array', items: { type: 'string', enum: ['fragile', 'cold', 'bulk'] } },
  },
  ['sku', 'quantity'],
);
const user = (content: string): ChatMessage => ({ kind: 'user', content });
const found: readonly ChatMessage[] = [
  user('Reserve 12 of what order 4521 holds, for Lyon please'),
  { kind: 'assistant', content: '', calls: [{ id: 'c1', tool: 'find_order', arguments: { order_id: 4521 } }] },
  {
    kind: 'tool',
    callId: 'c1',
    content: '{"items":[{"sku":"W-100","qty":50},{"sku":"W-200","qty":25}],"zone":"east"}',
  },
];
const conversation = { messages: found, tools: [findOrder, reserve] };
const budget = { tokensMax: 1_024, count: (text: string) => text.length / 4 };

/** Answers every field from a list of what is wanted, else with what leaves it out; answers also all that was asked. */
function filled(given: typeof conversation, wanted: Readonly<Record<string, string>>) {
  const form = dialogueForm(given);
  const values: string[] = [];
  const asked: Record<string, DialogueField['options']> = {};
  for (let field = form.next(values); field !== undefined; field = form.next(values)) {
    asked[field.forced.slice(0, -1)] = field.options;
    values.push(wanted[field.forced.slice(0, -1)] ?? field.options.at(-1) ?? '');
  }
  return { next: form.parse(values), asked };
}
const optionsOf = (said: string, argument: string, one: ChatTool) =>
  filled({ messages: [user(said)], tools: [one] }, { call: one.name }).asked[argument];

describe('the form of a conversation', () => {
  it('asks for the tool first: those offered, or none', () => {
    const { next, asked } = filled(conversation, { call: 'none' });
    expect(asked).toEqual({ call: ['find_order', 'reserve', 'none'] });
    expect(next).toEqual({ kind: 'none' });
  });

  it('then for every slot of its schema, from closed sets', () => {
    const { asked } = filled(conversation, { call: 'reserve' });
    expect(asked.sku).toEqual(expect.arrayContaining(['Lyon', '$1.items[0].sku', '$1.zone']));
    expect(asked.quantity).toEqual(['12', '4521', '$1.items[0].qty', '$1.items[1].qty']);
    expect(asked.priority).toEqual(['low', 'high', '-']);
    expect(asked['ship_to.gift']).toEqual(['true', 'false', '-']);
    expect(asked['tags[0]']).toEqual(['fragile', 'cold', 'bulk', '-']);
  });

  it('becomes typed arguments and their sources, what is left out absent', () => {
    const wanted = {
      call: 'reserve',
      sku: '$1.items[1].sku',
      quantity: '12',
      'ship_to.city': 'Lyon',
      'tags[0]': 'cold',
    };
    expect(filled(conversation, wanted).next).toEqual({
      kind: 'called',
      tool: 'reserve',
      arguments: { sku: 'W-200', quantity: 12, ship_to: { city: 'Lyon' }, tags: ['cold'] },
      sources: [
        { argument: 'sku', source: '$1.items[1].sku' },
        { argument: 'quantity', source: '12' },
        { argument: 'ship_to.city', source: 'Lyon' },
        { argument: 'tags', source: 'cold' },
      ],
    });
  });

  it('fills a list element by element and offers none of them twice', () => {
    const { asked } = filled(conversation, { call: 'reserve', sku: 'Lyon', quantity: '12', 'tags[0]': 'fragile' });
    expect(asked['tags[1]']).toEqual(['cold', 'bulk', '-']);
  });

  it('takes a list of a result whole', () => {
    const order = tool('restock', { skus: { type: 'array', items: { type: 'string' } } }, ['skus']);
    const { next } = filled({ ...conversation, tools: [order] }, { call: 'restock', 'skus[0]': '$1.items[].sku' });
    expect(next).toMatchObject({ arguments: { skus: ['W-100', 'W-200'] } });
  });

  it('says which required argument nothing can fill', () => {
    const free = tool('note', { about: { type: 'object' } }, ['about']);
    expect(filled({ messages: [user('note it')], tools: [free] }, { call: 'note' }).next).toEqual({
      kind: 'unsupported',
      tool: 'note',
      argument: 'about',
    });
  });

  it.each([
    [
      'a phrase in quotes',
      'title it "Fix the roof before the winter storms come"',
      'Fix the roof before the winter storms come',
    ],
    [
      'the rest of a sentence',
      'remind me to buy milk and eggs and flour for the party',
      'buy milk and eggs and flour for the party',
    ],
    ['another case', 'weather in paris', 'Paris'],
    ['a date as written', 'on 2026-03-04 please', '2026-03-04'],
    ['an address', 'mail it to ada@example.org.', 'ada@example.org'],
  ])('offers %s as a text', (_, said, value) => {
    const write = tool('write', { text: { type: 'string' } }, ['text']);
    expect(optionsOf(said, 'text', write)).toContain(value);
  });

  it.each([
    ['a number in words', 'set it to twenty two', 22],
    ['below nothing', 'set it to -5 degrees', -5],
    ['a decimal', 'set it to 21.5', 21.5],
  ])('offers %s as a number', (_, said, value) => {
    const set = tool('set', { to: { type: 'number' } }, ['to']);
    expect(
      goldPath({ messages: [user(said)], tools: [set] }, { tool: 'set', arguments: { to: value } }).unsupported,
    ).toBe(undefined);
  });

  it('never reads a reference, or the sign for nothing, out of words', () => {
    const write = tool('write', { text: { type: 'string' } }, ['text']);
    const options = optionsOf('write "$1.zone" or "-"', 'text', write) ?? [];
    expect(options.filter((option) => option.startsWith('$') || option === '-')).toEqual([]);
  });

  it('refuses an answer that is no option', () => {
    expect(() => dialogueForm(conversation).next(['burn'])).toThrow(/none of its options/);
  });
});

describe('the way of the gold call', () => {
  const call = (args: GoldCall['arguments']): GoldCall => ({ tool: 'reserve', arguments: args });

  it.each<[string, GoldCall]>([
    ['said and referred values', call({ sku: 'W-100', quantity: 25 })],
    [
      'everything',
      call({
        sku: 'W-100',
        quantity: 12,
        priority: 'low',
        ship_to: { city: 'Lyon', gift: true },
        tags: ['cold', 'bulk'],
      }),
    ],
  ])('leads back to it: %s', (_, gold) => {
    const { values, unsupported } = goldPath(conversation, gold);
    expect(unsupported).toBe(undefined);
    expect(dialogueForm(conversation).parse(values)).toMatchObject({ kind: 'called', ...gold });
  });

  it.each<[string, GoldCall, string]>([
    ['a tool that is not offered', { tool: 'burn', arguments: {} }, 'tool'],
    ['a value that stands nowhere', call({ sku: 'X-9', quantity: 12 }), 'sku'],
    ['an argument that is not declared', call({ sku: 'W-100', quantity: 12, note: 'soon' }), 'note'],
    ['a missing required argument', call({ quantity: 12 }), 'sku'],
    ['a number out of its bounds', call({ sku: 'W-100', quantity: 0 }), 'quantity'],
  ])('is honest about %s', (_, gold, argument) => {
    expect(goldPath(conversation, gold).unsupported).toBe(argument);
  });

  it('teaches choices only, and the tool even where an argument can not be said', () => {
    const { row } = dialogueRow(conversation, call({ sku: 'X-9', quantity: 12 }), budget, 'team');
    expect(row.pieces).toEqual([
      { text: 'call=', trained: false },
      { text: 'reserve\n', trained: true, options: ['find_order\n', 'reserve\n', 'none\n'] },
    ]);
    const { row: silent } = dialogueRow(conversation, undefined, budget, 'team');
    expect(silent.pieces.at(-1)).toMatchObject({ text: 'none\n', trained: true });
  });
});
