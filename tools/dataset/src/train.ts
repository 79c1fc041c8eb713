/**
 * From the requests to pinned models, in one command: builds the rows, trains each role whose rows or base have changed since
 * its report, pins every file, and measures the limits. A run that was interrupted goes on: what is finished is skipped, and
 * a writer resumes at its checkpoint.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';

const root = resolve(import.meta.dirname, '../../..');

type Training = { readonly role: string; readonly script: string; readonly options: readonly string[] };

/** One encoder a deciding role, then the writers; the recipes that the committed models were trained with. */
const TRAININGS: readonly Training[] = [
  { role: 'router', script: 'train_decider.py', options: ['--epochs', '3'] },
  { role: 'planner', script: 'train_decider.py', options: ['--epochs', '6'] },
  { role: 'validator', script: 'train_decider.py', options: ['--epochs', '2'] },
  { role: 'executor', script: 'train_writer.py', options: ['--epochs', '2', '--max-minutes', '60'] },
  { role: 'scratchpad', script: 'train_writer.py', options: ['--epochs', '2', '--max-minutes', '60'] },
];

const Report = z.object({ rows: z.record(z.string(), z.object({ digest: z.string() })) });

export function train(): void {
  run('node', ['tools/dataset/src/main.ts', 'build']);
  for (const { role, script, options } of TRAININGS) {
    if (isUpToDate(role)) console.log(`${role}: trained on these rows already`);
    else run('python3', [join('tools/training', script), '--role', role, ...options]);
  }
  run('npm', ['run', '--silent', 'pin', '-w', '@pitcrew/setup']);
  run('node', ['tools/dataset/src/main.ts', 'thresholds']);
}

function isUpToDate(role: string): boolean {
  const file = join(root, 'models', role, 'report.json');
  if (!existsSync(file)) return false;
  const { rows } = Report.parse(JSON.parse(readFileSync(file, 'utf8')));
  return rows.train?.digest === digestOfRows(role);
}

const digestOfRows = (role: string): string =>
  `sha256:${createHash('sha256')
    .update(readFileSync(join(root, '.training/rows', role, 'train.jsonl')))
    .digest('hex')}`;

function run(command: string, args: readonly string[]): void {
  console.log(`\n$ ${command} ${args.join(' ')}`);
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0)
    throw new Error(`${command} ${args.join(' ')} ended with ${status}; run the same command again to go on`);
}
