/** Two encoders share a decision: the mean of their probabilities decides. */
import { describe, expect, it } from 'vitest';
import type { Decider } from './decider.ts';
import { jointly } from './joint-decider.ts';

const usageOf = (model: string, prefillMs: number) => ({
  ...{ model, inputTokens: 9, cachedTokens: 0, outputTokens: 0, prefillMs, decodeMs: 0 },
});

function encoder(model: string, yes: number, prefillMs = 10, labels: Decider['labels'] = { book: ['yes', 'no'] }) {
  const closed: string[] = [];
  const probabilities = { yes, no: 1 - yes };
  const answer = { label: yes > 0.5 ? 'yes' : 'no', confidence: Math.max(yes, 1 - yes), probabilities };
  const decider: Decider = {
    model,
    labels,
    decide: async () => ({ heads: { book: answer }, usage: usageOf(model, prefillMs) }),
    countTokens: (text) => text.length,
    close: async () => {
      closed.push(model);
    },
  };
  return { decider, closed };
}

describe('a joint decision', () => {
  it.each([
    [0.9, 0.2, 'yes', 0.55],
    [0.4, 0.55, 'no', 0.525],
    [0.7, 0.8, 'yes', 0.75],
  ])('of %d and %d is %s, as sure as %d', async (one, other, label, confidence) => {
    const { heads } = await jointly(encoder('a', one).decider, encoder('b', other).decider).decide('book it?');
    expect(heads.book?.label).toBe(label);
    expect(heads.book?.confidence).toBeCloseTo(confidence);
    const sum = Object.values(heads.book?.probabilities ?? {}).reduce((total, each) => total + each, 0);
    expect(sum).toBeCloseTo(1);
  });

  it('costs the tokens of both and the time of the slower, and names both', async () => {
    const joint = jointly(encoder('a', 0.9, 12).decider, encoder('b', 0.9, 15).decider);
    expect(joint.model).toBe('a+b');
    expect((await joint.decide('book it?')).usage).toEqual({ ...usageOf('a+b', 15), inputTokens: 18 });
  });

  it('is not made of encoders that were asked different questions', () => {
    const other = encoder('b', 0.9, 10, { book: ['yes', 'no', 'later'] }).decider;
    expect(() => jointly(encoder('a', 0.9).decider, other)).toThrow('a and b answer different questions');
  });

  it('ends with both', async () => {
    const [a, b] = [encoder('a', 0.9), encoder('b', 0.9)];
    await jointly(a.decider, b.decider).close();
    expect([...a.closed, ...b.closed]).toEqual(['a', 'b']);
  });
});
