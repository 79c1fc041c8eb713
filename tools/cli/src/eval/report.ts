/** What the cases add up to: accuracy of each key, by number of steps and overall, tokens a step and latency. */
import { table } from '../commands/table.ts';
import { KEYS, type Key } from './judge-case.ts';
import { percentile } from './percentile.ts';
import type { CaseResult } from './run-case.ts';
import { type Proportion, proportion } from './wilson.ts';

export type Accuracy = Readonly<Partial<Record<Key, Proportion>>> & { readonly all: Proportion };

export type Report = {
  readonly cases: readonly CaseResult[];
  readonly accuracy: {
    readonly overall: Accuracy;
    readonly bySteps: Readonly<Record<string, Accuracy>>;
    /** By the class of failure that a case is about; empty when no case is about one. */
    readonly byClass: Readonly<Record<string, Accuracy>>;
  };
  readonly unfinished: number;
  readonly sampledTokensPerStep: number | null;
  readonly latencyMs: { readonly p50: number | null; readonly p95: number | null };
};

export function reportOf(cases: readonly CaseResult[]): Report {
  const bySteps = [...Map.groupBy(cases, ({ steps }) => steps)].sort(([a], [b]) => a - b);
  const classes = [...Map.groupBy(cases, (each) => each.class)].flatMap(([name, list]) =>
    name === undefined ? [] : [[name, accuracyOf(list)] as const],
  );
  const steps = cases.reduce((sum, { stepsBegun }) => sum + stepsBegun, 0);
  const tokens = cases.reduce((sum, { sampledTokens }) => sum + sampledTokens, 0);
  const latencies = cases.filter(({ finished }) => finished).map(({ latencyMs }) => latencyMs);
  return {
    cases,
    accuracy: {
      overall: accuracyOf(cases),
      bySteps: Object.fromEntries(bySteps.map(([count, list]) => [String(count), accuracyOf(list)])),
      byClass: Object.fromEntries(classes),
    },
    unfinished: cases.length - latencies.length,
    sampledTokensPerStep: steps === 0 ? null : tokens / steps,
    latencyMs: { p50: percentile(latencies, 50) ?? null, p95: percentile(latencies, 95) ?? null },
  };
}

export function reportText(report: Report): string {
  const { accuracy, sampledTokensPerStep, latencyMs, unfinished } = report;
  const rows = [
    ...Object.entries(accuracy.bySteps).map(([steps, found]) => [
      `${steps} ${steps === '1' ? 'step' : 'steps'}`,
      ...cells(found),
    ]),
    ...Object.entries(accuracy.byClass).map(([name, found]) => [`${name} errors`, ...cells(found)]),
    ['overall', ...cells(accuracy.overall)],
  ];
  return [
    table(['', 'cases', ...KEYS, 'all keys'], rows),
    '',
    'Accuracy with its 95 % interval (Wilson).',
    `Sampled tokens a step: ${sampledTokensPerStep?.toFixed(1) ?? '-'}`,
    `Latency of a run: p50 ${latencyMs.p50 ?? '-'} ms, p95 ${latencyMs.p95 ?? '-'} ms`,
    ...(unfinished === 0 ? [] : [`${unfinished} runs did not finish in time`]),
  ].join('\n');
}

/** Of each key, only the cases that expect something of it. */
function accuracyOf(cases: readonly CaseResult[]): Accuracy {
  const keys = KEYS.flatMap((key) => {
    const compared = cases.flatMap((result) => result.keys[key] ?? []);
    return compared.length === 0
      ? []
      : [[key, proportion(compared.filter((one) => one.passed).length, compared.length)] as const];
  });
  return { ...Object.fromEntries(keys), all: proportion(cases.filter((result) => result.passed).length, cases.length) };
}

const cells = (accuracy: Accuracy): string[] => [
  String(accuracy.all.of),
  ...KEYS.map((key) => proportionText(accuracy[key])),
  proportionText(accuracy.all),
];

function proportionText(found: Proportion | undefined): string {
  if (found === undefined) return '-';
  const { right, of, rate, low, high } = found;
  return `${percent(rate)} % (${percent(low)}-${percent(high)}, ${right}/${of})`;
}

const percent = (rate: number): string => (rate * 100).toFixed(1);
