/**
 * The clock of a process, shifted and moved while it runs, by libfaketime: the one that is installed, else that of the Debian package,
 * unpacked under .cache. Only the wall clock is shifted; time spans are measured by another.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const FOLDER = resolve(import.meta.dirname, '../../../.cache/faketime');
const LIBRARY = 'faketime/libfaketime.so.1';
const TRIPLES = ['x86_64-linux-gnu', 'aarch64-linux-gnu'];

export type Clock = { readonly environment: NodeJS.ProcessEnv; set(offset: string): void };

/** `offset`: `+10m`, `-10m`, `+0`. */
export async function movableClock(file: string, offset: string): Promise<Clock> {
  const set = (text: string): void => writeFileSync(file, text);
  set(offset);
  return {
    environment: {
      LD_PRELOAD: await library(),
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      DONT_FAKE_MONOTONIC: '1',
    },
    set,
  };
}

async function library(): Promise<string> {
  const found = libraryIn('/') ?? libraryIn(FOLDER);
  if (found !== undefined) return found;
  mkdirSync(FOLDER, { recursive: true });
  try {
    await run('apt-get', ['download', 'libfaketime'], { cwd: FOLDER });
    const archive = readdirSync(FOLDER).find((name) => name.endsWith('.deb')) ?? '';
    await run('dpkg', ['-x', archive, '.'], { cwd: FOLDER });
  } catch (error) {
    throw new Error(`libfaketime is neither installed nor to be had by apt-get: ${error}`);
  }
  return libraryIn(FOLDER) ?? fail('the package libfaketime holds no library for this machine');
}

const libraryIn = (root: string): string | undefined =>
  TRIPLES.map((triple) => join(root, 'usr/lib', triple, LIBRARY)).find(existsSync);

function fail(message: string): never {
  throw new Error(message);
}
