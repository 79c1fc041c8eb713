/**
 * A service serves exactly the files that the manifest pins. With one byte changed, the end cut off or a file gone, it ends
 * with exit code 1 and one line that names the file, the digest that was wanted and what was found instead.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { loadManifest } from '@pitcrew/model';
import { startOtlpReceiver } from '@pitcrew/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../../..');
const models = join(ROOT, 'models');
const router = loadManifest(models).specialists.router;
if (router?.kind !== 'decider') throw new Error('the router is not a decider');

type Pinned = { readonly file: string; readonly digest: string };
/** Beside the manifest, or among the files that the set-up made. */
const FILES: readonly (readonly [string, string, Pinned])[] = [
  ['the encoder', '.cache/models', router.served],
  ['the heads', 'models', router.heads],
];

/** What was done to a file, and what the service then finds. */
const DAMAGES: readonly (readonly [string, (path: string) => void])[] = [
  ['with one byte changed', changeOneByte],
  ['cut short', (path) => truncateSync(path, readFileSync(path).length - 1)],
  ['empty', (path) => truncateSync(path, 0)],
  ['missing', (path) => rmSync(path)],
];

describe('the router with', () => {
  let copy: string;
  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'pitcrew-models-'));
    for (const folder of ['models', '.cache/models'])
      cpSync(join(ROOT, folder), join(copy, folder), { recursive: true });
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  it.each(
    FILES.flatMap(([what, folder, pinned]) =>
      DAMAGES.map(([damage, apply]) => ({ what, damage, folder, pinned, apply })),
    ),
  )('$what $damage refuses to start, and says which file', async ({ folder, pinned, apply }) => {
    const path = join(copy, folder, pinned.file);
    apply(path);
    const found = digestOf(path);
    try {
      const { code, output, complaint } = await start(join(copy, 'models'));
      expect({ code, output }).toEqual({ code: 1, output: '' });
      const lines = complaint.trimEnd().split('\n');
      expect(lines).toHaveLength(1);
      const { severity, service, message, 'error.type': type } = JSON.parse(lines[0] ?? '') as Record<string, string>;
      expect({ severity, service, type }).toEqual({ severity: 'ERROR', service: 'router', type: 'ModelFileError' });
      for (const part of [path, pinned.digest, found]) expect(message).toContain(part);
      expect(found).not.toBe(pinned.digest);
    } finally {
      copyFileSync(join(ROOT, folder, pinned.file), path);
    }
  });

  it('damaged counts what it found, and a collector is told before it ends', async () => {
    const path = join(copy, 'models', router.heads.file);
    const collector = await startOtlpReceiver();
    changeOneByte(path);
    try {
      await start(join(copy, 'models'), { OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint });
    } finally {
      copyFileSync(join(ROOT, 'models', router.heads.file), path);
      await collector.close();
    }
    expect(collector.metrics().map(({ name }) => name)).toContain('pitcrew.model.digest_mismatch');
  });

  it('all files in place serves', async () => {
    const { output } = await start(join(copy, 'models'));
    expect(JSON.parse(output)).toMatchObject({ service: 'router', listening: expect.stringContaining('127.0.0.1:') });
  });
});

function changeOneByte(path: string): void {
  const bytes = readFileSync(path);
  const middle = Math.floor(bytes.length / 2);
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
  writeFileSync(path, bytes);
}

function digestOf(path: string): string {
  try {
    return `sha256:${createHash('sha256').update(readFileSync(path)).digest('hex')}`;
  } catch {
    return 'no such file';
  }
}

/** Runs the service until it says that it is ready, and then stops it, or until it ends by itself. */
async function start(modelsFolder: string, environment: NodeJS.ProcessEnv = {}) {
  const env = {
    ...process.env,
    PITCREW_LISTEN: '127.0.0.1:0',
    PITCREW_MODELS_DIR: modelsFolder,
    PITCREW_WORKFLOWS_DIR: join(ROOT, 'workflows'),
    ...environment,
  };
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { output: '', complaint: '' };
  child.stderr.on('data', (chunk: Buffer) => (said.complaint += chunk.toString()));
  child.stdout.on('data', (chunk: Buffer) => {
    said.output += chunk.toString();
    child.kill('SIGTERM');
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...said };
}
