/**
 * Whether the protos break a client that was generated from the released ones. The released ones are committed as one image,
 * protos/baseline.binpb: a shallow clone has neither tags nor a merge base. A release advances it: `npm run protos:release`.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './repository.ts';

export const baseline = join(root, 'protos/baseline.binpb');

/** What breaks, one line each, as `file:line:column:what`. Throws when the protos cannot be compared at all. */
export function breakingChanges(protos: string, against = baseline): readonly string[] {
  const args = ['breaking', '.', '--against', against, '--path', 'pitcrew'];
  const { status, stdout, stderr, error } = spawnSync('buf', args, { cwd: protos, encoding: 'utf8' });
  if (status === 0) return [];
  const lines = stdout.split('\n').filter((line) => line !== '');
  // 100: buf has findings. Anything else: it could not read one of the two.
  if (status !== 100 || lines.length === 0)
    throw new Error(`buf cannot compare the protos: ${error ?? stderr + stdout}`);
  return lines;
}
