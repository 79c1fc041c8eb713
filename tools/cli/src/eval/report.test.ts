import { describe, expect, it } from 'vitest';
import { inParallel } from './in-parallel.ts';
import { reportOf, reportText } from './report.ts';
import type { CaseResult } from './run-case.ts';

const compared = (passed: boolean) => ({ passed, expected: 1, got: 2 });

const result = (change: Partial<CaseResult>): CaseResult => ({
  line: 1,
  request: 'x',
  tenant: 't',
  run: 'r',
  passed: true,
  keys: { plan: compared(true) },
  steps: 3,
  stepsBegun: 3,
  sampledTokens: 30,
  latencyMs: 1000,
  finished: true,
  ...change,
});

describe('a report', () => {
  const report = reportOf([
    result({}),
    result({ passed: false, keys: { plan: compared(false), calls: compared(false) }, latencyMs: 3000 }),
    result({ steps: 1, stepsBegun: 1, sampledTokens: 5, keys: { outcome: compared(true) }, latencyMs: 500 }),
    result({
      steps: 0,
      stepsBegun: 0,
      sampledTokens: 0,
      passed: false,
      keys: { outcome: compared(false) },
      finished: false,
    }),
  ]);

  it('counts each key over the cases that expect something of it', () => {
    expect(report.accuracy.overall).toMatchObject({
      plan: { right: 1, of: 2 },
      calls: { right: 0, of: 1 },
      outcome: { right: 1, of: 2 },
      all: { right: 2, of: 4 },
    });
    expect(report.accuracy.overall.workflow).toBeUndefined();
  });

  it('groups by number of steps', () => {
    expect(Object.keys(report.accuracy.bySteps)).toEqual(['0', '1', '3']);
    expect(report.accuracy.bySteps['3']?.all).toMatchObject({ right: 1, of: 2, rate: 0.5 });
  });

  it('measures finished runs only, and tokens over the steps that were begun', () => {
    expect(report.latencyMs).toEqual({ p50: 1000, p95: 3000 });
    expect(report.unfinished).toBe(1);
    expect(report.sampledTokensPerStep).toBe(65 / 7);
  });

  it('prints a table', () => {
    expect(reportText(report)).toContain('50.0 % (9.5-90.5, 1/2)');
    expect(reportText(reportOf([]))).toContain('p50 - ms');
  });
});

describe('in parallel', () => {
  it('keeps the order and never has more than the width under way', async () => {
    let underWay = 0;
    let most = 0;
    const answers = await inParallel([3, 1, 2, 0], 2, async (number) => {
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setTimeout(resolve, number * 5));
      underWay -= 1;
      return number * 10;
    });
    expect(answers).toEqual([30, 10, 20, 0]);
    expect(most).toBe(2);
  });

  it('takes nothing more after a failure', async () => {
    const seen: number[] = [];
    const mapping = inParallel([0, 1, 2, 3], 1, async (number) => {
      seen.push(number);
      if (number === 1) throw new Error('no');
      return number;
    });
    await expect(mapping).rejects.toThrow('no');
    expect(seen).toEqual([0, 1]);
  });
});
