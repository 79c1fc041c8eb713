/**
 * `npx nx g @pitcrew/generator:specialist NAME`: writes a specialist that decides one question with an encoder, whole and with its
 * test, from the files in `template`, and registers it. What becomes of the names is in fill.ts, where it is registered in register.ts.
 *
 * It is not put into the crew of `npm start`: a service without a model of its own does not start. See what it prints.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fill } from './fill.ts';
import { registrations } from './register.ts';

/** What the generator needs of Nx's tree: nothing is written to the disk before all of it is there. */
export type Files = {
  readonly root: string;
  exists(path: string): boolean;
  read(path: string, encoding: 'utf8'): string | null;
  write(path: string, content: string): void;
};

const TEMPLATE = join(import.meta.dirname, '../template');
const SUFFIX = '.template';

export function generateSpecialist(files: Files, { name }: { readonly name: string }): () => void {
  if (!/^[a-z]{2,20}$/.test(name)) throw new Error(`a specialist's name is one lower-case word, not ${name}`);
  if (files.exists(`services/${name}`) || files.exists(`protos/pitcrew/${name}`))
    throw new Error(`there is a ${name} already`);
  for (const path of templatePaths())
    files.write(fill(path.slice(0, -SUFFIX.length), name), fill(readFileSync(join(TEMPLATE, path), 'utf8'), name));
  for (const { path, change } of registrations(name)) {
    const before = files.read(path, 'utf8');
    if (before === null) throw new Error(`${path} is not there, so ${name} cannot be registered in it`);
    files.write(path, change(before));
  }
  return () => finish(files.root, name);
}

const templatePaths = (): readonly string[] =>
  readdirSync(TEMPLATE, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith(SUFFIX));

/** What other programs make of the files, once they are on the disk. */
function finish(root: string, name: string): void {
  const options = { cwd: root, stdio: 'inherit' } as const;
  // The order of imports and the length of lines depend on the name.
  const biome = join(root, 'node_modules/.bin/biome');
  execFileSync(biome, ['check', '--write', `services/${name}`, `libs/contracts/src/${name}.ts`], options);
  execFileSync('node', ['tools/generate-wire.mjs'], options);
  execFileSync('npm', ['install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund'], options);
  console.log(
    [
      '',
      `services/${name} is there; \`npm test -- services/${name}\` runs its test. What is left to you:`,
      `- its question and labels: libs/contracts/src/${name}.ts and protos/pitcrew/${name}/v1/${name}.proto`,
      `- a model: a specialist "${name}" with a head "${name}" in models/manifest.json; without it the service does not start`,
      `- its place in the crew: STAGES in tools/cli/src/crew/members.ts, once the model is there`,
      `- whoever calls it: \`connect(${name}Service, address)\``,
    ].join('\n'),
  );
}
