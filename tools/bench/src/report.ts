/** What was measured, against the limits, as a value and as text. */
import { percentile } from '@pitcrew/cli/percentile';
import type { Measurements } from './benchmark.ts';
import { type Breakdown, breakdownOf, mean, meanBreakdown, workMs } from './breakdown.ts';
import type { ProcessMemory } from './memory.ts';

export const LIMITS = {
  /** From a person's request to the whole answer, so that they stay with it. */
  p50MsMax: 1800,
  orchestrationShareMax: 0.1,
  /** The crew shares a developer's laptop with everything else. */
  memoryBytesMax: 3 * 1024 ** 3,
} as const;

export type Mark = {
  readonly what: 'p50 of a run' | 'share of orchestration' | 'memory of the crew';
  readonly value: number;
  readonly max: number;
  readonly kept: boolean;
};

export type Report = {
  readonly runs: number;
  readonly wallMs: { readonly p50: number; readonly p95: number; readonly mean: number };
  /** Of one run, in the mean. */
  readonly breakdown: Breakdown;
  /** What is left of the mean wall time; steps side by side make it smaller than the time spent otherwise. */
  readonly restMs: number;
  readonly orchestration: { readonly runs: number; readonly share: number; readonly ms: number };
  readonly memory: { readonly processes: readonly ProcessMemory[]; readonly bytes: number };
  readonly marks: readonly Mark[];
};

export function reportOf({ runs, memory, orchestration }: Measurements): Report {
  const wall = runs.map(({ wallMs }) => wallMs);
  const p50 = percentile(wall, 50) ?? 0;
  const meanMs = mean(wall);
  const breakdown = meanBreakdown(runs.map(({ events }) => breakdownOf(events)));
  const share =
    percentile(
      orchestration.map((run) => run.share),
      50,
    ) ?? 0;
  const bytes = memory.reduce((sum, process) => sum + process.bytes, 0);
  return {
    runs: runs.length,
    wallMs: { p50, p95: percentile(wall, 95) ?? 0, mean: meanMs },
    breakdown,
    restMs: meanMs - workMs(breakdown),
    orchestration: {
      runs: orchestration.length,
      share,
      ms:
        percentile(
          orchestration.map((run) => run.runMs - run.workMs),
          50,
        ) ?? 0,
    },
    memory: { processes: memory, bytes },
    marks: [
      ...(runs.length === 0 ? [] : [mark('p50 of a run', p50, LIMITS.p50MsMax)]),
      ...(orchestration.length === 0 ? [] : [mark('share of orchestration', share, LIMITS.orchestrationShareMax)]),
      ...(memory.length === 0 ? [] : [mark('memory of the crew', bytes, LIMITS.memoryBytesMax)]),
    ],
  };
}

const mark = (what: Mark['what'], value: number, max: number): Mark => ({ what, value, max, kept: value <= max });
