/** The checks by name, cheapest first and the tests last. Each is a command that prints what is wrong and exits other than 0. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './repository.ts';

export type Check = {
  readonly name: string;
  readonly command: readonly string[];
  /** Why it cannot run on this machine; it then counts neither as passed nor as failed. */
  readonly skipped?: string;
  /** Writes straight to the terminal, because it runs for minutes and tells its own progress. */
  readonly live?: boolean;
};

export const testResultsFile = join(root, '.cache/test-results.json');

const python = join(root, '.venv/bin/python');
const noTrainingEnvironment = 'no training environment; `python3 tools/training/bootstrap.py --test` makes one';

export const checks: readonly Check[] = [
  { name: 'lint', command: ['npm', 'run', '--silent', 'lint'] },
  { name: 'boundaries', command: ['npm', 'run', '--silent', 'boundaries'] },
  { name: 'protos', command: ['npm', 'run', '--silent', 'protos'] },
  { name: 'breaking', command: ['npm', 'run', '--silent', 'breaking'] },
  { name: 'generated', command: ['npm', 'run', '--silent', 'generated'] },
  { name: 'types', command: ['npm', 'run', '--silent', 'types'] },
  { name: 'deploy', command: ['npm', 'run', '--silent', 'check:deploy'] },
  {
    name: 'training',
    command: [python, '-m', 'pytest', '-q', 'tools/training'],
    ...(existsSync(join(root, '.venv/bin/pytest')) ? {} : { skipped: noTrainingEnvironment }),
  },
  { name: 'tests', command: ['vitest', 'run'], live: true },
];

export function chosen(all: readonly Check[], names: readonly string[]): readonly Check[] {
  const unknown = names.filter((name) => !all.some((check) => check.name === name));
  if (unknown.length > 0) {
    throw new Error(`no check is called ${unknown.join(', ')}; there are ${all.map((check) => check.name).join(', ')}`);
  }
  return names.length === 0 ? all : all.filter((check) => names.includes(check.name));
}
