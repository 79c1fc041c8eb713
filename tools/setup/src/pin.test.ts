import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOfText } from '@pitcrew/contracts';
import { loadManifest } from '@pitcrew/model/manifest';
import { beforeEach, describe, expect, it } from 'vitest';
import { type GgufValue, writeGguf } from './gguf.ts';
import { pin } from './pin.ts';
import { prepareModels } from './prepare.ts';

const template = '{{ messages }}';
const generator = writeGguf({
  metadata: new Map<string, GgufValue>([
    ['general.architecture', { type: 'string', value: 'llama' }],
    ['tokenizer.chat_template', { type: 'string', value: template }],
  ]),
  tensors: [],
});
const rows = { executor: { digest: digestOfText('rows'), rows: 900 } };
const report = (changes: object = {}) =>
  JSON.stringify({ base: { digest: digestOfText(generator) }, rows, hours: 0.2, ...changes });
let repoRoot: string;

const write = (file: string, content: string | Uint8Array) => writeFileSync(join(repoRoot, 'models', file), content);
const specialist = (role: string, files: Record<string, string>) => {
  mkdirSync(join(repoRoot, 'models', role));
  for (const [file, content] of Object.entries(files)) write(`${role}/${file}`, content);
};

/** A checkout with a base of its own: any GGUF, by path. */
beforeEach(() => {
  repoRoot = mkdtempSync(join(tmpdir(), 'checkout-'));
  mkdirSync(join(repoRoot, 'models'));
  write('own.gguf', generator);
  const source = { kind: 'path', path: 'own.gguf', digest: digestOfText(generator) };
  const own = {
    kind: 'generator',
    licence: 'MIT',
    source,
    preparation: { kind: 'as-is' },
    served: { file: 'served.gguf' },
  };
  write('manifest.json', JSON.stringify({ bases: { own } }));
});

const pinned = () => pin(repoRoot, () => {});

describe('pinning the models', () => {
  it('writes the digests of base, chat template, adapter and heads into a manifest that loads', async () => {
    specialist('executor', { 'report.json': report(), 'adapter.gguf': 'adapter' });
    specialist('router', {
      'report.json': report({ toolSchemas: { orders: digestOfText('tools') } }),
      'heads.json': '{}',
      'probes.json': '[]',
    });
    await pinned();
    const { bases, specialists } = loadManifest(join(repoRoot, 'models'));
    const served = { file: 'served.gguf', digest: digestOfText(generator) };
    expect(bases.own).toMatchObject({ served, chatTemplate: digestOfText(template) });
    const trainedOn = { rows: { executor: digestOfText('rows') } };
    expect(specialists).toEqual({
      executor: {
        kind: 'writer',
        base: 'own',
        trainedOn,
        adapter: { file: 'executor/adapter.gguf', digest: digestOfText('adapter') },
      },
      router: {
        kind: 'decider',
        base: 'own',
        trainedOn: { ...trainedOn, toolSchemas: { orders: digestOfText('tools') } },
        heads: { file: 'router/heads.json', digest: digestOfText('{}') },
        probes: { file: 'router/probes.json', digest: digestOfText('[]') },
        served,
      },
    });
  });

  it('pins a second writer on the same base', async () => {
    for (const role of ['executor', 'scratchpad'])
      specialist(role, { 'report.json': report(), 'adapter.gguf': `${role} adapter` });
    await pinned();
    const { specialists } = loadManifest(join(repoRoot, 'models'));
    expect(specialists.scratchpad).toMatchObject({
      kind: 'writer',
      base: 'own',
      adapter: { file: 'scratchpad/adapter.gguf', digest: digestOfText('scratchpad adapter') },
    });
    expect(specialists.executor?.base).toBe('own');
  });

  it('is repeatable: pinning again changes nothing, and what is prepared is not made again', async () => {
    await pinned();
    const first = readFileSync(join(repoRoot, 'models/manifest.json'), 'utf8');
    await pinned();
    expect(readFileSync(join(repoRoot, 'models/manifest.json'), 'utf8')).toBe(first);
    const lines: string[] = [];
    await prepareModels({ repoRoot, onProgress: (line) => lines.push(line) });
    expect(lines).toEqual([]);
  });

  it('pins a served file that the preparation mends when it is spoilt', async () => {
    await pinned();
    const served = join(repoRoot, '.cache/models/served.gguf');
    rmSync(served);
    writeFileSync(served, 'spoilt');
    await prepareModels({ repoRoot });
    expect(digestOfText(readFileSync(served))).toBe(digestOfText(generator));
  });

  it.each([
    [
      'was trained on other weights',
      { 'report.json': report({ base: { digest: digestOfText('other') } }) },
      'which no base',
    ],
    ['has no adapter', { 'report.json': report() }, 'models/role/adapter.gguf does not exist'],
    ['has another report', { 'report.json': '{}' }, 'models/role/report.json is not what a training writes'],
    [
      'has an adapter of unknown scale',
      { 'report.json': report(), 'heads.json': '{}', 'adapter.safetensors': '', 'adapter.json': '{}' },
      'models/role/adapter.json',
    ],
  ])('refuses a specialist that %s', async (_, files, message) => {
    specialist('role', files);
    await expect(pinned()).rejects.toThrow(message);
  });

  it('leaves a promoted role at its release, whatever a training wrote since', async () => {
    specialist('executor', { 'report.json': report(), 'adapter.gguf': 'adapter' });
    const { bases } = await pinned();
    const file = 'releases/executor/0a1b2c3d4e5f/adapter.gguf';
    const release = { kind: 'writer', base: 'own', adapter: { file, digest: digestOfText('promoted') } };
    write('manifest.json', JSON.stringify({ schemaVersion: 1, bases, specialists: { executor: release } }));
    expect((await pinned()).specialists).toEqual({ executor: release });
  });

  it('refuses a base that is not the file that its source pins', async () => {
    write('own.gguf', 'another');
    await expect(pinned()).rejects.toThrow(/own.gguf: expected sha256:/);
  });
});
