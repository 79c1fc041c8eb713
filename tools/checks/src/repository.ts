/** The files of this repository as git sees them: tracked, or new and not ignored. Paths are relative to the root, with slashes. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../../..');

const outputBytesMax = 16 * 1024 * 1024;
let listed: readonly string[] | undefined;

export function allFiles(): readonly string[] {
  listed ??= execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: outputBytesMax,
  })
    .split('\0')
    .filter((path) => path !== '' && existsSync(join(root, path)));
  return listed;
}

export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Folders of workspace packages, e.g. `libs/bus`. */
export function packageFolders(): readonly string[] {
  return allFiles()
    .filter((path) => /^(libs|services|tools)\/[^/]+\/package\.json$/.test(path))
    .map((path) => path.slice(0, -'/package.json'.length));
}

/** TypeScript that people write: not what a generator wrote, not the violations planted to be found. */
export function sources(): readonly string[] {
  return allFiles().filter(
    (path) => /\.(ts|tsx|mjs)$/.test(path) && !path.includes('/wire/') && !path.includes('/planted/'),
  );
}
