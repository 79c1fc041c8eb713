/** The article's table: $900, $45, $0. */
import { expect, it } from 'vitest';
import { ASSUMED, costLines } from './cost-command.ts';

it('is the article’s table, with its volume and prices', () => {
  expect(costLines(ASSUMED).filter((line) => line.startsWith('| '))).toEqual([
    '| | a request | a day | a month |',
    '| all by a frontier model | $0.03 | $30.00 | $900 |',
    '| plans for 15 % | $0.01 | $1.50 | $45 |',
    '| all local | $0 | $0.00 | $0 |',
  ]);
  expect(costLines(ASSUMED).at(-1)).toContain('95 % less');
});
