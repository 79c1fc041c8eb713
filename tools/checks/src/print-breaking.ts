/** `npm run breaking`: says in a sentence what a change of the protos breaks, and what to do instead. */
import { join } from 'node:path';
import { breakingChanges } from './breaking.ts';
import { root } from './repository.ts';

const found = breakingChanges(join(root, 'protos'));
if (found.length > 0) {
  console.error(
    `${found.length} changes of the protos would break programs that were built against the released ones. Keep names, numbers and types; mark what nobody\n` +
      'should use as `deprecated`, and put what has to be different beside it, or into a new package version (`v2`):\n',
  );
  for (const line of found) console.error(line);
  process.exitCode = 1;
}
