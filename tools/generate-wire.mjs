/**
 * Generates the types of the wire objects from the protos: `node tools/generate-wire.mjs` writes libs/contracts/src/wire,
 * with `--check` it only says whether that folder is up to date and fails if it is not. The loader's own options decide
 * what the types look like, so they are read from the file that the loader reads.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, globSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { loaderOptions, PROTO_ROOT } from '../libs/rpc/src/loader-options.ts';

const target = join(import.meta.dirname, '../libs/contracts/src/wire');
const fresh = mkdtempSync(join(tmpdir(), 'pitcrew-wire-'));
try {
  generate(fresh);
  if (process.argv.includes('--check')) check();
  else replace();
} finally {
  rmSync(fresh, { recursive: true });
}

function generate(outDir) {
  const loader = createRequire(import.meta.url).resolve('@grpc/proto-loader/package.json');
  const generator = join(dirname(loader), 'build/bin/proto-loader-gen-types.js');
  const protos = globSync('pitcrew/**/*.proto', { cwd: PROTO_ROOT }).sort();
  execFileSync(process.execPath, [generator, ...flags(), `--outDir=${outDir}`, ...protos], {
    cwd: PROTO_ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function flags() {
  const { longs, enums, defaults, oneofs, arrays, keepCase, includeDirs } = loaderOptions;
  const switches = { defaults, oneofs, arrays, keepCase };
  return [
    `--longs=${longs.name}`,
    `--enums=${enums.name}`,
    ...Object.entries(switches).map(([name, on]) => `--${name}=${on}`),
    // Relative, because the generator writes the paths into the head of each file.
    ...includeDirs.map((directory) => `--includeDirs=${relative(PROTO_ROOT, directory) || '.'}`),
    '--targetFileExtension=.ts',
    '--importFileExtension=.ts',
  ];
}

function check() {
  const files = new Set([...filesOf(fresh), ...filesOf(target)]);
  const stale = [...files].filter((file) => contentOf(fresh, file) !== contentOf(target, file));
  if (stale.length === 0) return;
  console.error(`These files are out of date; run \`node tools/generate-wire.mjs\`:\n${stale.join('\n')}`);
  process.exitCode = 1;
}

function replace() {
  rmSync(target, { recursive: true, force: true });
  cpSync(fresh, target, { recursive: true });
}

function filesOf(directory) {
  return readdirSync(directory, { recursive: true }).filter((file) => file.endsWith('.ts'));
}

function contentOf(directory, file) {
  try {
    return readFileSync(join(directory, file), 'utf8');
  } catch {
    return undefined;
  }
}
