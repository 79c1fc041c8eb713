/** What a package says of itself is true: exact versions, and project references in step with the packages that it imports. */
import { expect, it } from 'vitest';
import { gpuBuildsOf } from './lock-file.ts';
import { allFiles, packageFolders, read, sources } from './repository.ts';

type Manifest = {
  readonly name: string;
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
};

const manifestOf = (folder: string) => JSON.parse(read(`${folder}/package.json`)) as Manifest;
const folders = packageFolders();
const folderOf = new Map(folders.map((folder) => [manifestOf(folder).name, folder]));
const typed = folders.filter((folder) => allFiles().includes(`${folder}/tsconfig.json`));

/** The folders of which something is wrong, with what it is. */
const offenders = (among: readonly string[], wrong: (folder: string) => readonly string[]) =>
  Object.fromEntries(among.map((folder) => [folder, wrong(folder)]).filter(([, list]) => list?.length));

it('finds the packages', () => {
  expect(folders.length).toBeGreaterThan(15);
});

it('pins every outside dependency exactly', () => {
  const isLoose = ([name, version]: readonly [string, string]) =>
    folderOf.has(name) ? version !== '*' : !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version);
  const loose = (folder: string) => {
    const { dependencies, devDependencies, optionalDependencies } = manifestOf(folder);
    return Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
      .filter(isLoose)
      .map(([name, version]) => `${name}@${version}`);
  };
  expect(offenders(['.', ...folders], loose)).toEqual({});
});

it('declares every package of this repository that is imported, tests included', () => {
  const undeclared = (folder: string) => {
    const declared = new Set([manifestOf(folder).name, ...dependenciesOf(folder)]);
    return importedBy(folder).filter((name) => !declared.has(name));
  };
  expect(offenders(folders, undeclared)).toEqual({});
});

it('refers in tsconfig.json to exactly the packages that it depends on', () => {
  const outOfStep = (folder: string) => {
    const depended = dependenciesOf(folder).flatMap((name) => folderOf.get(name) ?? []);
    return difference(referencesOf(folder), depended);
  };
  expect(offenders(typed, outOfStep)).toEqual({});
});

it('type checks every package from the root', () => {
  expect(difference(referencesOf('.'), typed)).toEqual([]);
});

it('leaves the GPU builds of llama.cpp out of package-lock.json (`npm run fix`)', () => {
  expect(gpuBuildsOf(read('package-lock.json'))).toEqual([]);
});

function dependenciesOf(folder: string): string[] {
  const { dependencies, devDependencies } = manifestOf(folder);
  return Object.keys({ ...dependencies, ...devDependencies });
}

function importedBy(folder: string): string[] {
  const texts = sources()
    .filter((path) => path.startsWith(`${folder}/`))
    .map(read);
  return [
    ...new Set(
      texts.flatMap((text) =>
        [...text.matchAll(/(?:from|import) '(@pitcrew\/[\w-]+)/g)].map((found) => found[1] ?? ''),
      ),
    ),
  ];
}

function referencesOf(folder: string): string[] {
  const { references = [] } = JSON.parse(read(`${folder}/tsconfig.json`)) as { references?: { path: string }[] };
  return references.map(({ path }) => path.replace('../../', ''));
}

function difference(one: readonly string[], other: readonly string[]): string[] {
  return [
    ...one.filter((item) => !other.includes(item)).map((item) => `too much: ${item}`),
    ...other.filter((item) => !one.includes(item)).map((item) => `missing: ${item}`),
  ];
}
