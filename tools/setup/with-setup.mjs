/**
 * Makes a fresh clone ready, then runs a command: `node tools/setup/with-setup.mjs vitest run`. Every npm script goes through here.
 * Ready means: the packages of package-lock.json, Node 24 as `node`, the models and the message bus under .cache.
 * Plain JavaScript without dependencies, because it runs on Node 20 before anything is installed. Refuses to guess: a missing
 * Python or a failed download ends with a sentence that says what to do. The second time it costs some 50 ms.
 */
import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import { SetupError } from './failure.mjs';
import { oneAtATime } from './one-at-a-time.mjs';
import { arePackagesReady, installPackages } from './packages.mjs';
import { bin, root } from './places.mjs';
import { isPrepared, prepare } from './prepared.mjs';
import { requireNode24 } from './runtime.mjs';

try {
  await setUp();
  requireNode24();
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(`\nSet-up: ${error.message}`);
  process.exitCode = 1;
}

async function setUp() {
  if (arePackagesReady() && isPrepared()) return;
  await oneAtATime('.cache/setup.lock', async () => {
    if (!arePackagesReady()) await installPackages();
    if (!isPrepared()) await prepare();
  });
}

/** Runs the command as npm would, with the packages' own programs (Node 24 among them) first on the path. */
function run([program, ...args]) {
  if (program === undefined) throw new SetupError('no command given. Try `npm start`, `npm test` or `npm run check`.');
  const PATH = [bin, process.env.PATH].join(delimiter);
  const child = spawn(program, args, { cwd: root, stdio: 'inherit', env: { ...process.env, PATH } });
  // Ctrl-C reaches the child by itself; we stay until it has stopped what it started. Only a plain kill needs handing on.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new SetupError(`cannot run \`${program}\`: ${error.message}`)));
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}
