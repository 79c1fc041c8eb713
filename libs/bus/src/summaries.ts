/**
 * The last-value summary of each run, for lists. Derived from the log and repairable from it, so it may lag; only a
 * summary of a later log sequence replaces another. Lists show the runs whose summary was written last
 * first, which is when they were submitted or when a list saw that they had changed: the stream of the bucket is read
 * backwards in windows, so a page costs about its size, however many runs there are. No index is held; a first page is
 * remembered for some seconds.
 */
import { type KV, Kvm } from '@nats-io/kv';
import { type RunId, RunSummary, type TenantId } from '@pitcrew/contracts';
import { z } from 'zod';
import { BusUnavailable } from './errors.ts';
import type { Link } from './link.ts';
import { newestMessages } from './newest-messages.ts';
import { backoffMs, pause } from './pause.ts';
import { readBackwards } from './read-backwards.ts';
import { isWrongSequence, type StorageOptions } from './streams.ts';
import { encodeToken } from './subjects.ts';

export type SummaryPage = {
  readonly runs: readonly RunSummary[];
  /** Empty on the last page. */
  readonly nextPageToken: string;
};

export type Summaries = {
  /**
   * `sequence` is the last event of the log that the summary covers; an older summary than the stored one is dropped. `first`: there was
   * none a moment ago, so it is not asked for again unless that has changed.
   */
  put(tenant: TenantId, summary: RunSummary, sequence: number, first?: 'first'): Promise<'stored' | 'older'>;
  get(tenant: TenantId, run: RunSummary['run']): Promise<RunSummary | undefined>;
  /** Runs of a tenant, the one whose summary was written last first. One that is written anew while pages are turned moves to the front. */
  list(tenant: TenantId, pageSize: number, pageToken: string): Promise<SummaryPage>;
};

const BUCKET = 'pitcrew-runs';
export const SUMMARIES_STREAM = `KV_${BUCKET}`;
export const SUMMARIES_FILTER = `$KV.${BUCKET}.>`;
const ATTEMPTS_MAX = 5;

const Value = z.object({ sequence: z.int(), summary: RunSummary });

/** The page token is not one that a list gave out. */
export class InvalidPageToken extends Error {
  override readonly name = 'InvalidPageToken';
}

export async function openSummaries(link: Link, { replicas, storage }: StorageOptions): Promise<Summaries> {
  const bucket = await new Kvm(link.js).create(BUCKET, { replicas, storage, history: 1 });
  const newest = newestMessages(link, SUMMARIES_STREAM);
  const keyOf = (tenant: TenantId, run: string) => `${encodeToken(tenant)}.${run}`;
  return {
    async put(tenant, summary, sequence, first) {
      const value = JSON.stringify({ sequence, summary: RunSummary.parse(summary) });
      for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
        const key = keyOf(tenant, summary.run);
        const answer = await link.attempt('storing a summary', () =>
          first === 'first' && attempt === 1
            ? replace(bucket, key, value, 0)
            : replaceOlder(bucket, key, value, sequence),
        );
        if (answer !== 'raced') return answer;
        await pause(backoffMs(attempt, 10, 200));
      }
      throw new BusUnavailable(
        `storing the summary of ${summary.run}: others were faster ${ATTEMPTS_MAX} times`,
        'not-done',
      );
    },

    async get(tenant, run) {
      const entry = await link.attempt('reading a summary', () => bucket.get(keyOf(tenant, run)));
      return entry === null ? undefined : Value.parse(entry.json()).summary;
    },

    async list(tenant, pageSize, pageToken) {
      const filter = keySubject(tenant, '*');
      const count = pageSize + 1;
      const found =
        pageToken === ''
          ? await newest(filter, count)
          : await readBackwards(link, SUMMARIES_STREAM, filter, parseToken(pageToken), count);
      const page = found.slice(0, pageSize);
      return {
        runs: page.map(({ bytes }) => parseSummary(bytes)),
        nextPageToken: found.length > pageSize ? String(page.at(-1)?.sequence ?? '') : '',
      };
    },
  };
}

export const parseSummary = (bytes: Uint8Array): RunSummary =>
  Value.parse(JSON.parse(Buffer.from(bytes).toString())).summary;

/** The runs of a tenant that have a summary. Reads only. */
export async function runsWithSummary(link: Link, tenant: TenantId): Promise<readonly string[]> {
  const filter = keySubject(tenant, '*');
  const { subjects } = (
    await link.attempt('listing summaries', () => link.jsm.streams.info(SUMMARIES_STREAM, { subjects_filter: filter }))
  ).state;
  return Object.keys(subjects ?? {}).map((subject) => subject.split('.').at(-1) ?? '');
}

/** Up to where the log went when the summary was made; undefined without a summary. Reads only. */
export async function knownOf(
  link: Link,
  tenant: TenantId,
  run: RunId,
): Promise<{ readonly sequence: number; readonly finished: boolean } | undefined> {
  const query = { last_by_subj: keySubject(tenant, run) };
  const found = await link.attempt('reading a summary', () => link.jsm.streams.getMessage(SUMMARIES_STREAM, query));
  if (found === null || found.data.length === 0) return undefined;
  const { sequence, summary } = Value.parse(JSON.parse(Buffer.from(found.data).toString()));
  return { sequence, finished: summary.phase === 'finished' };
}

const keySubject = (tenant: TenantId, run: string): string => `$KV.${BUCKET}.${encodeToken(tenant)}.${run}`;

async function replaceOlder(
  bucket: KV,
  key: string,
  value: string,
  sequence: number,
): Promise<'stored' | 'older' | 'raced'> {
  const known = await bucket.get(key);
  if (known !== null && Value.parse(known.json()).sequence >= sequence) return 'older';
  return replace(bucket, key, value, known?.revision ?? 0);
}

async function replace(bucket: KV, key: string, value: string, revision: number): Promise<'stored' | 'raced'> {
  try {
    await bucket.put(key, value, { previousSeq: revision });
    return 'stored';
  } catch (error) {
    if (isWrongSequence(error)) return 'raced';
    throw error;
  }
}

function parseToken(token: string): number {
  const sequence = Number(token);
  if (Number.isSafeInteger(sequence) && sequence > 0) return sequence;
  throw new InvalidPageToken('the page token is not one of this list: start again with an empty one');
}
