import { describe, expect, it } from 'vitest';
import type { Answered } from './promote/figures.ts';
import { thresholdsFrom } from './thresholds.ts';

const answer = (name: string, right: string, probabilities: Record<string, number>): Answered => {
  const [label, confidence] = Object.entries(probabilities).sort((a, b) => b[1] - a[1])[0] ?? ['', 0];
  return {
    row: { text: 'x', labels: { [name]: right }, voice: 'v04' },
    decision: { heads: { [name]: { label, confidence, probabilities } } },
  };
};
const heads = (answers: Answered[]): Answered[] =>
  answers.map(({ row, decision }) => ({
    row,
    decision: {
      heads: {
        workflow: { label: 'none', confidence: 1, probabilities: { none: 1 } },
        clarity: { label: 'clear', confidence: 1, probabilities: { clear: 1 } },
        ...decision.heads,
      },
    },
  }));

describe('measured thresholds', () => {
  it('let one in a thousand good calls be questioned', () => {
    const good = Array.from({ length: 1000 }, (_, index) =>
      answer('call', 'right', { wrong: 0.5 + index / 2000, right: 0 }),
    );
    const { validator } = thresholdsFrom([], good);
    expect(
      good.filter(({ decision }) => (decision.heads.call?.probabilities.wrong ?? 0) >= validator.call),
    ).toHaveLength(1);
    expect(validator.step).toBe(0.5);
  });

  it('let one in twenty wrong repairs be made', () => {
    const wrong = Array.from({ length: 100 }, (_, index) =>
      answer('replan', 'stop', { refresh: 0.5 + index / 250, stop: 0.1 }),
    );
    const right = answer('replan', 'refresh', { refresh: 0.99, stop: 0.01 });
    const { planner } = thresholdsFrom([], [], [...wrong, right]);
    expect(
      wrong.filter(({ decision }) => (decision.heads.replan?.probabilities.refresh ?? 0) >= planner.replan),
    ).toHaveLength(5);
    expect(thresholdsFrom([], []).planner.replan).toBe(0.5);
  });

  it('count an unclear request of the other kind as no false alarm', () => {
    const router = heads([
      ...Array.from({ length: 10 }, () => answer('clarity', 'ambiguous', { incomplete: 0.9, ambiguous: 0.1 })),
      ...Array.from({ length: 10 }, () => answer('clarity', 'clear', { incomplete: 0.6, clear: 0.4 })),
    ]);
    const { incomplete } = thresholdsFrom(router, []).router;
    expect(incomplete).toBeGreaterThan(0.6);
    expect(incomplete).toBeLessThan(0.9);
  });

  it('believe a workflow as far as the rightly named ones reach', () => {
    const router = heads(
      Array.from({ length: 100 }, (_, index) => answer('workflow', 'a', { a: 0.3 + index / 200, none: 0 })),
    );
    expect(thresholdsFrom(router, []).router.workflow).toBeCloseTo(0.31);
  });
});
