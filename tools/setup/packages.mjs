/**
 * The npm packages of package-lock.json, installed when they are not there or the lock has changed since.
 * `npm install --no-save`, not `npm ci`: it follows the lock as closely, keeps what is already there, and does not refuse a lock that
 * leaves out optional binaries. Ours leaves out the GPU builds of llama.cpp (600 MB); they are added here where there is a GPU.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { SetupError } from './failure.mjs';
import { gpuPackages } from './gpu.mjs';
import { cache, modules, root } from './places.mjs';
import { withProgress } from './progress.mjs';
import { linkNode } from './runtime.mjs';
import { readStamp, removeStamp, writeStamp } from './stamp.mjs';

const stamp = join(modules, '.installed-for');
const log = join(cache, 'npm-install.log');

export function arePackagesReady() {
  return readStamp(stamp) === wanted();
}

export async function installPackages() {
  mkdirSync(cache, { recursive: true });
  removeStamp(stamp);
  const code = await withProgress('Installing packages (about a minute the first time)', npmInstall);
  if (code !== 0) throw new SetupError(`npm could not install the packages. The end of ${log}:\n\n${tail(log)}`);
  linkNode();
  writeStamp(stamp, wanted());
}

/** What the stamp has to say: the digest of the lock, and the builds that this machine wants on top. */
function wanted() {
  const digest = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  return [digest, ...gpuPackages()].join('\n');
}

function npmInstall() {
  // The lock was resolved on Linux and lists the binaries of Linux; elsewhere npm has to look for its own.
  const lockless = process.platform === 'linux' ? [] : ['--no-package-lock'];
  const flags = [
    '--no-save',
    '--include=dev',
    '--include=optional',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    ...lockless,
  ];
  const [program, ...first] = npm();
  const out = openSync(log, 'w');
  const child = spawn(program, [...first, 'install', ...flags, ...gpuPackages()], {
    cwd: root,
    stdio: ['ignore', out, out],
  });
  return new Promise((resolve, reject) => {
    child.once('error', (error) =>
      reject(new SetupError(`cannot run npm (${error.message}). Install npm 10 or newer.`)),
    );
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** The npm that started us, so that its version does not change midway; the one on the path otherwise. */
function npm() {
  const path = process.env.npm_execpath;
  return path !== undefined && /^npm(-cli)?\.c?js$/.test(basename(path)) ? [process.execPath, path] : ['npm'];
}

function tail(path) {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines
    .filter((line) => !line.includes('EBADENGINE'))
    .slice(-25)
    .join('\n');
}
