/** Columns aligned with spaces, as wide as their widest cell; control characters of other people's text are left out. */
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

/** Other people's text on one line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this removes.
export const printable = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
