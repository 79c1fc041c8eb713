/**
 * Values that are too large for an event, kept under the digest of their bytes. The same bytes are stored once; what
 * comes back is checked against its digest.
 */

import { type ObjectStore, Objm } from '@nats-io/obj';
import { type Digest, digestOfText } from '@pitcrew/contracts';
import { BusUnavailable, RunLogDamaged } from './errors.ts';
import type { Link } from './link.ts';
import { pause } from './pause.ts';
import type { StorageOptions } from './streams.ts';

/** A value over this goes to the blob store; the event keeps the digest and the fields that references read. */
export const BLOB_THRESHOLD_BYTES = 64 * 1024;
const BLOB_BYTES_MAX = 64 * 1024 * 1024;
const READ_TIMEOUT_MS = 10_000;
const BUCKET = 'pitcrew-blobs';
export const BLOBS_STREAM = `OBJ_${BUCKET}`;

export type Blobs = {
  put(bytes: Uint8Array): Promise<Digest>;
  /** Undefined when there is no such blob. */
  get(digest: Digest): Promise<Uint8Array | undefined>;
};

export async function openBlobs(link: Link, { replicas, storage }: StorageOptions): Promise<Blobs> {
  const store = await new Objm(link.js).create(BUCKET, { replicas, storage });
  return {
    async put(bytes) {
      if (bytes.length > BLOB_BYTES_MAX)
        throw new RangeError(`a blob has at most ${BLOB_BYTES_MAX} bytes, this one has ${bytes.length}`);
      const digest = digestOfText(bytes);
      await link.attempt('storing a blob', async () => {
        const known = await store.info(digest);
        if (known === null || known.deleted) await store.putBlob({ name: digest }, bytes);
      });
      return digest;
    },

    async get(digest) {
      const bytes = await link.attempt('reading a blob', () => readWithin(store, digest));
      if (bytes === null) return undefined;
      if (digestOfText(bytes) !== digest)
        throw new RunLogDamaged(`the blob ${digest} has other bytes than its digest says`);
      return bytes;
    },
  };
}

async function readWithin(store: ObjectStore, digest: Digest): Promise<Uint8Array | null> {
  const late = new AbortController();
  const tooLate = pause(READ_TIMEOUT_MS, late.signal).then(() => {
    throw new BusUnavailable(`reading blob ${digest}: no answer`, 'unknown');
  });
  tooLate.catch(() => undefined);
  try {
    return await Promise.race([store.getBlob(digest), tooLate]);
  } finally {
    late.abort();
  }
}
