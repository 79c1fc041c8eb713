/**
 * Gives every workspace package the same two Nx targets, so that no package.json repeats them: `types` (tsc -b) and `test` (its unit
 * tests). `npx nx affected -t types test` then runs what a change can reach, and `npx nx graph` draws the packages.
 */
import { dirname } from 'node:path';

export const name = 'pitcrew-targets';

export const createNodes = [
  '{libs,services,tools}/*/tsconfig.json',
  (files) => files.map((file) => [file, { projects: { [dirname(file)]: { targets: targetsOf(dirname(file)) } } }]),
];

const targetsOf = (folder) => ({
  types: { command: `tsc -b ${folder}`, options: { cwd: '{workspaceRoot}' } },
  test: { command: `vitest run --project unit --passWithNoTests ${folder}/`, options: { cwd: '{workspaceRoot}' } },
});
