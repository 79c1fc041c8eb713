import type { WriteRequest } from '@pitcrew/model';
import { describe, expect, it } from 'vitest';
import { formOf, headFigures, worseFigures, writerFigures } from './figures.ts';

const row = (value: string) => ({
  prompt: 'p',
  voice: 'v',
  pieces: [
    { text: 'x=', trained: false },
    { text: `${value}\n`, trained: true, options: ['a\n', 'b\n'] },
    { text: 'y=', trained: false },
    { text: 'only\n', trained: false },
  ],
});

describe('the figures of a writer', () => {
  it('come from the form that its rows were made from', () => {
    expect(formOf(row('a').pieces)).toEqual([
      { field: { forced: 'x=', options: [''], end: '' }, value: '' },
      { field: { forced: '', options: ['a', 'b'], end: '\n' }, value: 'a' },
      { field: { forced: 'y=', options: [''], end: '' }, value: '' },
      { field: { forced: 'only\n', options: [''], end: '' }, value: '' },
    ]);
  });

  it('count values that there is a choice for, and whole rows', async () => {
    const usage = { model: '', inputTokens: 0, cachedTokens: 0, outputTokens: 0, prefillMs: 0, decodeMs: 0 };
    const write = async ({ fields }: Pick<WriteRequest, 'fields'>) => ({
      values: (typeof fields === 'function' ? [] : fields).map(({ options }) => options[0] ?? ''),
      confidences: [],
      usage,
    });
    expect(await writerFigures({ write }, [row('a'), row('b'), row('a')])).toEqual([
      { name: 'values', right: 2, of: 3 },
      { name: 'rows', right: 2, of: 3 },
    ]);
  });

  it('are refused for a row that the form cannot say', () => {
    expect(() => formOf([{ text: 'free text', trained: true }])).toThrow(/can't be served/);
  });
});

it('the figures of a decider count a head only where it applies', () => {
  const answer = (label: string) => ({ label, confidence: 1, probabilities: {} });
  const answers = [
    {
      row: { text: '', voice: '', labels: { route: 'a' } },
      decision: { heads: { route: answer('a'), clear: answer('no') } },
    },
    {
      row: { text: '', voice: '', labels: { route: 'b', clear: 'yes' } },
      decision: { heads: { route: answer('a'), clear: answer('yes') } },
    },
  ];
  expect(headFigures(answers, ['route', 'clear', 'unasked'])).toEqual([
    { name: 'route', right: 1, of: 2 },
    { name: 'clear', right: 1, of: 1 },
  ]);
});

describe('a candidate is worse', () => {
  const figure = (name: string, right: number) => ({ name, right, of: 10 });
  it.each([
    ['nowhere when it equals', [figure('a', 5)], [figure('a', 5)], []],
    [
      'where it is below, whatever it gains elsewhere',
      [figure('a', 5), figure('b', 5)],
      [figure('a', 9), figure('b', 4)],
      ['b'],
    ],
    ['where it lacks a head', [figure('a', 5)], [figure('b', 9)], ['a']],
    ['nowhere against nothing', [], [figure('a', 1)], []],
  ])('%s', (_, inUse, found, worse) => {
    expect(worseFigures(inUse, found)).toEqual(worse);
  });
});
