/** Writes rows as JSON Lines: one row a line, a line feed at the end, so a diff shows rows. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export function writeLines(file: string, rows: readonly object[]): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
}

/** The same text with the same labels twice teaches nothing; the first is kept. */
export function distinct<T extends object>(rows: readonly T[]): readonly T[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    const key = JSON.stringify(row);
    return !seen.has(key) && seen.add(key);
  });
}
