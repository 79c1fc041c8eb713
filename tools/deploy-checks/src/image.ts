/**
 * Makes what an image holds without Docker: what the stages copy, of what .dockerignore leaves, and the commands that they run, in a
 * folder. So what is measured and started here is what the Dockerfile makes, apart from the base.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import dockerignore from '@balena/dockerignore';
import type { Copy, Stage } from './dockerfile.ts';
import { root } from './places.ts';
import { output } from './run.ts';

const BUILD_MS_MAX = 10 * 60_000;
const LISTED_BYTES_MAX = 16 * 1024 * 1024;

/** The folder that becomes /app, of a stage and those that it is made from. The caller removes the parent of it. */
export async function makeImage(stages: readonly Stage[]): Promise<string> {
  const build = mkdtempSync(join(tmpdir(), 'pitcrew-image-'));
  const app = join(build, 'sources');
  const sent = context();
  const env = { ...process.env, VARIANT: 'cpu', IMAGE_FOLDER: join(build, 'image') };
  for (const { copies, commands } of stages) {
    for (const copy of copies) copyInto(app, copy, sent);
    for (const command of commands) await output('sh', ['-c', command], { cwd: app, env, timeoutMs: BUILD_MS_MAX });
  }
  return join(build, 'image');
}

/** The files that a build would be sent: those of a checkout, without what .dockerignore leaves out. */
export function context(): readonly string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: LISTED_BYTES_MAX,
  });
  const ignored = dockerignore.default({ ignorecase: false }).add(readFileSync(join(root, '.dockerignore'), 'utf8'));
  return ignored.filter(listed.split('\0').filter((path) => path !== '' && existsSync(join(root, path))));
}

/** A file goes by its name into a folder, a folder's files by their paths below it. */
function copyInto(app: string, { from, to }: Copy, sent: readonly string[]): void {
  for (const source of from) {
    const files = sent.filter((path) => path === source || path.startsWith(`${source}/`));
    if (files.length === 0) throw new Error(`COPY ${source}: .dockerignore leaves nothing of it`);
    for (const file of files) {
      const target = join(app, to, file === source ? basename(file) : file.slice(source.length + 1));
      mkdirSync(dirname(target), { recursive: true });
      cpSync(join(root, file), target);
    }
  }
}

/** In megabytes of 10^6 bytes, as `docker images` counts. */
export function sizeMb(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
  return bytes / 1_000_000;
}
