/**
 * From the requests to pinned models, in one command: builds the rows, trains each role whose rows or base have changed since
 * its report, pins every file, and measures the limits. A run that was interrupted goes on: what is finished is skipped, and
 * a writer resumes at its checkpoint.
 */
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { HALF_TRAININGS, isTrainedOn, optionsFor, TRAININGS, type Training, VALIDATOR_TRAINING } from './trainings.ts';

const root = resolve(import.meta.dirname, '../../..');

export function train(): void {
  run('node', ['tools/dataset/src/main.ts', 'build']);
  const models = join(root, 'models');
  for (const training of TRAININGS) trainRole(training, models);
  const halves = join(root, '.training/halves');
  for (const training of HALF_TRAININGS) trainRole(training, halves);
  run('node', ['tools/dataset/src/main.ts', 'mistakes']);
  trainRole(VALIDATOR_TRAINING, models);
  run('npm', ['run', '--silent', 'pin', '-w', '@pitcrew/setup']);
  run('node', ['tools/dataset/src/main.ts', 'thresholds']);
}

function trainRole(training: Training, models: string): void {
  const { role, rowsOf = role, script } = training;
  const rows = join(root, '.training/rows', rowsOf);
  if (isTrainedOn(models, join(rows, 'train.jsonl'), role)) {
    console.log(`${role}: trained on these rows already`);
    return;
  }
  const places = ['--rows', rows, '--out', join(models, role)];
  run('python3', [join('tools/training', script), '--role', role, ...places, ...optionsFor(training, models)]);
}

function run(command: string, args: readonly string[]): void {
  console.log(`\n$ ${command} ${args.join(' ')}`);
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0)
    throw new Error(`${command} ${args.join(' ')} ended with ${status}; run the same command again to go on`);
}
