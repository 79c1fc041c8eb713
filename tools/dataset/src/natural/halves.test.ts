/** The halves part the voices: an executor is never asked about requests that it was trained on. */
import { describe, expect, it } from 'vitest';
import { HALVES, halfOf, otherHalf } from './halves.ts';

describe('the halves', () => {
  it.each(['v01', 'v02', 'v110', 'v165'])('have %s in one of them', (voice) => {
    expect(HALVES.filter((half) => half === halfOf(voice))).toHaveLength(1);
    expect(otherHalf(halfOf(voice))).not.toBe(halfOf(voice));
  });
});
