import { describe, expect, it } from 'vitest';
import type { Measurements } from './benchmark.ts';
import { LIMITS, reportOf } from './report.ts';
import { reportText } from './report-text.ts';

const GIB = 1024 ** 3;
const measured = (wallMs: readonly number[], share: number, gibibytes: number): Measurements => ({
  runs: wallMs.map((one) => ({ wallMs: one, events: [] })),
  orchestration: [{ runMs: 1000, workMs: 1000 * (1 - share), share }],
  memory: [
    { name: 'router', bytes: (gibibytes / 2) * GIB },
    { name: 'nats-server', bytes: (gibibytes / 2) * GIB },
  ],
});

describe('the report', () => {
  it.each<[string, Measurements, boolean[]]>([
    ['all limits kept', measured([900, 1000, 1100], 0.08, 2), [true, true, true]],
    ['exactly at the limits', measured([LIMITS.p50MsMax], 0.1, 3), [true, true, true]],
    ['too slow', measured([1801], 0.05, 2), [false, true, true]],
    ['a slow run alone does not move the p50', measured([900, 1000, 9000], 0.05, 2), [true, true, true]],
    ['too much orchestration', measured([900], 0.11, 2), [true, false, true]],
    ['too much memory', measured([900], 0.05, 3.01), [true, true, false]],
    ['nothing measured, nothing marked', { runs: [], orchestration: [], memory: [] }, []],
  ])('%s', (_, measurements, kept) => {
    expect(reportOf(measurements).marks.map((mark) => mark.kept)).toEqual(kept);
  });

  it('says the percentiles and the sum of the memory', () => {
    const report = reportOf(measured([1000, 1200, 1500], 0.08, 2));
    expect(report.wallMs).toMatchObject({ p50: 1200, p95: 1500 });
    expect(report.memory.bytes).toBe(2 * GIB);
    expect(report.orchestration.ms).toBeCloseTo(80);
  });

  it('is text with a mark for each limit', () => {
    const text = reportText(reportOf(measured([2000], 0.08, 2)));
    expect(text).toContain('✗ p50 of a run: 2000 ms (at most 1800 ms)');
    expect(text).toContain('✓ share of orchestration: 8.0 % (at most 10.0 %)');
    expect(text).toContain('✓ memory of the crew: 2.00 GiB (at most 3.00 GiB)');
  });

  it('says that memory was not measured where there is no /proc', () => {
    expect(reportText(reportOf({ ...measured([900], 0.08, 2), memory: [] }))).toContain('does not have');
  });
});
