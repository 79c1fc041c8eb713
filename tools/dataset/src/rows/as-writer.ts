/**
 * A decider's rows as a generator would be taught them, to compare the two: the same text, each head's label a choice among
 * its labels, the heads in alphabetical order.
 */
import type { DeciderRow, WriterRow } from '@pitcrew/specialists';

export function asWriterRows(rows: readonly DeciderRow[], labels: ReadonlyMap<string, readonly string[]>): WriterRow[] {
  return rows.map(({ text, labels: right, voice }) => ({
    prompt: `${text}\n`,
    pieces: Object.entries(right)
      .sort(([one], [other]) => one.localeCompare(other))
      .flatMap(([head, label]) => [
        { text: `${head}: `, trained: false },
        { text: `${label}\n`, trained: true, options: (labels.get(head) ?? []).map((each) => `${each}\n`) },
      ]),
    voice,
  }));
}

/** Head -> its labels, as the training rows know them. */
export function labelsOf(rows: readonly DeciderRow[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  for (const row of rows)
    for (const [head, label] of Object.entries(row.labels)) found.set(head, (found.get(head) ?? new Set()).add(label));
  return new Map([...found].map(([head, labels]) => [head, [...labels].sort()]));
}
