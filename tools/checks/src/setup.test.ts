/** The parts of set-up that a fresh clone does not show: two at once, a set-up that was killed, a GPU that has to be asked for. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { root } from './repository.ts';

const run = promisify(execFile);
const lock = `.cache/setup-test-${process.pid}.lock`;

/** Runs a few lines that import from tools/setup, in a Node of their own; gives what they print. */
async function inSetup(lines: string, environment: Record<string, string> = {}): Promise<string> {
  const env = { ...process.env, ...environment };
  const { stdout } = await run('node', ['--input-type=module', '--eval', lines], {
    cwd: join(root, 'tools/setup'),
    env,
  });
  return stdout.trim();
}

const timed = `
  import { oneAtATime } from './one-at-a-time.mjs';
  const pause = () => new Promise((resolve) => setTimeout(resolve, 400));
  await oneAtATime('${lock}', async () => { console.log(Date.now()); await pause(); console.log(Date.now()); });
`;

it('does one set-up after the other when two are started at once', async () => {
  const spans = (await Promise.all([inSetup(timed), inSetup(timed)])).map((text) => text.split('\n').map(Number));
  const [first, second] = spans.sort(([a = 0], [b = 0]) => a - b);
  expect(second?.[0]).toBeGreaterThanOrEqual(first?.[1] ?? Number.POSITIVE_INFINITY);
});

it('takes over the lock of a set-up that was killed, and leaves none behind', async () => {
  const { stdout: gone } = await run('node', ['--print', 'process.pid']);
  mkdirSync(join(root, '.cache'), { recursive: true });
  writeFileSync(join(root, lock), gone.trim());
  expect((await inSetup(timed)).split('\n')).toHaveLength(2);
  expect(existsSync(join(root, lock))).toBe(false);
});

/** GPU builds beside the ordinary one exist for Linux on x64 alone. */
const onlyHere = process.platform === 'linux' && process.arch === 'x64';

it.each([
  ['none', []],
  ['cuda', ['@node-llama-cpp/linux-x64-cuda', '@node-llama-cpp/linux-x64-cuda-ext']],
  ['vulkan', ['@node-llama-cpp/linux-x64-vulkan']],
])('with PITCREW_GPU=%s adds %j', async (choice, names) => {
  const print = `import { gpuPackages } from './gpu.mjs'; console.log(JSON.stringify(gpuPackages()));`;
  const packages = JSON.parse(await inSetup(print, { PITCREW_GPU: choice })) as string[];
  expect(packages.map((name) => name.replace(/@\d+\.\d+\.\d+$/, ''))).toEqual(onlyHere ? names : []);
});

it('refuses a GPU that it does not know', async () => {
  const print = `import { gpuPackages } from './gpu.mjs'; gpuPackages();`;
  const refused = expect(inSetup(print, { PITCREW_GPU: 'rocm' }));
  await (onlyHere ? refused.rejects.toThrow('it can be none, cuda, vulkan') : refused.resolves.toBe(''));
});
