/**
 * Row 11: a model file is damaged or another's lies in its place. The service that starts on it refuses, by file and digest, before
 * anything native reads it; runs wait, and go on when the file is as it was.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { loadManifest } from '@pitcrew/model/manifest';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Case, drawCases, SEED } from '../cases.ts';
import { keepFigures } from '../figures.ts';
import { findingsOf } from '../oracle.ts';
import { type Scene, startScene } from '../scene.ts';
import { story } from '../strike.ts';
import { workOn } from '../work.ts';

const ROOT = resolve(import.meta.dirname, '../../../..');
const DOWN_MS = 3_000;

let copy = '';
let scene: Scene;
let cases: readonly Case[];
let runs = 0;
const recoveryMs: number[] = [];
const struck = new Set<string>();

beforeAll(async () => {
  copy = mkdtempSync(join(tmpdir(), 'pitcrew-models-'));
  for (const folder of ['models', '.cache/models']) cpSync(join(ROOT, folder), join(copy, folder), { recursive: true });
  scene = await startScene({ models: join(copy, 'models') });
  cases = await drawCases(scene, 1);
});
afterAll(async () => {
  keepFigures({ row: 11, what: 'damaged models', runs, points: struck.size, recoveryMs });
  await scene?.[Symbol.asyncDispose]();
  rmSync(copy, { recursive: true, force: true });
});

const { specialists, bases } = loadManifest(join(ROOT, 'models'));
const filesOf = (role: string): readonly string[] => {
  const specialist = specialists[role];
  if (specialist === undefined) throw new Error(`there is no ${role}`);
  if (specialist.kind === 'decider')
    return [join('.cache/models', specialist.served.file), join('models', specialist.heads.file)];
  const base = bases[specialist.base]?.served.file ?? '';
  return [
    join('.cache/models', base),
    ...(specialist.adapter === undefined ? [] : [join('models', specialist.adapter.file)]),
  ];
};
const other = (role: string): string => filesOf(role === 'router' ? 'validator' : 'router').at(-1) ?? '';

const DAMAGES: Readonly<Record<string, (bytes: Buffer, role: string) => Buffer>> = {
  'one bit changed': (bytes) => {
    const changed = Buffer.from(bytes);
    const at = (SEED * 7919) % changed.length;
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
    return changed;
  },
  'cut short': (bytes) => bytes.subarray(0, bytes.length >> 1),
  "another's": (_, role) => readFileSync(join(copy, other(role))),
};

it.each(
  ['router', 'executor', 'validator'].flatMap((role) =>
    filesOf(role).flatMap((file) => Object.keys(DAMAGES).map((damage) => [role, file, damage] as const)),
  ),
)('%s: %s %s', async (role, file, damage) => {
  const { work, twin } = cases[0] as Case;
  const path = join(copy, file);
  const good = readFileSync(path);
  writeFileSync(path, (DAMAGES[damage] as (bytes: Buffer, role: string) => Buffer)(good, role));
  const logged = scene.crew.log(role).length;
  await scene.crew.kill(role);
  const working = workOn(scene, work);
  await new Promise((resolveLater) => setTimeout(resolveLater, DOWN_MS));
  expect(scene.crew.log(role).slice(logged)).toMatch(/"error.type":"ModelFileError"/);
  expect(scene.crew.log(role).slice(logged)).toContain(file.split('/').at(-1));
  writeFileSync(path, good);
  const mendedMs = performance.now();
  const done = await working;
  expect(await findingsOf(scene, done, twin), story(done)).toEqual([]);
  runs += 1;
  struck.add(`${role} ${file} ${damage}`);
  const next = done.events.find(({ arrivedMs }) => arrivedMs > mendedMs);
  if (next !== undefined) recoveryMs.push(next.arrivedMs - mendedMs);
});
