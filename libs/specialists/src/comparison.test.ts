import { Operator } from '@pitcrew/contracts';
import { describe, expect, it } from 'vitest';
import { operatorOn, type Side, sideOf } from './comparison.ts';

/** The amount is what stands in brackets. */
function operatorIn(side: Side, marked: string): Operator {
  const at = marked.indexOf('[');
  return operatorOn(side, marked.replace(/[[\]]/g, ''), { at, end: marked.indexOf(']') - 1 });
}

describe('how a condition compares', () => {
  it.each<[marked: string, side: Side, operator: Operator]>([
    // The step is done on the side that the words name.
    ['book it if it is under [80]', 'below', 'lt'],
    ['less than [80] euros', 'below', 'lt'],
    ['up to [80]', 'below', 'le'],
    ['at most [80]', 'below', 'le'],
    ['[80] or less', 'below', 'le'],
    ['no more than [80]', 'below', 'le'],
    ['within [80] euros', 'below', 'le'],
    ['[80] tops', 'below', 'le'],
    ['my limit is [80]', 'below', 'le'],
    ['above [200] errors', 'above', 'gt'],
    ['more than [200]', 'above', 'gt'],
    ['at least [200]', 'above', 'ge'],
    ['[200] or more', 'above', 'ge'],
    ['no fewer than [200]', 'above', 'ge'],
    ['from [200] errors upward', 'above', 'ge'],
    // The sentence turns round: what the words name is where nothing is done.
    ['not if it is over [80]', 'below', 'le'],
    ['unless it costs more than [450]', 'below', 'le'],
    ['if it comes to [50] or more, leave it', 'below', 'lt'],
    ['if it is at least [450], do not book', 'below', 'lt'],
    ['unless there are less than [200]', 'above', 'ge'],
    ['[100] or fewer is no case for a ticket', 'above', 'gt'],
    // Where two words stand, the nearer one; where they overlap, the longer.
    ['more than the usual, but under [80]', 'below', 'lt'],
    ['not more than [80], which is less than last year', 'below', 'le'],
    // No word: the amount counts.
    ['the total is [80]', 'below', 'le'],
    ['errors: [200]', 'above', 'ge'],
    // Equality needs no word.
    ['exactly [45]', 'equal', 'eq'],
    ['under [45]', 'unequal', 'ne'],
  ])('%s, %s: %s', (marked, side, operator) => {
    expect(operatorIn(side, marked)).toBe(operator);
  });

  it('takes the amount in where its place is not known', () => {
    expect([operatorOn('below', 'under a few', undefined), operatorOn('above', 'over a few', undefined)]).toEqual([
      'le',
      'ge',
    ]);
  });

  it('stays on its side, whatever the words', () => {
    for (const operator of Operator.options)
      for (const words of ['under [5]', 'over [5]', '[5] or more', '[5] or less', 'at least [5]', '[5]'])
        expect(sideOf(operatorIn(sideOf(operator), words))).toBe(sideOf(operator));
  });
});
