import { describe, expect, it } from 'vitest';
import { callDifference, sameCalls, type ToolCall } from './calls.ts';

const call = (tool: string, args: ToolCall['arguments'] = {}): ToolCall => ({ tool, arguments: args });

const cases: [string, ToolCall[], ToolCall[], boolean][] = [
  ['nothing equals nothing', [], [], true],
  ['the order of calls does not matter', [call('a'), call('b')], [call('b'), call('a')], true],
  ['the order of arguments does not matter', [call('a', { x: 1, y: 2 })], [call('a', { y: 2, x: 1 })], true],
  ['an id of digits is an integer', [call('a', { id: '7731' })], [call('a', { id: 7731 })], true],
  ['also inside a list', [call('a', { ids: ['1', '2'] })], [call('a', { ids: [1, 2] })], true],
  ['a leading zero is part of the id', [call('a', { id: '0042' })], [call('a', { id: 42 })], false],
  ['numbers compare by value', [call('a', { cost: 42.5 })], [call('a', { cost: 42.5 })], true],
  ['a decimal text is no number', [call('a', { cost: '42.5' })], [call('a', { cost: 42.5 })], false],
  ['the order of a list matters', [call('a', { skus: ['W', 'V'] })], [call('a', { skus: ['V', 'W'] })], false],
  ['another tool is another call', [call('a')], [call('b')], false],
  ['a call too many', [call('a')], [call('a'), call('a')], false],
  ['a call too few', [call('a'), call('a')], [call('a')], false],
  ['an argument too many', [call('a')], [call('a', { x: 1 })], false],
  ['letter case matters', [call('a', { id: 'ALR-1' })], [call('a', { id: 'alr-1' })], false],
];

describe('calls as a multiset', () => {
  it.each(cases)('%s', (_, expected, got, same) => {
    expect(sameCalls(expected, got)).toBe(same);
    expect(sameCalls(got, expected)).toBe(same);
  });

  it('says what is missing and what nobody expected', () => {
    expect(callDifference([call('a'), call('b')], [call('b'), call('c')])).toEqual({
      missing: [call('a')],
      unexpected: [call('c')],
    });
  });
});
