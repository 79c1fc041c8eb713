/**
 * Rows for the comparison of deciders with writers: of a fifth of the voices, each deciding role's rows as an encoder is taught
 * them (`router-fifth`) and as a generator is (`router-writer`), and the executor's.
 */
import { join } from 'node:path';
import { DeciderRow, WriterRow } from '@pitcrew/specialists';
import { writeLines } from './emit.ts';
import { readRows } from './read-rows.ts';
import { asWriterRows, labelsOf } from './rows/as-writer.ts';

const DECIDING = ['router', 'planner', 'validator'] as const;
const SHARE = 5;

/** Whether the voice's number is a multiple of five. */
const isCompared = ({ voice }: { readonly voice: string }): boolean => Number(voice.replace(/\D/g, '')) % SHARE === 0;

/** `folder` has the rows that were built, one folder a role. */
export function writeComparedRows(folder: string): void {
  for (const role of DECIDING) {
    const read = (split: string) => readRows(join(folder, role, `${split}.jsonl`), DeciderRow);
    const train = read('train').filter(isCompared);
    const labels = labelsOf(train);
    const known = withKnown(read('gate'), labels);
    write(folder, `${role}-fifth`, train, known);
    write(folder, `${role}-writer`, asWriterRows(train, labels), asWriterRows(known, labels));
  }
  const read = (split: string) => readRows(join(folder, 'executor', `${split}.jsonl`), WriterRow);
  write(folder, 'executor-fifth', read('train').filter(isCompared), read('gate'));
}

/** Answers that a fifth of the voices never gave can't be asked for. */
const withKnown = (rows: readonly DeciderRow[], labels: ReadonlyMap<string, readonly string[]>): DeciderRow[] =>
  rows
    .map((row) => ({
      ...row,
      labels: Object.fromEntries(
        Object.entries(row.labels).filter(([head, label]) => labels.get(head)?.includes(label)),
      ),
    }))
    .filter((row) => Object.keys(row.labels).length > 0);

function write(folder: string, role: string, train: readonly object[], gate: readonly object[]): void {
  writeLines(join(folder, role, 'train.jsonl'), train);
  writeLines(join(folder, role, 'gate.jsonl'), gate);
  console.log(`${role}: ${train.length} to learn, ${gate.length} to judge`);
}
