/** Promotion with made-up models: what is measured is told to it, what it does to files and manifest is real. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOfText } from '@pitcrew/contracts';
import { loadManifest } from '@pitcrew/model/manifest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Figure } from './figures.ts';
import type { Measure } from './measure.ts';
import { promote, undo } from './promote.ts';

let root: string;
const models = () => join(root, 'models');
const places = () => ({ models: models(), workflows: join(root, 'workflows'), downloads: join(root, 'downloads') });
const silent = () => {};

const baseOf = (name: string) => ({
  kind: 'generator',
  licence: 'MIT',
  source: { kind: 'path', path: `${name}.gguf`, digest: digestOfText(name) },
  preparation: { kind: 'as-is' },
  served: { file: `${name}.gguf`, digest: digestOfText(name) },
});

/** What a training of a writer leaves; the adapter's text stands for its weights. */
function trained(folder: string, adapter: string, base = 'small', report: object = {}): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'adapter.gguf'), adapter);
  const rows = { train: { digest: digestOfText('rows') } };
  writeFileSync(
    join(folder, 'report.json'),
    JSON.stringify({ role: 'executor', base: { digest: digestOfText(base) }, rows, ...report }),
  );
  return folder;
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'promote-'));
  trained(join(root, 'models/executor'), 'first');
  const adapter = { file: 'executor/adapter.gguf', digest: digestOfText('first') };
  const bases = { small: baseOf('small'), large: baseOf('large') };
  const specialists = { executor: { kind: 'writer', base: 'small', adapter } };
  writeFileSync(join(models(), 'manifest.json'), JSON.stringify({ schemaVersion: 1, bases, specialists }));
  // As the set-up made them.
  for (const name of ['small', 'large']) {
    mkdirSync(join(root, '.cache/models'), { recursive: true });
    writeFileSync(join(root, '.cache/models', `${name}.gguf`), name);
  }
  writeFileSync(join(root, 'gate.jsonl'), 'rows');
});
afterEach(() => rmSync(root, { recursive: true }));

const adapterInUse = (): string => {
  const specialist = loadManifest(models()).specialists.executor;
  const file = specialist?.kind === 'writer' ? specialist.adapter?.file : undefined;
  return file === undefined ? 'none' : readFileSync(join(models(), file), 'utf8');
};

/** Scores by the text of the adapter, of 100 rows; the bare base has nothing right. */
const scoring =
  (scores: Readonly<Record<string, readonly [values: number, rows: number]>>): Measure =>
  async ({ specialists, folder }, role) => {
    const specialist = specialists[role];
    const file = specialist?.kind === 'writer' ? specialist.adapter?.file : undefined;
    const [values, rows] = scores[file === undefined ? 'bare' : readFileSync(join(folder, file), 'utf8')] ?? [0, 0];
    const figure = (name: string, right: number): Figure => ({ name, right, of: 100 });
    return { figures: [figure('values', values), figure('rows', rows)] };
  };

const candidate = (adapter: string, ...more: [base?: string, report?: object]) => ({
  role: 'executor',
  from: trained(join(root, `training-${adapter}`), adapter, ...more),
  gateFile: join(root, 'gate.jsonl'),
});
const scores = scoring({ first: [80, 60], better: [85, 60], uneven: [90, 59], best: [95, 80] });

describe('promotion', () => {
  it('puts a candidate in use that is nowhere below, and tells the figures of both', async () => {
    const done = await promote(places(), candidate('better'), scores, silent);
    expect(done).toMatchObject({
      kind: 'promoted',
      worse: [],
      inUse: [{ right: 80 }, {}],
      candidate: [{ right: 85 }, {}],
    });
    expect(adapterInUse()).toBe('better');
  });

  it('refuses one that is below in any figure, and changes nothing', async () => {
    const before = files();
    const done = await promote(places(), candidate('uneven'), scores, silent);
    expect(done).toMatchObject({ kind: 'refused', worse: ['rows'] });
    expect(files()).toEqual(before);
  });

  it('refuses an adapter of another base, and names both', async () => {
    const before = files();
    const promoting = promote(places(), candidate('other', 'large'), scores, silent);
    await expect(promoting).rejects.toThrow('executor is served on small, and the candidate was trained on large');
    const unknown = promote(places(), candidate('strange', 'unheard-of'), scores, silent);
    await expect(unknown).rejects.toThrow(/was trained on weights with sha256:\w+, which no base/);
    expect(files()).toEqual(before);
  });

  it.each([
    ['of another role', () => candidate('x', 'small', { role: 'router' }), 'was trained as router'],
    ['without gate rows', () => ({ ...candidate('x'), gateFile: join(root, 'none') }), 'build the data set first'],
    ['without a report', () => ({ ...candidate('x'), from: join(root, '.cache') }), 'holds no report.json'],
  ])('refuses one %s', async (_, make, message) => {
    await expect(promote(places(), make(), scores, silent)).rejects.toThrow(message);
  });

  it('refuses one that was trained for another catalogue than the packs that are served', async () => {
    cpSync(
      join(import.meta.dirname, '../../../../workflows/order-processing'),
      join(root, 'workflows/order-processing'),
      {
        recursive: true,
      },
    );
    const toolSchemas = { 'order-processing': digestOfText('older') };
    await expect(promote(places(), candidate('x', 'small', { toolSchemas }), scores, silent)).rejects.toThrow(
      /not trained for this catalogue: order-processing has changed/,
    );
  });

  it('says when the candidate is in use already', async () => {
    expect((await promote(places(), candidate('first'), scores, silent)).kind).toBe('in-use-already');
  });

  it('compares the first specialist of a role with the bare base, which answered so far', async () => {
    const dialogue = { ...candidate('talk', 'small', { role: 'dialogue' }), role: 'dialogue' };
    const done = await promote(places(), dialogue, scoring({ talk: [50, 40], bare: [20, 10] }), silent);
    expect(done).toMatchObject({ kind: 'promoted', inUse: [{ right: 20 }, { right: 10 }] });
    expect(await undo(places(), 'dialogue', silent)).toBe(undefined);
    expect(Object.keys(loadManifest(models()).specialists)).toEqual(['executor']);
  });
});

describe('undoing', () => {
  it('goes back release by release, to the very files', async () => {
    await promote(places(), candidate('better'), scores, silent);
    await promote(places(), candidate('best'), scores, silent);
    expect(adapterInUse()).toBe('best');
    await undo(places(), 'executor', silent);
    expect(adapterInUse()).toBe('better');
    await undo(places(), 'executor', silent);
    expect(adapterInUse()).toBe('first');
    await expect(undo(places(), 'executor', silent)).rejects.toThrow('no earlier release');
  });

  it('finds the first release where it was kept, when a training has written over its folder', async () => {
    await promote(places(), candidate('better'), scores, silent);
    trained(join(root, 'models/executor'), 'a later training');
    await undo(places(), 'executor', silent);
    expect(adapterInUse()).toBe('first');
  });

  it('heals a promotion that was cut off before the manifest was written', async () => {
    await promote(places(), candidate('better'), scores, silent);
    const manifest = readFileSync(join(models(), 'manifest.json'));
    await promote(places(), candidate('best'), scores, silent);
    writeFileSync(join(models(), 'manifest.json'), manifest);
    expect(adapterInUse()).toBe('better');
    await undo(places(), 'executor', silent);
    expect(adapterInUse()).toBe('first');
  });
});

describe('a service that is up', () => {
  it('keeps every file that it began with: promotion and undoing write none of them', async () => {
    const inUse = (place: string) => readFileSync(join(models(), place), 'utf8');
    await promote(places(), candidate('better'), scores, silent);
    const began = loadManifest(models()).specialists.executor;
    const file = began?.kind === 'writer' ? (began.adapter?.file ?? '') : '';
    await promote(places(), candidate('best'), scores, silent);
    await undo(places(), 'executor', silent);
    await undo(places(), 'executor', silent);
    expect([inUse(file), inUse('executor/adapter.gguf')]).toEqual(['better', 'first']);
  });

  it('that starts at any moment reads a whole manifest, the one or the other', async () => {
    let watching = true;
    const seen = new Set<string>();
    const watch = (async () => {
      while (watching) {
        seen.add(adapterInUse());
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    await promote(places(), candidate('better'), scores, silent);
    await undo(places(), 'executor', silent);
    watching = false;
    await watch;
    expect([...seen].every((adapter) => adapter === 'first' || adapter === 'better')).toBe(true);
  });
});

/** Everything under models, so that "nothing changed" can be said of all of it. */
const files = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(models(), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => existsSync(file))
      .map((file) => [file, readFileSync(file, 'utf8')]),
  );
