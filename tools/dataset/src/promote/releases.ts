/**
 * The releases of a role: `models/releases/<role>/<digest>`, a folder each, never changed once it is there, and a journal of
 * those that were in use before. What is in use is said by models/manifest.json alone, and it is replaced by one rename: so
 * a service that starts finds the files of the one or of the other, whole, and one that is up is not touched at all.
 */
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { digestOf } from '@pitcrew/contracts';
import { ManifestFile, Specialist } from '@pitcrew/model/manifest';
import { digestOfFile } from '@pitcrew/model/pinned-file';
import { isRelease, RELEASES } from '@pitcrew/setup/pin';
import { writeWhole } from '@pitcrew/setup/whole-file';
import { THRESHOLDS_FILE, Thresholds } from '@pitcrew/specialists';
import { z } from 'zod';

/** The limits of a decider, which belong to its weights. */
export const Limits = Thresholds.partial();
export type Limits = z.infer<typeof Limits>;

/** What was in use; null when the role was not there. */
const Earlier = z.object({ specialist: Specialist.nullable(), limits: Limits.default({}) });
export type Earlier = z.infer<typeof Earlier>;
const Journal = z.object({ earlier: z.array(Earlier) });

/** All that a training writes and something reads again. */
const FILES = ['report.json', 'adapter.gguf', 'adapter.safetensors', 'adapter.json', 'heads.json', 'probes.json'];

/** Of what was fine-tuned: two trainings that wrote the same files are one release. */
export const releaseName = (specialist: Specialist): string =>
  nameOf(specialist.adapter?.digest, specialist.kind === 'decider' ? specialist.heads.digest : undefined);

/** The same name, from a folder of files that nothing has pinned yet. */
export async function releaseIn(folder: string): Promise<string> {
  const [writer, decider, heads] = await Promise.all(
    ['adapter.gguf', 'adapter.safetensors', 'heads.json'].map((file) => digestOfFile(join(folder, file))),
  );
  return nameOf(heads === undefined ? writer : decider, heads);
}

const nameOf = (adapter: string | undefined, heads: string | undefined): string =>
  digestOf({ adapter: adapter ?? '', heads: heads ?? '' }).slice(7, 19);

export const placeOf = (role: string, name: string): string => `${RELEASES}/${role}/${name}`;

/** Copies a training's files among the releases under a name of no release yet; answers the place. */
export async function stage(models: string, role: string, from: string): Promise<string> {
  const place = placeOf(role, `.candidate-${randomUUID()}`);
  await copyFiles(from, join(models, place));
  return place;
}

export const discard = (models: string, place: string): Promise<void> =>
  rm(join(models, place), { recursive: true, force: true });

/** The staged files become a release. One that is there already is the same, byte for byte. */
export async function keep(models: string, staged: string, place: string): Promise<void> {
  if (existsSync(join(models, place))) await discard(models, staged);
  else await rename(join(models, staged), join(models, place));
}

/** A specialist that lies in its role's folder, where the next training writes, as a release; others are one. */
export async function asRelease(models: string, role: string, specialist: Specialist): Promise<Specialist> {
  if (isRelease(specialist)) return specialist;
  const place = placeOf(role, releaseName(specialist));
  const staged = await stage(models, role, join(models, role));
  await keep(models, staged, place);
  return movedTo(place, specialist);
}

export function movedTo(place: string, specialist: Specialist): Specialist {
  const move = <T extends { readonly file: string }>(pinned: T): T => ({
    ...pinned,
    file: `${place}/${pinned.file.split('/').at(-1)}`,
  });
  const adapter = specialist.adapter === undefined ? {} : { adapter: move(specialist.adapter) };
  if (specialist.kind === 'writer') return Specialist.parse({ ...specialist, ...adapter });
  const probes = specialist.probes === undefined ? {} : { probes: move(specialist.probes) };
  return Specialist.parse({ ...specialist, ...adapter, ...probes, heads: move(specialist.heads) });
}

export function readManifest(models: string): ManifestFile {
  return ManifestFile.parse(JSON.parse(readFileSync(join(models, 'manifest.json'), 'utf8')));
}

export const withSpecialist = (manifest: ManifestFile, role: string, specialist: Specialist | null): ManifestFile => {
  const others = Object.entries(manifest.specialists).filter(([name]) => name !== role);
  const entries = specialist === null ? others : [...others, [role, specialist] as const];
  return { ...manifest, specialists: Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))) };
};

export const writeManifest = (models: string, manifest: ManifestFile): Promise<void> =>
  writeWhole(join(models, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);

export function readJournal(models: string, role: string): readonly Earlier[] {
  const file = join(models, RELEASES, role, 'journal.json');
  return existsSync(file) ? Journal.parse(JSON.parse(readFileSync(file, 'utf8'))).earlier : [];
}

export const writeJournal = (models: string, role: string, earlier: readonly Earlier[]): Promise<void> =>
  writeWhole(join(models, RELEASES, role, 'journal.json'), `${JSON.stringify({ earlier }, null, 2)}\n`);

export function limitsOf(models: string, role: string): Limits {
  return Limits.parse(Object.fromEntries(Object.entries(readLimits(models)).filter(([name]) => name === role)));
}

function readLimits(models: string): Limits {
  const file = join(models, THRESHOLDS_FILE);
  return existsSync(file) ? Limits.parse(JSON.parse(readFileSync(file, 'utf8'))) : {};
}

/** Only where all limits are known is there a file of them: the services read it whole. */
export async function writeLimits(models: string, changed: Limits): Promise<void> {
  const limits = Thresholds.safeParse({ ...readLimits(models), ...changed });
  if (Object.keys(changed).length === 0 || !limits.success) return;
  await writeWhole(join(models, THRESHOLDS_FILE), `${JSON.stringify(limits.data, null, 2)}\n`);
}

async function copyFiles(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const file of FILES) if (existsSync(join(from, file))) await cp(join(from, file), join(to, file));
}
