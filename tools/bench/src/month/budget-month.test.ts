/** The article's month: what it costs, and what a limit does to it. */
import { describe, expect, it } from 'vitest';
import { type Month, playMonth } from './budget-month.ts';

const month: Month = { requestsADay: 100, days: 30, limitMicroUsd: 45_000_000, planMicroUsd: 10_000 };
/** Every twentieth request, three of twenty of them to be escalated. */
const wanted = Array.from({ length: 20 }, (_, index) => index < 3);
const inTurn = () => {
  let next = 0;
  return (bound: number) => next++ % bound;
};

describe('a month', () => {
  it('costs a cent a plan, and nothing is refused within the limit', () => {
    const report = playMonth(wanted, inTurn(), month);
    expect(report).toMatchObject({ requests: 3_000, escalated: 450, refused: 0, spentMicroUsd: 4_500_000 });
    expect([...report.answered]).toEqual([0, 1, 2]);
    expect(report.ranOutOnDay).toBeUndefined();
  });

  it('never spends more than its limit, and says when half, most and all of it is gone', () => {
    const report = playMonth(wanted, inTurn(), { ...month, limitMicroUsd: 1_500_000 });
    expect(report).toMatchObject({ escalated: 150, refused: 300, spentMicroUsd: 1_500_000, ranOutOnDay: 11 });
    expect(report.alerts).toEqual([
      { percent: 50, day: 5 },
      { percent: 80, day: 8 },
      { percent: 100, day: 10 },
    ]);
  });
});
