/**
 * Makes what the product needs and a checkout lacks: the served models of models/manifest.json in .cache/models, and a
 * nats-server in .cache/bin. Everything is pinned by digest and made once: what is there and right is left alone.
 */
import { join } from 'node:path';
import { type Base, loadManifest, type Manifest, type PinnedFile } from '@pitcrew/model/manifest';
import { digestOfFile } from '@pitcrew/model/pinned-file';
import { type Folders, fetchBase, type OnProgress } from './fetch-base.ts';
import { type DeciderAdapter, makeServedFile } from './served-files.ts';

export { prepareNatsServer } from './nats-server.ts';

export type PrepareOptions = { readonly repoRoot: string; readonly onProgress?: OnProgress };

export async function prepareModels({ repoRoot, onProgress = () => {} }: PrepareOptions): Promise<Manifest> {
  return prepareManifest(loadManifest(join(repoRoot, 'models')), foldersOf(repoRoot), onProgress);
}

/** Makes the served files that are missing of a manifest. */
export async function prepareManifest(manifest: Manifest, folders: Folders, onProgress: OnProgress): Promise<Manifest> {
  for (const item of await itemsMissing(manifest)) {
    const fetched = await fetchBase(item.baseName, item.base, folders, onProgress);
    onProgress(`making ${item.served.file}`);
    const { baseName: name, base, adapter, served } = item;
    const ingredients = { name, base, fetched, adapter, adapterFolder: folders.models };
    await makeServedFile(ingredients, join(folders.prepared, served.file), served.digest);
  }
  return manifest;
}

export const foldersOf = (repoRoot: string): Folders => ({
  models: join(repoRoot, 'models'),
  downloads: join(repoRoot, '.cache', 'downloads'),
  prepared: join(repoRoot, '.cache', 'models'),
});

type Item = {
  readonly baseName: string;
  readonly base: Base;
  readonly served: PinnedFile;
  readonly adapter: DeciderAdapter | undefined;
};

/** Bases and merged encoders whose served file is absent or is another one. */
async function itemsMissing(manifest: Manifest): Promise<readonly Item[]> {
  const items = itemsOf(manifest);
  const found = await Promise.all(items.map(({ served }) => digestOfFile(join(manifest.prepared, served.file))));
  return items.filter(({ served }, index) => found[index] !== served.digest);
}

function itemsOf(manifest: Manifest): readonly Item[] {
  const bases = Object.entries(manifest.bases).map(([baseName, base]) => ({
    baseName,
    base,
    served: base.served,
    adapter: undefined,
  }));
  const encoders = Object.values(manifest.specialists).flatMap((specialist): Item[] => {
    const base = manifest.bases[specialist.base];
    if (specialist.kind === 'writer' || specialist.adapter === undefined || base === undefined) return [];
    return [{ baseName: specialist.base, base, served: specialist.served, adapter: specialist.adapter }];
  });
  return [...bases, ...encoders];
}
