/** What is trained for a crew, and how: the recipes that the committed models were trained with. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { HALVES, halfRole } from './natural/halves.ts';

export type Training = {
  readonly role: string;
  /** Whose rows it is trained on, when not its own. */
  readonly rowsOf?: string;
  readonly script: string;
  readonly options: readonly string[];
  /** A stage from the adapter of a role that is there already takes these instead. */
  readonly onward?: { readonly from: string; readonly options: readonly string[] };
};

/**
 * One encoder a deciding role, anew each time; the writers, each from the executor's last adapter. The validator is last, for it
 * learns from what the two half-trained executors get wrong.
 */
export const TRAININGS: readonly Training[] = [
  { role: 'router', script: 'train_decider.py', options: ['--epochs', '3'] },
  { role: 'planner', script: 'train_decider.py', options: ['--epochs', '5'] },
  { role: 'planner-second', rowsOf: 'planner', script: 'train_decider.py', options: ['--epochs', '5', '--seed', '2'] },
  {
    role: 'executor',
    script: 'train_writer.py',
    options: ['--epochs', '2', '--max-minutes', '60'],
    onward: { from: 'executor', options: ['--epochs', '1', '--learning-rate', '5e-4', '--max-minutes', '60'] },
  },
  {
    role: 'scratchpad',
    script: 'train_writer.py',
    options: ['--epochs', '2', '--max-tokens', '2048', '--max-minutes', '60'],
    onward: {
      from: 'executor',
      options: ['--epochs', '1', '--learning-rate', '6e-4', '--max-tokens', '2048', '--max-minutes', '60'],
    },
  },
  // Serves nobody: the bench compares with it.
  {
    role: 'single',
    script: 'train_writer.py',
    options: ['--epochs', '2', '--max-minutes', '60'],
    onward: { from: 'executor', options: ['--epochs', '1', '--learning-rate', '6e-4', '--max-minutes', '60'] },
  },
];

const HALF_OPTIONS = ['--epochs', '2', '--max-minutes', '30'];
export const HALF_TRAININGS: readonly Training[] = HALVES.map((half) => ({
  role: halfRole(half),
  script: 'train_writer.py',
  options: HALF_OPTIONS,
}));

export const VALIDATOR_TRAINING: Training = {
  role: 'validator',
  script: 'train_decider.py',
  options: ['--epochs', '4', '--batch-rows', '32'],
};

/** The options of a training, given the folder of the models that are there. */
export function optionsFor({ options, onward }: Training, models: string): readonly string[] {
  if (onward === undefined) return options;
  const adapter = join(models, onward.from, 'adapter.gguf');
  return existsSync(adapter) ? [...onward.options, '--init-from', adapter] : options;
}

const Report = z.object({ rows: z.record(z.string(), z.object({ digest: z.string() })) });

/** Whether the role's report speaks of these training rows. */
export function isTrainedOn(models: string, rows: string, role: string): boolean {
  const file = join(models, role, 'report.json');
  if (!existsSync(file)) return false;
  const report = Report.parse(JSON.parse(readFileSync(file, 'utf8')));
  return report.rows.train?.digest === `sha256:${createHash('sha256').update(readFileSync(rows)).digest('hex')}`;
}
