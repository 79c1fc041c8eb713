import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOfText } from '@pitcrew/contracts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fetchMembers, type Wheel } from './wheel.ts';

const wheel: Wheel = { package: 'tiny-weights', version: '1.0' };
const member = { file: 'tiny_weights/weights.bin', digest: digestOfText('weights') };
let folder: string;
let archive: string;

/** A package index of one wheel in a folder, which pip is told to use instead of any other. */
beforeEach(() => {
  const index = mkdtempSync(join(tmpdir(), 'index-'));
  folder = mkdtempSync(join(tmpdir(), 'downloads-'));
  mkdirSync(join(index, 'tiny_weights-1.0.dist-info'));
  mkdirSync(join(index, 'tiny_weights'));
  writeFileSync(
    join(index, 'tiny_weights-1.0.dist-info/METADATA'),
    'Metadata-Version: 2.1\nName: tiny-weights\nVersion: 1.0\n',
  );
  writeFileSync(
    join(index, 'tiny_weights-1.0.dist-info/WHEEL'),
    'Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
  );
  writeFileSync(join(index, 'tiny_weights/weights.bin'), 'weights');
  archive = join(index, 'tiny_weights-1.0-py3-none-any.whl');
  execFileSync('python3', ['-m', 'zipfile', '-c', archive, 'tiny_weights', 'tiny_weights-1.0.dist-info'], {
    cwd: index,
  });
  vi.stubEnv('PIP_NO_INDEX', '1');
  vi.stubEnv('PIP_FIND_LINKS', index);
});
afterEach(() => vi.unstubAllEnvs());

const content = () => readFileSync(join(folder, member.file), 'utf8');

describe('fetching members of a wheel', () => {
  it('unpacks them under their own paths and leaves nothing else behind', async () => {
    await fetchMembers(wheel, [member], folder);
    expect(content()).toBe('weights');
    expect(readdirSync(folder)).toEqual(['tiny_weights']);
  });

  it('replaces a member that was spoilt, and asks pip for nothing when all are right', async () => {
    mkdirSync(join(folder, 'tiny_weights'));
    writeFileSync(join(folder, member.file), 'half of the wei');
    await fetchMembers(wheel, [member], folder);
    expect(content()).toBe('weights');
    vi.stubEnv('PATH', '');
    await fetchMembers(wheel, [member], folder);
  });

  it('keeps nothing of a member that is not the pinned one', async () => {
    const other = { file: member.file, digest: digestOfText('other weights') };
    await expect(fetchMembers(wheel, [other], folder)).rejects.toThrow('the package is not the pinned one');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('refuses a wheel whose hash is not among the pinned ones', async () => {
    const hash = createHash('sha256').update(readFileSync(archive)).digest('hex');
    await fetchMembers({ ...wheel, hashes: ['0'.repeat(64), hash] }, [member], folder);
    writeFileSync(join(folder, member.file), 'spoilt');
    await expect(fetchMembers({ ...wheel, hashes: ['0'.repeat(64)] }, [member], folder)).rejects.toThrow('HASHES');
  });

  it('says what is needed when there is no Python', async () => {
    vi.stubEnv('PATH', '');
    await expect(fetchMembers(wheel, [member], folder)).rejects.toThrow('Python 3 with pip is needed');
  });
});
