/**
 * The data set of the specialists, from the hand-written requests:
 *
 *   build       training rows to .training/rows (not committed), evaluation cases to workflows/eval and the data card to
 *               docs (committed); the same requests give the same bytes on every machine
 *   thresholds  the limits of the trained deciders, measured on the gate rows that were built, to models/thresholds.json
 *   train       all of it, training between the two, for each role whose rows have changed
 */
import { train } from './train.ts';
import { writeDataSet, writeThresholds } from './write.ts';

const COMMANDS: Readonly<Record<string, () => void | Promise<void>>> = {
  build: writeDataSet,
  thresholds: writeThresholds,
  train,
};
const command = COMMANDS[process.argv[2] ?? ''];
if (command === undefined) {
  console.error(`usage: node tools/dataset/src/main.ts ${Object.keys(COMMANDS).join(' | ')}`);
  process.exit(2);
}
await command();
