/** `npm run pin -w @pitcrew/setup`: after a training, writes the manifest anew. Review its difference and commit it. */
import { resolve } from 'node:path';
import { pin } from './pin.ts';

try {
  const { bases, specialists } = await pin(resolve(import.meta.dirname, '../../..'), (line) =>
    console.error(`  ${line}`),
  );
  console.error(
    `pinned ${Object.keys(bases).length} bases and ${Object.keys(specialists).length} specialists in models/manifest.json`,
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
