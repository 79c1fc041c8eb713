/** What the young crew learnt from, and the same with what the month's export adds: rows of router and planner. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rowsOfRequests } from '@pitcrew/dataset/export';
import { readRows } from '@pitcrew/dataset/promote';
import { DeciderRow } from '@pitcrew/specialists';
import { catalogueOf, type Pack } from '@pitcrew/workflow';

export const TAUGHT = ['router', 'planner'] as const;

/** `voices` are those that the young crew was trained on. Gives how many rows the export added, role by role. */
export function writeTaughtRows(
  rows: string,
  out: string,
  packs: readonly Pack[],
  voices: ReadonlySet<string>,
  exported: string,
): Readonly<Record<string, number>> {
  const added = rowsOfRequests(join(exported, 'workflows'), packs);
  const counts: Record<string, number> = {};
  for (const role of TAUGHT) {
    const young = readRows(join(rows, role, 'train.jsonl'), DeciderRow).filter(({ voice }) => voices.has(voice));
    const folder = join(out, 'rows', role);
    mkdirSync(folder, { recursive: true });
    const write = (name: string, lines: readonly object[]) =>
      writeFileSync(join(folder, name), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    write('train.jsonl', [...young, ...added[role]]);
    write('gate.jsonl', readRows(join(rows, role, 'gate.jsonl'), DeciderRow));
    writeFileSync(join(folder, 'tool-schemas.json'), JSON.stringify(catalogueOf(packs)));
    counts[role] = added[role].length;
  }
  return counts;
}
