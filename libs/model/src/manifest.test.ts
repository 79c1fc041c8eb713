import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOfText } from '@pitcrew/contracts';
import { describe, expect, it } from 'vitest';
import { loadManifest, specialistOf } from './manifest.ts';
import { verified } from './pinned-file.ts';

const digest = digestOfText('x');
const base = {
  kind: 'generator',
  licence: 'Apache-2.0',
  source: { kind: 'path', path: 'any.gguf', digest },
  preparation: { kind: 'as-is' },
  served: { file: 'any.gguf', digest },
};
const good = { schemaVersion: 1, bases: { any: base }, specialists: { executor: { kind: 'writer', base: 'any' } } };

function folderWith(content: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'models-'));
  writeFileSync(join(folder, 'manifest.json'), content);
  return folder;
}
const load = (json: unknown) => loadManifest(folderWith(JSON.stringify(json)));

describe('the model manifest', () => {
  it('finds a specialist by role and kind', () => {
    expect(specialistOf(load(good), 'executor', 'writer').base).toBe('any');
  });

  it.each([
    ['a role that it lacks', 'router', 'decider', 'no specialist "router" (it has: executor)'],
    ['a role of the other kind', 'executor', 'decider', 'is a writer, not a decider'],
  ] as const)('refuses %s', (_, role, kind, message) => {
    expect(() => specialistOf(load(good), role, kind)).toThrow(message);
  });

  it.each([
    ['a base that it does not have', { ...good, bases: {} }, 'names the base "any"'],
    [
      'a shortened digest',
      { ...good, bases: { any: { ...base, served: { file: 'a', digest: 'sha256:12' } } } },
      'a digest looks like',
    ],
    ['a version that this code does not know', { ...good, schemaVersion: 2 }, 'schemaVersion'],
    [
      'a source that is none',
      { ...good, bases: { any: { ...base, source: { kind: 'uri', uri: 'ftp://x', digest } } } },
      'uri',
    ],
  ])('refuses %s', (_, json, message) => {
    expect(() => load(json)).toThrow(message);
  });

  it('says which file is no JSON or does not exist', () => {
    expect(() => loadManifest(folderWith('{'))).toThrow(/cannot read the model manifest .*manifest.json/);
    expect(() => loadManifest('/nowhere')).toThrow('/nowhere/manifest.json');
  });
});

describe('a pinned file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pinned-'));
  writeFileSync(join(folder, 'weights.bin'), 'weights');

  it('is opened when its digest is the pinned one', async () => {
    const pinned = { file: 'weights.bin', digest: digestOfText('weights') };
    expect(await verified(folder, pinned)).toBe(join(folder, 'weights.bin'));
  });

  it.each([
    ['another content', 'weights.bin', digestOfText('weights')],
    ['no content', 'absent.bin', 'no such file'],
  ])('is refused with %s, naming file, expected and found', async (_, file, found) => {
    await expect(verified(folder, { file, digest })).rejects.toMatchObject({
      name: 'ModelFileError',
      file: join(folder, file),
      expected: digest,
      found,
    });
  });
});
