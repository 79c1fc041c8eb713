/** The report for a person at a terminal. */
import { table } from '@pitcrew/cli/table';
import { ROLES, type RoleFigures } from './breakdown.ts';
import type { Mark, Report } from './report.ts';

export function reportText(report: Report): string {
  const { wallMs, orchestration, memory, marks, runs } = report;
  return [
    `A run, over ${runs}: p50 ${ms(wallMs.p50)}, p95 ${ms(wallMs.p95)}, mean ${ms(wallMs.mean)}`,
    '',
    'Of the mean (steps side by side are added up):',
    breakdownTable(report),
    '',
    `Orchestration, over ${orchestration.runs} traced runs: ${ms(orchestration.ms)} of a run in which neither a model nor a tool is at work`,
    '',
    memory.processes.length === 0 ? 'Memory is read from /proc, which this system does not have.' : memoryTable(memory),
    '',
    ...marks.map(markText),
  ].join('\n');
}

function breakdownTable({ breakdown, restMs, wallMs }: Report): string {
  const { roles, tools } = breakdown;
  const share = (part: number): string => `${((100 * part) / (wallMs.mean || 1)).toFixed(0)} %`;
  const roleRow = (role: string, figures: RoleFigures) => {
    const { calls, prefillMs, decodeMs, inputTokens, cachedTokens, sampledTokens } = figures;
    const tokens = [inputTokens, cachedTokens, sampledTokens].map((count) => count.toFixed(0));
    return [role, calls.toFixed(1), ms(prefillMs), ms(decodeMs), share(prefillMs + decodeMs), ...tokens];
  };
  return table(
    ['', 'calls', 'prefill', 'decode', 'of run', 'input', 'cached', 'sampled tokens'],
    [
      ...ROLES.map((role) => roleRow(role, roles[role])),
      ['tools', tools.calls.toFixed(1), ms(tools.latencyMs), '', share(tools.latencyMs)],
      ['rest', '', ms(restMs), '', share(restMs)],
    ],
  );
}

const memoryTable = ({ processes, bytes }: Report['memory']): string =>
  table(
    ['resident memory', 'MiB'],
    [...processes, { name: 'sum', bytes }].map((process) => [process.name, (process.bytes / 1024 ** 2).toFixed(0)]),
  );

function markText({ what, value, max, kept }: Mark): string {
  return `${kept ? '✓' : '✗'} ${what}: ${quantity(what, value)} (at most ${quantity(what, max)})`;
}

function quantity(what: Mark['what'], value: number): string {
  if (what === 'p50 of a run') return ms(value);
  return what === 'memory of the crew' ? `${(value / 1024 ** 3).toFixed(2)} GiB` : `${(100 * value).toFixed(1)} %`;
}

const ms = (value: number): string => `${value.toFixed(0)} ms`;
