/**
 * Writes an export into a team's folder, as `dataset build` and `train` read it: FOLDER/workflows/<pack> with the pack and the
 * requests, FOLDER/export with what people have to look at first.
 */
import { appendFileSync, copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Exported, ExportedRow } from './rows-of-examples.ts';

/** Rows are appended, so that exports of several days gather. `voice` names the file: those of one day stay together when voices are split. */
export function writeExport(
  folder: string,
  workflows: string,
  { requests, unlabelled, repaired, reviewed }: Exported,
  voice: string,
) {
  const written: string[] = [];
  for (const [pack, rows] of requests) {
    const own = join(folder, 'workflows', pack);
    mkdirSync(join(own, 'requests'), { recursive: true });
    if (!existsSync(join(own, 'workflow.yaml')))
      copyFileSync(join(workflows, pack, 'workflow.yaml'), join(own, 'workflow.yaml'));
    written.push(append(join(own, 'requests', `${voice}.jsonl`), rows));
  }
  mkdirSync(join(folder, 'export'), { recursive: true });
  if (unlabelled.length > 0) written.push(append(join(folder, 'export/unlabelled.jsonl'), unlabelled));
  if (repaired.length > 0) written.push(append(join(folder, 'export/repaired.jsonl'), repaired));
  if (reviewed.length > 0) written.push(append(join(folder, 'export/reviewed.jsonl'), reviewed));
  return written;
}

function append(file: string, rows: readonly ExportedRow[]): string {
  appendFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  return `${file}: ${rows.length}`;
}
