/** The protos of this checkout keep what was released, and a change that does not is found. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { breakingChanges } from './breaking.ts';
import { root } from './repository.ts';

const scratch = mkdtempSync(join(tmpdir(), 'pitcrew-protos-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A copy of the protos in which one file is changed. */
function changed(file: string, change: (text: string) => string): string {
  const folder = mkdtempSync(join(scratch, 'copy-'));
  cpSync(join(root, 'protos'), folder, { recursive: true });
  const path = join(folder, 'pitcrew', file);
  const before = readFileSync(path, 'utf8');
  expect(change(before)).not.toBe(before);
  writeFileSync(path, change(before));
  return folder;
}

const gateway = 'gateway/v1/gateway.proto';

it('keeps what was released', () => {
  expect(breakingChanges(join(root, 'protos'))).toEqual([]);
});

it.each<[string, (text: string) => string, RegExp]>([
  [
    'a field with another number',
    (text) => text.replace('string request_id = 2;', 'string request_id = 7;'),
    /"2".*deleted/,
  ],
  [
    'a field with another type',
    (text) => text.replace('string request_id = 2;', 'uint64 request_id = 2;'),
    /changed type/,
  ],
  ['a field with another name', (text) => text.replace('string request_id = 2;', 'string id = 2;'), /changed name/],
  ['a method that is gone', (text) => text.replace(/ {2}rpc ListRuns.*?\n {2}}\n/s, ''), /"ListRuns".*deleted/],
  [
    'a stream that is none any more',
    (text) => text.replace('(stream WatchRunResponse)', '(WatchRunResponse)'),
    /stream/,
  ],
])('finds %s', (_, change, finding) => {
  expect(breakingChanges(changed(gateway, change)).join('\n')).toMatch(finding);
});

it.each<[string, (text: string) => string]>([
  ['a new field', (text) => text.replace('string request_id = 2;', 'string request_id = 2;\n  string note = 900;')],
  ['a new message', (text) => `${text}\nmessage Note {\n  string text = 1;\n}\n`],
  [
    'a deprecated field',
    (text) => text.replace('string request_id = 2;', 'string request_id = 2 [deprecated = true];'),
  ],
])('lets %s pass', (_, change) => {
  expect(breakingChanges(changed(gateway, change))).toEqual([]);
});

it('passes nothing that it cannot read', () => {
  const broken = changed(gateway, (text) => `${text}\nmessage {`);
  expect(breakingChanges(broken).join('\n')).toMatch(/missing name after/);
  const missing = join(scratch, 'baseline.binpb');
  expect(() => breakingChanges(join(root, 'protos'), missing)).toThrow('buf cannot compare the protos');
});
