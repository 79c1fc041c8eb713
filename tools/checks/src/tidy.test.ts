/**
 * Reads the repository as a reviewer would. The linter already holds files of TypeScript under 400 lines, functions under 70, and knows
 * skipped tests and silenced types; here stands what it cannot see.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { allFiles, read, root, sources } from './repository.ts';

const mainLinesMax = 50;
const sourceLinesMax = 400;
const reportedMax = 20;
const fileBytesMax = 12 * 1024 * 1024;

const self = 'tools/checks/src/tidy.test.ts';
const text = /\.(ts|tsx|mjs|py|sh|md|json|ya?ml|proto)$|(^|\/)Dockerfile$|^\.ci\/run$/;
const code = [...sources(), ...allFiles().filter((path) => path.endsWith('.py'))].filter((path) => path !== self);
const lines = (path: string) => read(path).split('\n').length - 1;

it('finds the sources', () => {
  expect(sources().length).toBeGreaterThan(100);
});

it('has no source longer than 400 lines', () => {
  expect(code.filter((path) => lines(path) > sourceLinesMax)).toEqual([]);
});

it('has main.ts files that read like a table of contents', () => {
  expect(code.filter((path) => /\/main\.ts$/.test(path) && lines(path) > mainLinesMax)).toEqual([]);
});

it.each([
  ['skipped or lonely tests', /\b(it|test|describe)\.(skip|todo|only)\b|@pytest\.mark\.skip/],
  ['silenced types', /@ts-(ignore|nocheck)|\bas any\b|# type: ignore/],
  ['promises to do it later', /(\/\/|\*|#).*\b(TODO|FIXME|XXX|HACK)\b|not (yet )?implemented/],
  ['debugging', /\bdebugger;|breakpoint\(\)/],
])('has no %s', (_name, words) => {
  expect(occurrences(code, words)).toEqual([]);
});

it('names no path of somebody’s machine', () => {
  const written = allFiles().filter((path) => text.test(path) && path !== self);
  expect(occurrences(written, /(^|[\s"'`(=])\/(work|home\/\w+|Users\/\w+|root)\//)).toEqual([]);
});

it('has no file over 12 MB', () => {
  expect(allFiles().filter((path) => statSync(join(root, path)).size > fileBytesMax)).toEqual([]);
});

function occurrences(paths: readonly string[], words: RegExp): string[] {
  const found = paths.flatMap((path) =>
    read(path)
      .split('\n')
      .flatMap((line, index) => (words.test(line) ? [`${path}:${index + 1}: ${line.trim().slice(0, 120)}`] : [])),
  );
  return found.slice(0, reportedMax);
}
