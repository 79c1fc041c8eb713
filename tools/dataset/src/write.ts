/** Writes what the commands make: rows and cases, the data card, the measured limits. */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DeciderRow, THRESHOLDS_FILE } from '@pitcrew/specialists';
import { catalogueOf, loadPacks } from '@pitcrew/workflow';
import { type Built, build } from './build.ts';
import { dataCard } from './card.ts';
import { writeLines } from './emit.ts';
import { HALVES, halfOf, halfRole } from './natural/halves.ts';
import { joinNaturalMistakes } from './natural/natural-rows.ts';
import { readRows } from './read-rows.ts';
import { SPLITS, type Split } from './splits.ts';

const root = resolve(import.meta.dirname, '../../..');

export function writeDataSet(): void {
  const built = build(join(root, 'workflows'));
  for (const { row, nearTo } of built.refused) console.log(`left out: ${row.id} is near to ${nearTo.id}`);
  for (const split of SPLITS) {
    for (const [role, rows] of Object.entries({ ...built.rows[split], ...halvesOf(built, split) })) {
      writeLines(join(root, '.training/rows', role, `${split}.jsonl`), rows);
      console.log(`${role} ${split}: ${rows.length}`);
    }
  }
  joinNaturalMistakes(root);
  const catalogue = `${JSON.stringify(catalogueOf(loadPacks(join(root, 'workflows'))), null, 2)}\n`;
  for (const role of [...Object.keys(built.rows.train), ...HALVES.map(halfRole)])
    writeFileSync(join(root, '.training/rows', role, 'tool-schemas.json'), catalogue);
  for (const [split, cases] of Object.entries(built.cases)) {
    writeLines(join(root, 'workflows/eval', `${split}.jsonl`), cases);
    const failing = cases.filter(({ faults }) => faults !== undefined).length;
    console.log(`cases ${split}: ${cases.length}, with a failure ${failing}`);
  }
  for (const [split, cases] of Object.entries(built.recovery)) {
    writeLines(join(root, 'workflows/eval', `recovery-${split}.jsonl`), cases);
    console.log(`recovery cases ${split}: ${cases.length}`);
  }
  writeFileSync(join(root, 'docs/data-card.md'), dataCard(built));
}

/** What the half-trained executors learn from; both are judged on the whole gate. */
const halvesOf = ({ rows }: Built, split: Split) =>
  Object.fromEntries(
    HALVES.map((half) => [
      halfRole(half),
      rows[split].executor.filter(({ voice }) => split !== 'train' || halfOf(voice) === half),
    ]),
  );

export async function writeThresholds(): Promise<void> {
  // Only this command needs a model; building the data set must work on a machine that has none.
  const { measureThresholds } = await import('./thresholds.ts');
  const models = join(root, 'models');
  const gate = (role: string) => readRows(join(root, '.training/rows', role, 'gate.jsonl'), DeciderRow);
  const thresholds = await measureThresholds(models, {
    router: gate('router'),
    planner: gate('planner'),
    validator: gate('validator'),
  });
  writeFileSync(join(models, THRESHOLDS_FILE), `${JSON.stringify(thresholds, null, 2)}\n`);
  console.log(thresholds);
}
