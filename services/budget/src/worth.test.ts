import { describe, expect, it } from 'vitest';
import { worthWanted } from './worth.ts';

describe('what an escalation has to be worth', () => {
  it.each<[leftShare: number, scarceShare: number, wanted: number]>([
    [1, 0.2, 0],
    [0.5, 0.2, 0],
    [0.2, 0.2, 0],
    [0.15, 0.2, 0.25],
    [0.1, 0.2, 0.5],
    [0.05, 0.2, 0.75],
    [0, 0.2, 1],
    [-0.3, 0.2, 1],
    [0.5, 1, 0.5],
    [0.01, 0, 0],
    [0, 0, 0],
  ])('with %d left and a scarce share of %d it is %d', (leftShare, scarceShare, wanted) => {
    expect(worthWanted(leftShare, scarceShare)).toBeCloseTo(wanted, 10);
  });
});
