import { expect, it } from 'vitest';
import { spread } from './cases.ts';

it.each([
  [undefined, ['a', 'b', 'c', 'd', 'e', 'f']],
  [9, ['a', 'b', 'c', 'd', 'e', 'f']],
  [6, ['a', 'b', 'c', 'd', 'e', 'f']],
  [4, ['a', 'b', 'd', 'e']],
  [3, ['a', 'c', 'e']],
  [1, ['a']],
])('%s of six', (limit, chosen) => {
  expect(spread(['a', 'b', 'c', 'd', 'e', 'f'], limit)).toEqual(chosen);
});
