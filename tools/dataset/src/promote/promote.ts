/**
 * Promotes what a training wrote to be what is served: measures it and the one in use on the role's gate rows, refuses it
 * when it is worse in any figure, else keeps both as releases and lets the manifest name the new one. Undoing goes back to
 * the release before. Refuses an adapter of another base, and one that was trained for another catalogue of tools.
 */
import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Manifest, ManifestFile, Specialist } from '@pitcrew/model/manifest';
import { digestOfFile } from '@pitcrew/model/pinned-file';
import { prepareManifest } from '@pitcrew/setup';
import { pinSpecialist, type Trained } from '@pitcrew/setup/pin';
import { checkCatalogue, loadPacks } from '@pitcrew/workflow';
import { type Figure, worseFigures } from './figures.ts';
import type { Measure, Measured } from './measure.ts';
import * as releases from './releases.ts';

export class PromotionError extends Error {
  override readonly name = 'PromotionError';
}

export type Places = {
  readonly models: string;
  /** Where the packs are that the crew serves; none to compare with when absent. */
  readonly workflows: string;
  readonly downloads: string;
};
export type Candidate = { readonly role: string; readonly from: string; readonly gateFile: string };

export type Promotion = {
  readonly kind: 'promoted' | 'refused' | 'in-use-already';
  readonly release: string;
  readonly inUse: readonly Figure[];
  readonly candidate: readonly Figure[];
  readonly worse: readonly string[];
};

type OnProgress = (line: string) => void;

export async function promote(
  places: Places,
  { role, from, gateFile }: Candidate,
  measure: Measure,
  onProgress: OnProgress,
): Promise<Promotion> {
  const { models } = places;
  const source = sourceOf(role, from);
  if (!existsSync(gateFile)) throw new PromotionError(`${gateFile} does not exist; build the data set first`);
  const manifest = releases.readManifest(models);
  const release = await releases.releaseIn(source);
  const inUse = manifest.specialists[role];
  if (inUse !== undefined && releases.releaseName(inUse) === release)
    return { kind: 'in-use-already', release, inUse: [], candidate: [], worse: [] };
  const staged = await releases.stage(models, role, source);
  try {
    const served = `${role}-${release}.gguf`;
    const candidate = await pinCandidate(places, manifest, { role, place: staged, served }, onProgress);
    return await decide(places, manifest, { role, staged, candidate, gateFile }, measure, onProgress);
  } finally {
    await releases.discard(models, staged);
  }
}

/** Answers the release that is in use now; undefined when the role is gone from the manifest. */
export async function undo(places: Places, role: string, onProgress: OnProgress): Promise<string | undefined> {
  const { models } = places;
  const manifest = releases.readManifest(models);
  const now = JSON.stringify(manifest.specialists[role] ?? null);
  const earlier = [...releases.readJournal(models, role)];
  // A promotion that was cut off left what is in use on the journal too.
  while (earlier.length > 0 && JSON.stringify(earlier.at(-1)?.specialist) === now) earlier.pop();
  const before = earlier.pop();
  if (before === undefined) throw new PromotionError(`${role}: there is no earlier release to go back to`);
  const specialist = await filesOf(models, role, before.specialist);
  const next = releases.withSpecialist(manifest, role, specialist);
  await prepareManifest(manifestAt(places, next), foldersOf(places), onProgress);
  await releases.writeManifest(models, next);
  await releases.writeLimits(models, before.limits);
  await releases.writeJournal(models, role, earlier);
  return specialist === null ? undefined : releases.releaseName(specialist);
}

type Staged = {
  readonly role: string;
  readonly staged: string;
  readonly candidate: Specialist;
  readonly gateFile: string;
};

async function decide(
  places: Places,
  manifest: ManifestFile,
  { role, staged, candidate, gateFile }: Staged,
  measure: Measure,
  onProgress: OnProgress,
): Promise<Promotion> {
  const release = releases.releaseName(candidate);
  onProgress('measuring the one in use');
  const measuredInUse = await measureInUse(places, manifest, role, candidate, gateFile, measure);
  onProgress('measuring the candidate');
  const withCandidate = manifestAt(places, releases.withSpecialist(manifest, role, candidate));
  const measured = await measure(withCandidate, role, gateFile);
  const worse = worseFigures(measuredInUse.figures, measured.figures);
  const outcome = { release, inUse: measuredInUse.figures, candidate: measured.figures, worse };
  if (worse.length > 0) {
    await forgetEncoder(places, manifest, candidate);
    return { kind: 'refused', ...outcome };
  }
  await install(places, manifest, { role, staged, candidate, gateFile }, measured);
  return { kind: 'promoted', ...outcome };
}

/** Without a specialist of the role, what serves a writer's questions is the bare base; a decider's, nothing. */
async function measureInUse(
  places: Places,
  manifest: ManifestFile,
  role: string,
  candidate: Specialist,
  gateFile: string,
  measure: Measure,
): Promise<Measured> {
  if (manifest.specialists[role] !== undefined) return measure(manifestAt(places, manifest), role, gateFile);
  if (candidate.kind === 'decider') return { figures: [] };
  const bare = releases.withSpecialist(manifest, role, { kind: 'writer', base: candidate.base });
  return measure(manifestAt(places, bare), role, gateFile);
}

/** The journal first, the manifest last: cut off anywhere between, what was in use still is. */
async function install(
  { models }: Places,
  manifest: ManifestFile,
  { role, staged, candidate }: Staged,
  { limits = {} }: Measured,
): Promise<void> {
  const place = releases.placeOf(role, releases.releaseName(candidate));
  await releases.keep(models, staged, place);
  const before = manifest.specialists[role];
  if (before !== undefined) await releases.asRelease(models, role, before);
  const earlier = { specialist: before ?? null, limits: releases.limitsOf(models, role) };
  await releases.writeJournal(models, role, [...releases.readJournal(models, role), earlier]);
  await releases.writeManifest(models, releases.withSpecialist(manifest, role, releases.movedTo(place, candidate)));
  await releases.writeLimits(models, limits);
}

async function pinCandidate(
  places: Places,
  manifest: ManifestFile,
  trained: Trained,
  onProgress: OnProgress,
): Promise<Specialist> {
  const { role } = trained;
  const inUse = manifest.specialists[role];
  const pinned = await pinSpecialist(trained, manifest.bases, foldersOf(places), onProgress);
  if (inUse !== undefined && pinned.base !== inUse.base)
    throw new PromotionError(
      `${role} is served on ${inUse.base}, and the candidate was trained on ${pinned.base}: an adapter fits only the weights that it was trained on`,
    );
  if (inUse !== undefined && pinned.kind !== inUse.kind)
    throw new PromotionError(`${role} is a ${inUse.kind}, and the candidate is a ${pinned.kind}`);
  if (existsSync(places.workflows))
    checkCatalogue(`candidate for ${role}`, loadPacks(places.workflows), pinned.trainedOn?.toolSchemas);
  return pinned;
}

/** A merged encoder that is not served is 46 MB of nothing; the base's own file stays. */
async function forgetEncoder(places: Places, manifest: ManifestFile, candidate: Specialist): Promise<void> {
  if (candidate.kind !== 'decider') return;
  const served = [...Object.values(manifest.bases), ...Object.values(manifest.specialists)].flatMap((each) =>
    'served' in each ? [each.served.file] : [],
  );
  if (!served.includes(candidate.served.file))
    await rm(join(foldersOf(places).prepared, candidate.served.file), { force: true });
}

/** As the manifest had it where the files are still those; else from the release that was kept of it. */
async function filesOf(models: string, role: string, specialist: Specialist | null): Promise<Specialist | null> {
  if (specialist === null) return null;
  const release = releases.movedTo(releases.placeOf(role, releases.releaseName(specialist)), specialist);
  for (const each of [specialist, release]) if (await hasItsFiles(models, each)) return each;
  throw new PromotionError(`${role}: the files of release ${releases.releaseName(specialist)} are gone from ${models}`);
}

async function hasItsFiles(models: string, specialist: Specialist): Promise<boolean> {
  const pinned =
    specialist.kind === 'decider' ? [specialist.heads, specialist.probes, specialist.adapter] : [specialist.adapter];
  const found = pinned.flatMap((file) => (file === undefined ? [] : [file]));
  const digests = await Promise.all(found.map(({ file }) => digestOfFile(join(models, file))));
  return found.every(({ digest }, index) => digests[index] === digest);
}

/** The folder that a training wrote, or one that holds it by role. */
function sourceOf(role: string, from: string): string {
  const folders = [from, join(from, role), join(from, 'models', role)].map((folder) => resolve(folder));
  const found = folders.find((folder) => existsSync(join(folder, 'report.json')));
  if (found === undefined)
    throw new PromotionError(
      `${from} holds no report.json, neither itself nor in ${role} or models/${role}; train first`,
    );
  const { role: trainedAs } = JSON.parse(readFileSync(join(found, 'report.json'), 'utf8')) as { role?: unknown };
  if (trainedAs !== undefined && trainedAs !== role)
    throw new PromotionError(`${found} was trained as ${String(trainedAs)}, not as ${role}`);
  return found;
}

const foldersOf = ({ models, downloads }: Places) => ({
  models,
  downloads,
  prepared: join(models, '..', '.cache', 'models'),
});

const manifestAt = (places: Places, manifest: ManifestFile): Manifest => ({
  ...manifest,
  folder: places.models,
  prepared: foldersOf(places).prepared,
});
