/**
 * Takes the logs of runs that ended before a time off the run log: first into the archive, then purged, so that a sweep that is cut
 * short only repeats itself. It goes through the summaries in the order in which they were written. A run may end without a new one, so
 * what a sweep has to leave it looks at again the next time; the mark of how far it came, kept on the bus, names them.
 */
import { type KV, Kvm } from '@nats-io/kv';
import { type RunId, TenantId } from '@pitcrew/contracts';
import { z } from 'zod';
import type { Archive } from './archive.ts';
import { decodeEntry } from './entries.ts';
import type { Link } from './link.ts';
import { readBatch, readOne, readSubjects, type StoredMessage } from './read-subjects.ts';
import { RUNLOG, type StorageOptions } from './streams.ts';
import { decodeToken, logFilter } from './subjects.ts';
import { parseSummary, SUMMARIES_FILTER, SUMMARIES_STREAM } from './summaries.ts';

export type Swept = {
  readonly archived: number;
  /** Bytes of their events. */
  readonly bytes: number;
  /** Runs that had not ended, or not before the time; the next sweep looks at them again. */
  readonly left: number;
};

/** The sequence up to which all summaries were looked at, and those before it whose runs were left. Once it was the number alone. */
const Mark = z.union([
  z.int().transform((upTo) => ({ upTo, left: [] })),
  z.object({ upTo: z.int(), left: z.array(z.int()) }),
]);
type Mark = { readonly upTo: number; readonly left: readonly number[] };

const BUCKET = 'pitcrew-marks';
export const MARKS_STREAM = `KV_${BUCKET}`;
const MARK = 'archived-up-to';
const BATCH = 200;
const AT_ONCE = 8;
/** A mark is one message. With more runs open than this a sweep goes no further until some of them have ended. */
const LEFT_MAX = 20_000;

export async function createSweep(link: Link, archive: Archive, { replicas, storage }: StorageOptions) {
  const marks = await new Kvm(link.js).create(BUCKET, { replicas, storage, history: 1 });

  return async (endedBefore: Date): Promise<Swept> => {
    const sweep = (messages: readonly StoredMessage[]) => sweepSome(link, archive, messages, endedBefore);
    const mark = await markOf(link, marks);
    const earlier = await sweep(await readThose(link, mark.left));
    const left = [...earlier.left];
    let { archived, bytes } = earlier;
    let upTo = mark.upTo;
    for (let more = true; more && left.length < LEFT_MAX; ) {
      const batch = await readBatch(link, SUMMARIES_STREAM, SUMMARIES_FILTER, upTo + 1, BATCH);
      const old = untilTooYoung(batch, endedBefore);
      const swept = await sweep(old);
      left.push(...swept.left);
      archived += swept.archived;
      bytes += swept.bytes;
      upTo = old.at(-1)?.sequence ?? upTo;
      await keepMark(link, marks, { upTo, left });
      more = old.length === BATCH;
    }
    await keepMark(link, marks, { upTo, left });
    return { archived, bytes, left: left.length };
  };
}

async function markOf(link: Link, marks: KV): Promise<Mark> {
  const stored = await link.attempt('reading a mark', () => marks.get(MARK));
  return stored === null ? { upTo: 0, left: [] } : Mark.parse(stored.json());
}

const keepMark = (link: Link, marks: KV, mark: Mark): Promise<number> =>
  link.attempt('keeping a mark', () => marks.put(MARK, JSON.stringify(mark)));

/** Those that are still there: a summary that was written anew comes again later. */
async function readThose(link: Link, sequences: readonly number[]): Promise<readonly StoredMessage[]> {
  const found: StoredMessage[] = [];
  for (const some of inGroups(sequences, AT_ONCE)) {
    const messages = await Promise.all(some.map((sequence) => readOne(link, SUMMARIES_STREAM, sequence)));
    found.push(...messages.filter((message) => message !== undefined));
  }
  return found;
}

/** Those before the first that is too young: what comes after it was written later. */
function untilTooYoung(batch: readonly StoredMessage[], endedBefore: Date): readonly StoredMessage[] {
  const first = batch.findIndex(({ bytes }) => Date.parse(parseSummary(bytes).updatedAt) >= endedBefore.getTime());
  return first === -1 ? batch : batch.slice(0, first);
}

type SweptSome = { readonly archived: number; readonly bytes: number; readonly left: readonly number[] };

async function sweepSome(
  link: Link,
  archive: Archive,
  summaries: readonly StoredMessage[],
  endedBefore: Date,
): Promise<SweptSome> {
  const left: number[] = [];
  let [archived, bytes] = [0, 0];
  for (const some of inGroups(summaries, AT_ONCE)) {
    const fates = await Promise.all(some.map((message) => archiveRun(link, archive, message, endedBefore)));
    for (const [n, fate] of fates.entries()) {
      if (fate.kind === 'left') left.push(some[n]?.sequence ?? 0);
      if (fate.kind !== 'archived') continue;
      archived += 1;
      bytes += fate.bytes;
    }
  }
  return { archived, bytes, left };
}

type Fate = { readonly kind: 'archived'; readonly bytes: number } | { readonly kind: 'gone' | 'left' };

async function archiveRun(link: Link, archive: Archive, message: StoredMessage, endedBefore: Date): Promise<Fate> {
  const { run } = parseSummary(message.bytes);
  const tenant = tenantIn(message.subject);
  const messages = await readSubjects(link, RUNLOG, logFilter(tenant, run), 1);
  if (messages.length === 0) return { kind: 'gone' };
  const ended = messages.map(endOf).find((at) => at !== undefined);
  if (ended === undefined || ended >= endedBefore.getTime()) return { kind: 'left' };
  await archive.put(tenant, run, messages);
  await purge(link, tenant, run);
  return { kind: 'archived', bytes: messages.reduce((total, { bytes }) => total + bytes.length, 0) };
}

/** `$KV.<bucket>.<tenant>.<run>` */
const tenantIn = (subject: string): TenantId => TenantId.parse(decodeToken(subject.split('.')[2] ?? ''));

/** When the run ended, in milliseconds, if this is the event that ends it. */
function endOf(message: StoredMessage): number | undefined {
  const entry = decodeEntry(message);
  return entry.kind === 'event' && entry.event.body.kind === 'run-finished' ? Date.parse(entry.event.at) : undefined;
}

const purge = (link: Link, tenant: TenantId, run: RunId) =>
  link.attempt('purging a run', () => link.jsm.streams.purge(RUNLOG, { filter: logFilter(tenant, run) }));

const inGroups = <T>(all: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));
