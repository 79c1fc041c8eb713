import { describe, expect, it } from 'vitest';
import { worthWanted } from './worth.ts';

describe('what an escalation has to be worth', () => {
  it.each<[left: number, scarce: number, wanted: number]>([
    [100, 20, 0],
    [21, 20, 0],
    [20, 20, 0],
    [15, 20, 0.25],
    [10, 20, 0.5],
    [5, 20, 0.75],
    [0, 20, 1],
    [-30, 20, 1],
    [50, 100, 0.5],
    [1, 0, 0],
    [0, 0, 0],
  ])('with %d left, and the last %d scarce, it is %d', (left, scarce, wanted) => {
    expect(worthWanted(left, scarce)).toBe(wanted);
  });
});
