/** A decider's row as a generator is taught it. */
import { describe, expect, it } from 'vitest';
import { formOf } from '../promote/figures.ts';
import { asWriterRows, labelsOf } from './as-writer.ts';

const rows = [
  { text: 'ship it', labels: { workflow: 'orders', clarity: 'clear' }, voice: 'v01' },
  { text: 'pay me back', labels: { workflow: 'refunds' }, voice: 'v02' },
];

describe('rows for a writer', () => {
  const made = asWriterRows(rows, labelsOf(rows));
  it('ask each head that applies, its labels the options', () => {
    expect(made[0]?.pieces.map(({ text }) => text)).toEqual(['clarity: ', 'clear\n', 'workflow: ', 'orders\n']);
    expect(made[1]?.pieces[1]?.options).toEqual(['orders\n', 'refunds\n']);
  });

  it('can be served as a form', () => {
    const chosen = made.flatMap(({ pieces }) => formOf(pieces).filter(({ value }) => value !== ''));
    expect(chosen.map(({ value }) => value)).toEqual(['clear', 'orders', 'refunds']);
  });
});
