/**
 * A measured figure with what is known of its precision: a share with Wilson's 95 % interval, a median with the interval
 * that Wilson's ranks give it, a ratio of two sums with the normal one. Undefined where there was nothing to measure.
 */

import { type Proportion, proportion } from '@pitcrew/cli/eval';
import { percentile } from '@pitcrew/cli/percentile';

export type Share = { readonly kind: 'share' } & Proportion;
type Interval = { readonly value: number; readonly low: number; readonly high: number; readonly of: number };
export type Median = { readonly kind: 'median' } & Interval;
export type Ratio = { readonly kind: 'ratio' } & Interval;
export type Figure = Share | Median | Ratio;

const Z = 1.96;

/** Of the elements about which the question has an answer. */
export function shareOf<T>(list: readonly T[], isRight: (element: T) => boolean | undefined): Share | undefined {
  const answers = list.map(isRight).filter((answer) => answer !== undefined);
  if (answers.length === 0) return undefined;
  return { kind: 'share', ...proportion(answers.filter((answer) => answer).length, answers.length) };
}

/** The interval's ends are measured values too: those whose ranks bound a half of so many. */
export function medianOf(values: readonly number[]): Median | undefined {
  const value = percentile(values, 50);
  if (value === undefined) return undefined;
  const sorted = values.toSorted((one, other) => one - other);
  const half = proportion(values.length / 2, values.length);
  const ranked = (rank: number): number => sorted[Math.min(Math.max(rank, 1), sorted.length) - 1] ?? value;
  return {
    kind: 'median',
    value,
    low: ranked(Math.floor(half.low * sorted.length)),
    high: ranked(Math.ceil(half.high * sorted.length)),
    of: values.length,
  };
}

export type Part = { readonly of: number; readonly amount: number };

/** The amounts of all parts over what they are of; each part is one observation. `of` counts what they are of. */
export function ratioOf(parts: readonly Part[]): Ratio | undefined {
  const of = parts.reduce((sum, part) => sum + part.of, 0);
  if (of === 0) return undefined;
  const value = parts.reduce((sum, { amount }) => sum + amount, 0) / of;
  const squares = parts.reduce((sum, part) => sum + (part.amount - value * part.of) ** 2, 0);
  const error = parts.length < 2 ? 0 : Math.sqrt((squares * parts.length) / (parts.length - 1)) / of;
  return { kind: 'ratio', value, low: Math.max(0, value - Z * error), high: value + Z * error, of };
}
