/**
 * Leaves of the repository's packages one and those that it needs to run, each without its development dependencies: `node
 * keep-only.mjs services/router`. npm would otherwise install for tests, and with them for every other package.
 */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const read = (folder) => JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
const everything = ['libs', 'services', 'tools'].flatMap((parent) =>
  readdirSync(parent).map((name) => `${parent}/${name}`),
);
const folders = everything.filter((folder) => existsSync(`${folder}/package.json`));
const folderOf = new Map(folders.map((folder) => [read(folder).name, folder]));

const kept = new Set();
const keep = (folder) => {
  if (kept.has(folder)) return;
  kept.add(folder);
  for (const name of Object.keys(read(folder).dependencies ?? {})) if (folderOf.has(name)) keep(folderOf.get(name));
};
keep(process.argv[2]);

for (const part of everything.filter((each) => !kept.has(each))) rmSync(part, { recursive: true });
for (const folder of ['.', ...kept]) {
  const { devDependencies: _dropped, ...manifest } = read(folder);
  writeFileSync(`${folder}/package.json`, `${JSON.stringify(manifest, null, 2)}\n`);
}
