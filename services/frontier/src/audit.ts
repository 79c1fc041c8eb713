/**
 * The record of what left: for each tenant and day one file of JSON Lines, only ever appended to. A line with the redacted
 * body is on disk before the body is sent, and another says what became of it. Whoever can't write the first does not send.
 */
import { createHash } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Digest, FrontierUsage, RunId, TenantId } from '@pitcrew/contracts';

export type Sending = {
  readonly tenant: TenantId;
  readonly run: RunId;
  /** `count-tokens` asks how long the input is, and costs nothing. */
  readonly operation: 'chat' | 'count-tokens';
  /** Id of the reservation that pays for the call; a count is made before there is one. */
  readonly spend?: string | undefined;
  /** From 1; later ones repeat what was surely not charged. */
  readonly attempt: number;
  readonly provider: string;
  readonly model: string;
  readonly bodyDigest: Digest;
};

/** `status` of the first line is `sending`; of the second, how the attempt ended. */
export type Ending = { readonly status: string; readonly usage?: FrontierUsage | undefined };

export type Audit = {
  /** Rejects when the line may not be on disk. */
  sending(of: Sending, body: string): Promise<void>;
  ended(of: Sending, ending: Ending): Promise<void>;
};

export function openAudit(directory: string, now: () => Date = () => new Date()): Audit {
  const append = async (of: Sending, line: object): Promise<void> => {
    const time = now().toISOString();
    const folder = join(directory, fileNameOf(of.tenant));
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = await open(join(folder, `${time.slice(0, 10)}.jsonl`), 'a', 0o600);
    try {
      await file.appendFile(`${JSON.stringify({ time, ...of, ...line })}\n`);
      await file.datasync();
    } finally {
      await file.close();
    }
  };
  return {
    sending: (of, body) => append(of, { status: 'sending', body }),
    ended: (of, { status, usage }) => append(of, usage === undefined ? { status } : { status, usage }),
  };
}

/** Readable, bounded, and another for each tenant: a tenant id may be any text, `..` included. */
export function fileNameOf(tenant: string): string {
  const readable = tenant
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40);
  return `${readable}-${createHash('sha256').update(tenant).digest('hex').slice(0, 16)}`;
}
