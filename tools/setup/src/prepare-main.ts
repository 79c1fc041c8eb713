/** Runs the preparation and says what it does; exit code 1 and a sentence when it can't. */
import { resolve } from 'node:path';
import { prepareModels, prepareNatsServer } from './prepare.ts';

const repoRoot = resolve(import.meta.dirname, '../../..');
const onProgress = (line: string) => console.error(`  ${line}`);

try {
  await prepareModels({ repoRoot, onProgress });
  await prepareNatsServer({ repoRoot, onProgress });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
