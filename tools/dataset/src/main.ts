/**
 * The data set of the specialists, from the hand-written requests:
 *
 *   build       training rows to .training/rows (not committed), evaluation cases to workflows/eval and the data card to
 *               docs (committed); the same requests give the same bytes on every machine
 *   mistakes    adds to the validator's rows what the half-trained executors get wrong (.training/halves)
 *   compared    rows of a fifth of the voices, to compare deciders with writers (.training/rows/*-fifth, *-writer)
 *   thresholds  the limits of the trained deciders, measured on the gate rows that were built, to models/thresholds.json
 *   train       all of it, training between the two, for each role whose rows have changed
 */
import { resolve } from 'node:path';
import { writeComparedRows } from './compared.ts';
import { addNaturalMistakes } from './natural/natural-rows.ts';
import { train } from './train.ts';
import { writeDataSet, writeThresholds } from './write.ts';

const COMMANDS: Readonly<Record<string, () => void | Promise<void>>> = {
  build: writeDataSet,
  mistakes: () => addNaturalMistakes(resolve(import.meta.dirname, '../../..')),
  compared: () => writeComparedRows(resolve(import.meta.dirname, '../../../.training/rows')),
  thresholds: writeThresholds,
  train,
};
const command = COMMANDS[process.argv[2] ?? ''];
if (command === undefined) {
  console.error(`usage: node tools/dataset/src/main.ts ${Object.keys(COMMANDS).join(' | ')}`);
  process.exit(2);
}
await command();
