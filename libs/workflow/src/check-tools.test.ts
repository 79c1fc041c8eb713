import { describe, expect, it } from 'vitest';
import { checkToolsAgainst, type ListedTool } from './check-tools.ts';
import { parsePack } from './load-packs.ts';

const pack = parsePack(
  `name: returns
title: Take a return
covers: look a parcel up and refund it
tools:
  find_parcel:
    effect: read
    arguments:
      parcel_id: { type: integer }
      weight: { type: number, optional: true }
      depot: { type: enum, values: [a, b], optional: true }
      tags: { type: "string[]", optional: true }
    result: { state: string, price: number, "contents[].sku": string }
  refund:
    effect: idempotent
    needs: [find_parcel]
    arguments: { amount: { type: number } }
    result: {}
plan: [find_parcel, refund]
variations: { full: { without: [] } }
`,
  'workflow.yaml',
);

const find = {
  name: 'find_parcel',
  annotations: { readOnlyHint: true },
  inputSchema: {
    type: 'object',
    required: ['parcel_id'],
    properties: {
      parcel_id: { type: 'integer' },
      weight: { type: 'number' },
      depot: { type: 'string', enum: ['a', 'b', 'c'] },
      tags: { type: 'array', items: { type: 'string' } },
      more: { type: 'string' },
    },
  },
  outputSchema: {
    type: 'object',
    properties: {
      state: { type: ['string', 'null'] },
      price: { type: 'integer' },
      contents: { type: 'array', items: { type: 'object', properties: { sku: { type: 'string' } } } },
    },
  },
};
const refund = {
  name: 'refund',
  annotations: { idempotentHint: true },
  inputSchema: { type: 'object', properties: { amount: {} } },
};

const withInput = (properties: object, required = find.inputSchema.required): ListedTool => ({
  ...find,
  inputSchema: { ...find.inputSchema, properties: { ...find.inputSchema.properties, ...properties }, required },
});
const withOutput = (properties: object): ListedTool => ({
  ...find,
  outputSchema: { type: 'object', properties: { ...find.outputSchema.properties, ...properties } },
});

it('a server that offers what the pack relies on, and more, is fine', () => {
  const other = { name: 'other', inputSchema: { type: 'object' } };
  expect(checkToolsAgainst(pack, [other, refund, find])).toEqual([]);
});

describe('a difference is told', () => {
  it.each<[listed: ListedTool, problem: string]>([
    [{ ...find, name: 'find' }, 'returns: the tool server does not list find_parcel'],
    [
      { ...find, annotations: { idempotentHint: true } },
      'the pack says read, but the server does not set readOnlyHint',
    ],
    [{ ...find, annotations: undefined }, 'the pack says read, but the server does not set readOnlyHint'],
    [withInput({ parcel_id: undefined }), 'the server takes no argument parcel_id'],
    [withInput({ parcel_id: { type: 'string' } }), 'the server does not take integer for parcel_id'],
    [withInput({ weight: { type: 'integer' } }), 'the server does not take number for weight'],
    [withInput({ depot: { type: 'string', enum: ['a'] } }), 'the server does not take one of a, b for depot'],
    [withInput({ tags: { type: 'string' } }), 'the server does not take string[] for tags'],
    [withInput({ tags: { type: 'array', items: { type: 'integer' } } }), 'the server does not take string[] for tags'],
    [withInput({}, ['parcel_id', 'more']), 'the server requires more, the pack does not'],
    [withInput({}, ['parcel_id', 'weight']), 'the server requires weight, the pack does not'],
    [{ ...find, outputSchema: undefined }, 'the server declares no output schema'],
    [withOutput({ state: { type: 'integer' } }), "the server's state is not string"],
    [withOutput({ contents: { type: 'array', items: {} } }), "the server's result has no contents[].sku"],
    [withOutput({ price: undefined }), "the server's result has no price"],
  ])('%#: %j', (listed, problem) => {
    const problems = checkToolsAgainst(pack, [listed, refund]);
    expect(problems.join('\n')).toContain(problem);
  });

  it('an idempotent tool that the server does not call idempotent', () => {
    expect(checkToolsAgainst(pack, [find, { ...refund, annotations: {} }])).toEqual([
      'returns: refund: the pack says idempotent, but the server does not set idempotentHint',
    ]);
  });
});
