/**
 * What a row has counted of runs in which nothing was found, for a finding fails its test: one file a row under .cache/faults, and the
 * table of all rows that the suite prints at its end.
 * Recovery: from the death of a process, or the end of an outage, to the next fact of the run that it held up.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const FOLDER = resolve(import.meta.dirname, '../../../.cache/faults');

export type Figures = {
  readonly row: number;
  readonly what: string;
  readonly runs: number;
  /** Points or moments at which the fault struck, each counted once. */
  readonly points: number;
  readonly recoveryMs: readonly number[];
};

export function clearFigures(): void {
  rmSync(FOLDER, { recursive: true, force: true });
}

export function keepFigures(figures: Figures): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, `${String(figures.row).padStart(2, '0')}.json`), JSON.stringify(figures));
}

export function figuresTable(): string {
  const rows = filesOf(FOLDER).map((file) => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Figures);
  const head = ['| row | fault | runs | points | recovery p50 | p99 |', '|---:|---|---:|---:|---:|---:|'];
  return [...head, ...rows.map(line)].join('\n');
}

const line = ({ row, what, runs, points, recoveryMs }: Figures): string =>
  `| ${row} | ${what} | ${runs} | ${points} | ${ms(recoveryMs, 0.5)} | ${ms(recoveryMs, 0.99)} |`;

function ms(values: readonly number[], share: number): string {
  if (values.length === 0) return '';
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return `${Math.round(value)} ms`;
}

function filesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
