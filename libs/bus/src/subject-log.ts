/**
 * A log of one subject in a stream of its own, whose messages are bytes to this package: append if nobody else did since,
 * read, and work off. Many may append; each names the last sequence that it knows, and is refused when there is more. So
 * whoever decides from all that is stored, and appends what follows, never decides from less.
 *
 * A lost answer is settled by reading: exactly my bytes there = stored. The bytes must therefore differ from append to
 * append, also between authors; an id within them does that.
 */
import { DiscardPolicy, RetentionPolicy, StorageType } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import {
  type ConsumeOptions,
  type Consumption,
  consume,
  type HandlerResult,
  type Lease,
  type OnProblem,
} from './consume.ts';
import { BusUnavailable, RunLogDamaged } from './errors.ts';
import type { Link } from './link.ts';
import { backoffMs, pause } from './pause.ts';
import { type PublishAnswer, publishExpecting } from './publish-expecting.ts';
import { firstSequenceSince, readSubjects, type StoredMessage } from './read-subjects.ts';
import { DUPLICATE_WINDOW_MS, EVENT_BYTES_MAX, ensureStream, type StorageOptions } from './streams.ts';

export type SubjectLogEntry = { readonly sequence: number; readonly bytes: Uint8Array };

export type SubjectAppend = {
  /** Of the message, different for every append. */
  readonly id: string;
  /** At most EVENT_BYTES_MAX. */
  readonly bytes: Uint8Array;
  /** W3C trace context of the author; empty without tracing. */
  readonly traceparent: string;
  /** The last sequence that the author knew; 0 = this must be the first message. */
  readonly expectedSequence: number;
};

export type SubjectAppendResult =
  | { readonly kind: 'stored'; readonly sequence: number }
  /** Not stored, and never will be. `newer` holds all that came after the expected sequence, at least one. */
  | { readonly kind: 'conflict'; readonly newer: readonly SubjectLogEntry[] };

export type SubjectLog = {
  append(append: SubjectAppend): Promise<SubjectAppendResult>;
  /** All messages after a sequence, by the leader. */
  read(after: number): Promise<readonly SubjectLogEntry[]>;
  /** The sequence after which all is read that was stored since a time, by the clock of the bus; 0 when nothing was. */
  sequenceBefore(time: Date): Promise<number>;
  /** Hands every message to one instance of this service, from the first on. A message may come twice. */
  consume(
    options: ConsumeOptions & { readonly handler: (entry: SubjectLogEntry, lease: Lease) => Promise<HandlerResult> },
  ): Promise<Consumption>;
};

export type SubjectLogPlace = { readonly stream: string; readonly subject: string };

const ATTEMPTS_MAX = 5;
const RETRY_FIRST_MS = 25;
const RETRY_MOST_MS = 500;

/** Creates the stream if there is none. */
export async function openSubjectLog(
  link: Link,
  { stream, subject }: SubjectLogPlace,
  { storage, replicas, adjust }: StorageOptions,
  service: string,
  onProblem: OnProblem,
): Promise<SubjectLog> {
  await link.attempt(`creating the stream ${stream}`, () =>
    ensureStream(
      link.jsm,
      {
        name: stream,
        subjects: [subject],
        num_replicas: replicas,
        storage: storage === 'file' ? StorageType.File : StorageType.Memory,
        retention: RetentionPolicy.Limits,
        discard: DiscardPolicy.New,
        deny_delete: true,
        allow_direct: true,
        max_msg_size: EVENT_BYTES_MAX,
        duplicate_window: nanos(DUPLICATE_WINDOW_MS),
      },
      { adjust },
    ),
  );
  const read = async (after: number) => (await readSubjects(link, stream, subject, after + 1)).map(toEntry);

  /** What is there after the expected sequence. When even that cannot be read, the outcome stays unknown. */
  async function settle(expected: number): Promise<readonly SubjectLogEntry[]> {
    try {
      return await read(expected);
    } catch (error) {
      if (error instanceof BusUnavailable) throw new BusUnavailable(error.message, 'unknown', error);
      throw error;
    }
  }

  async function append({ expectedSequence, ...message }: SubjectAppend): Promise<SubjectAppendResult> {
    let answer: PublishAnswer = { kind: 'unknown', cause: undefined };
    for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
      if (attempt > 1) await pause(backoffMs(attempt - 1, RETRY_FIRST_MS, RETRY_MOST_MS));
      answer = await publishExpecting(link, { subject, filter: subject, expectedSequence, ...message });
      if (answer.kind === 'stored') return answer;
      const newer = await settle(expectedSequence);
      const own = newer.find(({ bytes }) => Buffer.compare(bytes, message.bytes) === 0);
      if (own !== undefined) return { kind: 'stored', sequence: own.sequence };
      if (newer.length > 0) return { kind: 'conflict', newer };
    }
    if (answer.kind === 'unknown') throw new BusUnavailable(`appending ${message.id}: no answer`, 'unknown');
    throw new RunLogDamaged(`${subject}: message ${expectedSequence} was acknowledged, but the log ends before it`);
  }

  return {
    append,
    read,
    sequenceBefore: async (time) => ((await firstSequenceSince(link, stream, subject, time)) ?? 1) - 1,
    consume: ({ handler, ...options }) =>
      consume(
        link,
        { stream, filter: subject, service },
        options,
        ({ seq, data }, lease) => handler({ sequence: seq, bytes: data }, lease),
        onProblem,
      ),
  };
}

const toEntry = ({ sequence, bytes }: StoredMessage): SubjectLogEntry => ({ sequence, bytes });
