/** What the init container does with a bundle: copies and vouches for it, or ends with a sentence. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { deploy } from './places.ts';
import { run } from './run.ts';

let folder: string;
const bundle = () => join(folder, 'bundle');
const volume = () => join(folder, 'volume');
const deliver = () => run(process.execPath, [join(deploy, 'image/deliver-models.mjs'), bundle(), volume()]);

function write(path: string, content: string): { readonly file: string; readonly digest: string } {
  mkdirSync(dirname(join(bundle(), path)), { recursive: true });
  writeFileSync(join(bundle(), path), content);
  const file = path.replace(/^(\.cache\/)?models\//, '');
  return { file, digest: `sha256:${createHash('sha256').update(content).digest('hex')}` };
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pitcrew-delivery-'));
  const manifest = {
    bases: { small: { served: write('.cache/models/small.gguf', 'weights') } },
    specialists: {
      executor: { kind: 'writer', adapter: write('models/executor/adapter.gguf', 'adapter') },
      router: {
        kind: 'decider',
        adapter: write('models/router/adapter.safetensors', 'low rank'),
        heads: write('models/router/heads.json', '{}'),
        probes: write('models/router/probes.json', '[]'),
        served: write('.cache/models/router.gguf', 'merged'),
      },
    },
  };
  write('models/manifest.json', JSON.stringify(manifest));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('copies a bundle whose files are those of its manifest', async () => {
  expect(await deliver()).toMatchObject({ code: 0, stdout: expect.stringContaining('6 files of models') });
  expect(existsSync(join(volume(), '.cache/models/router.gguf'))).toBe(true);
  expect(existsSync(join(volume(), 'models/manifest.json'))).toBe(true);
});

it.each([
  ['weights with one byte changed', '.cache/models/small.gguf', 'weightz'],
  ['another adapter', 'models/executor/adapter.gguf', 'adapter of another release'],
  ['changed heads', 'models/router/heads.json', '{"bias": 1}'],
  ['an empty merged encoder', '.cache/models/router.gguf', ''],
])('refuses %s', async (_what, path, content) => {
  write(path, content);
  expect(await deliver()).toMatchObject({ code: 1, stderr: expect.stringContaining(path) });
});

it('refuses a bundle with a file missing', async () => {
  rmSync(join(bundle(), 'models/router/probes.json'));
  expect(await deliver()).toMatchObject({ code: 1, stderr: expect.stringContaining('no such file') });
});
