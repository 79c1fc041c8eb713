/** Columns aligned with spaces, as wide as their widest cell. */
import { printable } from '../story/printable.ts';

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const clean = [head, ...rows.map((row) => row.map(printable))];
  const widths = head.map((_, column) => Math.max(...clean.map((row) => row[column]?.length ?? 0)));
  return clean
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
