/**
 * The logs of runs that ended long ago, one compressed object a run, byte for byte with the sequences that they had. The run log stays
 * small, and whoever reads an archived run finds it here without knowing.
 */
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { type ObjectStore, Objm } from '@nats-io/obj';
import type { RunId, TenantId } from '@pitcrew/contracts';
import { z } from 'zod';
import { BusUnavailable } from './errors.ts';
import type { Link } from './link.ts';
import type { StoredMessage } from './read-subjects.ts';
import type { StorageOptions } from './streams.ts';
import { encodeToken } from './subjects.ts';

export type Archive = {
  put(tenant: TenantId, run: RunId, messages: readonly StoredMessage[]): Promise<void>;
  /** Empty when the run was not archived. */
  get(tenant: TenantId, run: RunId): Promise<readonly StoredMessage[]>;
};

const BUCKET = 'pitcrew-archive';
export const ARCHIVE_STREAM = `OBJ_${BUCKET}`;
const [compress, expand] = [promisify(gzip), promisify(gunzip)];

const Line = z.object({ sequence: z.int(), subject: z.string(), text: z.string() });

export async function openArchive(link: Link, { replicas, storage }: StorageOptions): Promise<Archive> {
  const store = await new Objm(link.js).create(BUCKET, { replicas, storage });
  return {
    async put(tenant, run, messages) {
      const bytes = await compress(messages.map(lineOf).join('\n'));
      await link.attempt('archiving a run', () => store.putBlob({ name: nameOf(tenant, run) }, bytes));
    },
    get: getFrom(link, store),
  };
}

/** For those who create nothing: without an archive nothing is in it. */
export async function openArchiveToRead(link: Link): Promise<Pick<Archive, 'get'>> {
  try {
    const store = await link.attempt('opening the archive', () => new Objm(link.js).open(BUCKET));
    return { get: getFrom(link, store) };
  } catch (error) {
    if (error instanceof BusUnavailable) throw error;
    return { get: async () => [] };
  }
}

const nameOf = (tenant: TenantId, run: RunId): string => `${encodeToken(tenant)}.${run}`;

function getFrom(link: Link, store: ObjectStore): Archive['get'] {
  return async (tenant, run) => {
    const bytes = await link.attempt('reading the archive', () => found(store, nameOf(tenant, run)));
    return bytes === undefined ? [] : (await expand(bytes)).toString('utf8').split('\n').map(messageOf);
  };
}

/** The store checks what it gives back against the digest that it was stored with. */
async function found(store: ObjectStore, name: string): Promise<Uint8Array | undefined> {
  const info = await store.info(name);
  return info === null || info.deleted ? undefined : ((await store.getBlob(name)) ?? undefined);
}

const lineOf = ({ sequence, subject, bytes }: StoredMessage): string =>
  JSON.stringify({ sequence, subject, text: Buffer.from(bytes).toString('utf8') });

function messageOf(line: string): StoredMessage {
  const { sequence, subject, text } = Line.parse(JSON.parse(line));
  return { sequence, subject, bytes: Buffer.from(text, 'utf8') };
}
