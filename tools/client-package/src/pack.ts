/**
 * Makes an npm package of the client for other repositories: its code and that of the libraries it stands on in one file, with their
 * types, and the protos beside it. Third parties stay dependencies, at the versions that are tested here.
 */
import { execFile } from 'node:child_process';
import { copyFile, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'tsdown';

const run = promisify(execFile);
const ROOT = resolve(import.meta.dirname, '../../..');
const CLIENT = join(ROOT, 'libs/client');
/** Whose code goes in, and whose dependencies so become those of the package. */
const LIBRARIES = ['client', 'contracts', 'rpc', 'telemetry'];

type Manifest = {
  readonly version: string;
  readonly license: string;
  readonly dependencies?: Readonly<Record<string, string>>;
};

/** Answers the path of the packed file, below `folder`. */
export async function packClient(folder: string): Promise<string> {
  const content = join(folder, 'package');
  await rm(content, { recursive: true, force: true });
  await mkdir(content, { recursive: true });
  const thirdParties = await dependenciesOf(LIBRARIES);
  const imported = await bundle(join(content, 'dist'), Object.keys(thirdParties));
  const protos = (path: string): boolean => extname(path) === '' || extname(path) === '.proto';
  await cp(join(ROOT, 'protos'), join(content, 'dist/protos'), { recursive: true, filter: protos });
  await copyFile(join(ROOT, 'LICENSE'), join(content, 'LICENSE'));
  await copyFile(join(CLIENT, 'README.md'), join(content, 'README.md'));
  const used = Object.fromEntries(Object.entries(thirdParties).filter(([name]) => imported.has(name)));
  await writeFile(join(content, 'package.json'), JSON.stringify(await manifest(used), null, 2));
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: content });
  const [packed] = Object.values(JSON.parse(stdout) as Record<string, { readonly filename: string }>);
  return join(folder, packed?.filename ?? '');
}

/** Answers the packages that the bundle imports. */
async function bundle(outDir: string, thirdParties: readonly string[]): Promise<ReadonlySet<string>> {
  const external = thirdParties.map((name) => new RegExp(`^${name}($|/)`));
  const { bundles } = await build({
    ...{ config: false, cwd: CLIENT, entry: 'src/index.ts', outDir, dts: true, logLevel: 'silent' },
    ...{ format: 'esm', platform: 'node', target: 'node20' },
    // What the libraries import for services alone is left out.
    treeshake: { moduleSideEffects: false },
    deps: { neverBundle: external, alwaysBundle: [/^@pitcrew\//] },
  });
  const chunks = bundles.flatMap(({ chunks: made }) => made).filter((chunk) => chunk.type === 'chunk');
  const imports = (name: string) => chunks.some(({ code }) => new RegExp(`from "${name}["/]`).test(code));
  return new Set(thirdParties.filter(imports));
}

async function dependenciesOf(libraries: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const manifests = await Promise.all(libraries.map((name) => manifestOf(join(ROOT, 'libs', name))));
  const all = manifests.flatMap(({ dependencies }) => Object.entries(dependencies ?? {}));
  return Object.fromEntries(all.filter(([name]) => !name.startsWith('@pitcrew/')));
}

async function manifest(dependencies: Readonly<Record<string, string>>): Promise<object> {
  const { version, license } = await manifestOf(CLIENT);
  return {
    ...{ name: '@pitcrew/client', version, license, type: 'module', engines: { node: '>=20.11' } },
    description: 'A client of the gateway of a Pitcrew: submit runs, watch them, decide what people are asked.',
    exports: { types: './dist/index.d.mts', default: './dist/index.mjs' },
    ...{ files: ['dist', 'LICENSE', 'README.md'], dependencies },
  };
}

const manifestOf = async (folder: string): Promise<Manifest> =>
  JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;
