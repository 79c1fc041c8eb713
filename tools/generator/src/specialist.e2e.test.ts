/**
 * A specialist made by the command that the documentation names, in a copy of this repository: it is formatted and typed, its test
 * passes, its proto is linted, and the repository's own rules hold with it.
 */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';

const execute = promisify(execFile);
const ROOT = resolve(import.meta.dirname, '../../..');
const NAME = 'sentiment';
const MS_MAX = 10 * 60_000;
/** Large, and of no concern to a specialist. */
const LEFT_OUT = /^(models|workflows|docs)\//;

let copy: string;

beforeAll(async () => {
  copy = mkdtempSync(join(tmpdir(), 'pitcrew-generated-'));
  await copyRepository();
  await run('nx', 'generate', `@pitcrew/generator:specialist`, NAME);
  linkPackage(`services/${NAME}`);
}, MS_MAX);
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Runs a program of the packages in the copy; what it said is in the error when it fails. */
async function run(program: string, ...args: readonly string[]): Promise<string> {
  const env = {
    ...process.env,
    PATH: `${join(copy, 'node_modules/.bin')}:${process.env.PATH}`,
    NX_DAEMON: 'false',
    NO_COLOR: '1',
  };
  try {
    return (await execute(program, [...args], { cwd: copy, env, maxBuffer: 16 * 1024 * 1024 })).stdout;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${program} ${args.join(' ')}\n${stdout}${stderr}`);
  }
}

/** What git knows, what tsc has built of it, and the installed packages with our own pointing into the copy. */
async function copyRepository(): Promise<void> {
  const listed = await execute('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT });
  const files = listed.stdout.split('\0').filter((path) => path !== '' && !LEFT_OUT.test(path));
  const folders = new Set(files.filter((path) => path.endsWith('/tsconfig.json')).map((path) => dirname(path)));
  const built = [...folders].flatMap((folder) => [`${folder}/dist`, `${folder}/tsconfig.tsbuildinfo`]);
  for (const path of [...files, ...built])
    if (existsSync(join(ROOT, path))) cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  mkdirSync(join(copy, 'node_modules/@pitcrew'), { recursive: true });
  for (const name of readdirSync(join(ROOT, 'node_modules')))
    if (name !== '@pitcrew') symlinkSync(join(ROOT, 'node_modules', name), join(copy, 'node_modules', name));
  for (const path of files) if (/^(libs|services|tools)\/[^/]+\/package\.json$/.test(path)) linkPackage(dirname(path));
  await execute('git', ['init', '--quiet'], { cwd: copy });
}

function linkPackage(folder: string): void {
  const { name } = JSON.parse(readFileSync(join(copy, folder, 'package.json'), 'utf8')) as { name: string };
  symlinkSync(join(copy, folder), join(copy, 'node_modules', name));
}

it('is formatted and linted as we write', async () => {
  const files = [`services/${NAME}`, `libs/contracts/src/${NAME}.ts`, 'libs/contracts/src/index.ts', 'tsconfig.json'];
  await run('biome', 'check', '--error-on-warnings', ...files);
});

it('passes the type checker', () => run('tsc', '-b', `services/${NAME}`), MS_MAX);

it('passes its own test', async () => {
  expect(await run('vitest', 'run', '--project', 'unit', `services/${NAME}`)).toMatch(/Tests +2 passed/);
});

it('has a proto that is linted, breaks nothing, and whose wire types are there', async () => {
  await run('buf', 'lint', 'protos', '--path', 'protos/pitcrew');
  await run('node', 'tools/checks/src/print-breaking.ts');
  await run('node', 'tools/generate-wire.mjs', '--check');
});

it('fits the rules of the repository, and its messages survive the wire', async () => {
  await run('vitest', 'run', '--project', 'unit', 'tools/checks/src/packages.test.ts', 'tools/checks/src/tidy.test.ts');
  const round = await run('vitest', 'run', '--project', 'unit', 'libs/rpc/src/round-trip.test.ts', '-t', NAME);
  expect(round).toMatch(/Tests +2 passed/);
  await run('depcruise', 'libs', 'services', 'tools');
});

it('is in the lock file', () => {
  expect(readFileSync(join(copy, 'package-lock.json'), 'utf8')).toContain(`"services/${NAME}"`);
});

it('is not made twice', async () => {
  await expect(run('nx', 'generate', `@pitcrew/generator:specialist`, NAME)).rejects.toThrow(
    'there is a sentiment already',
  );
});
