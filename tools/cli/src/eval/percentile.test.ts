import { expect, it } from 'vitest';
import { percentile } from './percentile.ts';

it.each([
  { values: [], percent: 50, expected: undefined },
  { values: [7], percent: 95, expected: 7 },
  { values: [3, 1, 2], percent: 50, expected: 2 },
  { values: [4, 3, 2, 1], percent: 50, expected: 2 },
  { values: Array.from({ length: 100 }, (_, index) => 100 - index), percent: 95, expected: 95 },
  { values: [1, 2], percent: 0, expected: 1 },
])('the $percent th percentile of $values is $expected', ({ values, percent, expected }) => {
  expect(percentile(values, percent)).toBe(expected);
});
