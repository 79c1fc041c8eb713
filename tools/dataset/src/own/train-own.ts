/**
 * From a team's folder to pinned models in FOLDER/models: builds the rows, trains each role whose rows have changed since its
 * report, pins, and measures the limits. A run that was interrupted goes on. The bases are those of this checkout's
 * manifest, unless FOLDER/models/manifest.json names others.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadManifest } from '@pitcrew/model';
import { prepareManifest } from '@pitcrew/setup';
import { pinFolders } from '@pitcrew/setup/pin';
import { DeciderRow, THRESHOLDS_FILE } from '@pitcrew/specialists';
import { RequestsError } from '../requests.ts';
import { measureThresholds } from '../thresholds.ts';
import { isTrainedOn, TRAININGS, type Training, VALIDATOR_TRAINING } from '../trainings.ts';
import { DIALOGUE_ROW_TOKENS_MAX } from './dialogue-rows.ts';
import { type OwnOptions, rowsFile, writeOwnRows } from './write-own.ts';

const ROOT = resolve(import.meta.dirname, '../../../..');

const OWN_TRAININGS: readonly Training[] = [
  ...TRAININGS.filter(({ role }) => role !== 'single'),
  VALIDATOR_TRAINING,
  {
    role: 'dialogue',
    script: 'train_writer.py',
    options: ['--epochs', '3', '--max-minutes', '60', '--max-tokens', String(DIALOGUE_ROW_TOKENS_MAX)],
  },
];

export async function trainOwn(folder: string, options: OwnOptions): Promise<void> {
  const { onProgress } = options;
  await writeOwnRows(folder, options);
  const models = join(folder, 'models');
  if (!existsSync(join(models, 'manifest.json'))) startManifest(models);
  const folders = foldersOf(folder);
  const manifest = await prepareManifest(loadManifest(models), folders, onProgress);
  for (const training of OWN_TRAININGS) {
    const { role, rowsOf = role } = training;
    const base = Object.values(manifest.bases).find(({ kind }) => kind === 'generator');
    if (!hasRows(folder, rowsOf, 'train') || !hasRows(folder, rowsOf, 'gate'))
      onProgress(`${role}: no rows to train and judge it on`);
    else if (isTrainedOn(models, rowsFile(folder, rowsOf, 'train'), role))
      onProgress(`${role}: trained on these rows already`);
    else run(training, folder, base && join(folders.prepared, base.served.file));
  }
  await pinFolders(folders, onProgress);
  await writeLimits(folder, onProgress);
}

const foldersOf = (folder: string) => ({
  models: join(folder, 'models'),
  prepared: join(folder, '.cache/models'),
  downloads: join(ROOT, '.cache/downloads'),
});

function startManifest(models: string): void {
  const { bases } = loadManifest(join(ROOT, 'models'));
  mkdirSync(models, { recursive: true });
  writeFileSync(
    join(models, 'manifest.json'),
    `${JSON.stringify({ schemaVersion: 1, bases, specialists: {} }, null, 2)}\n`,
  );
}

/** A writer is trained on the very weights that it is served on; the encoder's weights are among the downloads. */
function run({ role, rowsOf = role, script, options }: Training, folder: string, generator: string | undefined): void {
  const rows = join(folder, '.training/rows', rowsOf);
  const writers =
    script === 'train_writer.py'
      ? [
          '--checkpoint',
          join(folder, '.training/checkpoints', `${role}.pt`),
          ...(generator ? ['--base', generator] : []),
        ]
      : [];
  const places = ['--rows', rows, '--out', join(folder, 'models', role), ...writers];
  const args = [join(ROOT, 'tools/training', script), '--role', role, ...places, ...options];
  console.log(`\n$ python3 ${args.join(' ')}`);
  const { status } = spawnSync('python3', args, { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0)
    throw new RequestsError(`the training of ${role} ended with ${status}; run the same command again to go on`);
}

/** The deciders that have limits. */
const MEASURED = ['router', 'planner', 'validator'] as const;

async function writeLimits(folder: string, onProgress: (line: string) => void): Promise<void> {
  const models = join(folder, 'models');
  const { specialists } = loadManifest(models);
  if (MEASURED.some((role) => specialists[role] === undefined)) return;
  const gate = (role: string) =>
    linesOf(rowsFile(folder, role, 'gate')).map((line) => DeciderRow.parse(JSON.parse(line)));
  const rows = { router: gate('router'), planner: gate('planner'), validator: gate('validator') };
  const limits = await measureThresholds(models, rows);
  writeFileSync(join(models, THRESHOLDS_FILE), `${JSON.stringify(limits, null, 2)}\n`);
  onProgress(`limits of router and validator: ${join(models, THRESHOLDS_FILE)}`);
}

const hasRows = (folder: string, role: string, split: string): boolean =>
  existsSync(rowsFile(folder, role, split)) && linesOf(rowsFile(folder, role, split)).length > 0;

const linesOf = (file: string): readonly string[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
