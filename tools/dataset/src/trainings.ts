/** What is trained for a crew, and how: the recipes that the committed models were trained with. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

export type Training = { readonly role: string; readonly script: string; readonly options: readonly string[] };

/** One encoder a deciding role, then the writers. */
export const TRAININGS: readonly Training[] = [
  { role: 'router', script: 'train_decider.py', options: ['--epochs', '3'] },
  { role: 'planner', script: 'train_decider.py', options: ['--epochs', '6'] },
  { role: 'validator', script: 'train_decider.py', options: ['--epochs', '2'] },
  { role: 'executor', script: 'train_writer.py', options: ['--epochs', '2', '--max-minutes', '60'] },
  { role: 'scratchpad', script: 'train_writer.py', options: ['--epochs', '2', '--max-minutes', '60'] },
];

const Report = z.object({ rows: z.record(z.string(), z.object({ digest: z.string() })) });

/** Whether the role's report speaks of these training rows. */
export function isTrainedOn(models: string, rows: string, role: string): boolean {
  const file = join(models, role, 'report.json');
  if (!existsSync(file)) return false;
  const report = Report.parse(JSON.parse(readFileSync(file, 'utf8')));
  return report.rows.train?.digest === `sha256:${createHash('sha256').update(readFileSync(rows)).digest('hex')}`;
}
