/**
 * Takes the logs of runs that ended before a time off the run log: first into the archive, then purged, so that a sweep that is cut
 * short only repeats itself. Summaries stand in the order of their last change and those of finished runs never change again: what a
 * sweep has looked at once it need not look at again. The mark of how far it came is kept on the bus.
 */
import { type KV, Kvm } from '@nats-io/kv';
import { type RunId, TenantId } from '@pitcrew/contracts';
import type { Archive } from './archive.ts';
import { decodeEntry } from './entries.ts';
import type { Link } from './link.ts';
import { readBatch, readSubjects, type StoredMessage } from './read-subjects.ts';
import { RUNLOG, type StorageOptions } from './streams.ts';
import { decodeToken, logFilter } from './subjects.ts';
import { parseSummary, SUMMARIES_FILTER, SUMMARIES_STREAM } from './summaries.ts';

export type Swept = {
  readonly archived: number;
  /** Bytes of their events. */
  readonly bytes: number;
  /** Runs that had not ended; they come again when they change. */
  readonly unfinished: number;
};

const BUCKET = 'pitcrew-marks';
const MARK = 'archived-up-to';
const BATCH = 200;
const AT_ONCE = 8;

export async function createSweep(link: Link, archive: Archive, { replicas, storage }: StorageOptions) {
  const marks = await new Kvm(link.js).create(BUCKET, { replicas, storage, history: 1 });
  return async (endedBefore: Date): Promise<Swept> => {
    let swept: Swept = { archived: 0, bytes: 0, unfinished: 0 };
    for (let after = await markOf(link, marks); ; ) {
      const batch = await readBatch(link, SUMMARIES_STREAM, SUMMARIES_FILTER, after + 1, BATCH);
      const old = untilTooYoung(batch, endedBefore);
      for (let first = 0; first < old.length; first += AT_ONCE) {
        const some = old.slice(first, first + AT_ONCE).map((message) => archiveRun(link, archive, message));
        swept = (await Promise.all(some)).reduce(sum, swept);
      }
      after = old.at(-1)?.sequence ?? after;
      await link.attempt('keeping a mark', () => marks.put(MARK, String(after)));
      if (old.length < BATCH) return swept;
    }
  };
}

/** Those before the first that is too young: the mark never passes one that a later sweep has to take. */
function untilTooYoung(batch: readonly StoredMessage[], endedBefore: Date): readonly StoredMessage[] {
  const first = batch.findIndex(({ bytes }) => Date.parse(parseSummary(bytes).updatedAt) >= endedBefore.getTime());
  return first === -1 ? batch : batch.slice(0, first);
}

const markOf = async (link: Link, marks: KV): Promise<number> =>
  Number((await link.attempt('reading a mark', () => marks.get(MARK)))?.string() ?? 0);

const sum = (one: Swept, other: Swept): Swept => ({
  archived: one.archived + other.archived,
  bytes: one.bytes + other.bytes,
  unfinished: one.unfinished + other.unfinished,
});

async function archiveRun(link: Link, archive: Archive, { subject, bytes }: StoredMessage): Promise<Swept> {
  const { run } = parseSummary(bytes);
  const tenant = tenantIn(subject);
  const messages = await readSubjects(link, RUNLOG, logFilter(tenant, run), 1);
  if (messages.length === 0) return { archived: 0, bytes: 0, unfinished: 0 };
  if (!messages.some(isEnd)) return { archived: 0, bytes: 0, unfinished: 1 };
  await archive.put(tenant, run, messages);
  await purge(link, tenant, run);
  return { archived: 1, bytes: messages.reduce((total, message) => total + message.bytes.length, 0), unfinished: 0 };
}

/** `$KV.<bucket>.<tenant>.<run>` */
const tenantIn = (subject: string): TenantId => TenantId.parse(decodeToken(subject.split('.')[2] ?? ''));

function isEnd(message: StoredMessage): boolean {
  const entry = decodeEntry(message);
  return entry.kind === 'event' && entry.event.body.kind === 'run-finished';
}

const purge = (link: Link, tenant: TenantId, run: RunId) =>
  link.attempt('purging a run', () => link.jsm.streams.purge(RUNLOG, { filter: logFilter(tenant, run) }));
