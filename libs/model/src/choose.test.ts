import { describe, expect, it } from 'vitest';
import { chooser } from './choose.ts';

const logits = new Map([
  ['a', 1],
  ['b', 3],
  ['c', 2],
]);

describe('choosing a token', () => {
  it('takes the most likely one at temperature 0 and says its probability', () => {
    const { token, probability } = chooser(0, 1)(logits);
    expect(token).toBe('b');
    expect(probability).toBeCloseTo(Math.exp(3) / (Math.exp(1) + Math.exp(2) + Math.exp(3)), 10);
  });

  it('repeats a sample for the same seed', () => {
    const sampled = (seed: number) => {
      const choose = chooser(1.5, seed);
      return Array.from({ length: 20 }, () => choose(logits).token).join('');
    };
    expect(sampled(7)).toBe(sampled(7));
    expect(sampled(7)).not.toBe(sampled(8));
  });

  it('samples in proportion to the probabilities', () => {
    const choose = chooser(1, 42);
    const share =
      Array.from({ length: 4000 }, () => choose(logits).token).filter((token) => token === 'b').length / 4000;
    expect(share).toBeCloseTo(0.665, 1);
  });

  it('stays right when logits are far apart', () => {
    expect(
      chooser(
        0,
        0,
      )(
        new Map([
          ['x', -1e4],
          ['y', 1e4],
        ]),
      ),
    ).toEqual({ token: 'y', probability: 1 });
  });

  it('refuses to choose from nothing', () => {
    expect(() => chooser(0, 0)(new Map())).toThrow('no token to choose from');
  });
});
