/** Hashes a file before anything opens it. llama.cpp parses what it is given, so it is given only what the manifest pins. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { Digest } from '@pitcrew/contracts';
import { count, metrics } from '@pitcrew/telemetry';
import { ModelFileError } from './errors.ts';
import type { PinnedFile } from './manifest.ts';

/** The absolute path of a file whose digest is right; else ModelFileError. */
export async function verified(folder: string, { file, digest }: PinnedFile): Promise<string> {
  const path = join(folder, file);
  const found = await digestOfFile(path);
  if (found === digest) return path;
  count(metrics.modelDigestMismatch);
  throw new ModelFileError(path, digest, found ?? 'no such file');
}

/** Undefined when the file does not exist. */
export async function digestOfFile(path: string): Promise<Digest | undefined> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  return Digest.parse(`sha256:${hash.digest('hex')}`);
}
