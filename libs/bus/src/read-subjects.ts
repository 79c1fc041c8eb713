/**
 * Reads the messages of some subjects of a stream, from a sequence on, up to everything that the stream's leader had when
 * it was asked. Batches come by direct get, which any replica may answer, and a replica may lag; so the leader is asked
 * for the last sequence at the same time, and what the replica lacks is fetched from the leader, message by message.
 * No consumer is created. Cost for one run: one round trip.
 */
import type { SeqMsgRequest, StoredMsg } from '@nats-io/jetstream';
import { JetStreamError } from '@nats-io/jetstream';
import { BusUnavailable } from './errors.ts';
import { type Link, REQUEST_TIMEOUT_MS } from './link.ts';

export type StoredMessage = {
  readonly sequence: number;
  readonly subject: string;
  readonly bytes: Uint8Array;
  /** The last sequence on the run's subjects, as the author named it and the server checked it; absent where none was named. */
  readonly expectedSequence?: number;
};

const BATCH_MESSAGES = 512;
const NOT_FOUND = 404;

export async function readSubjects(
  link: Link,
  stream: string,
  filter: string,
  fromSequence: number,
): Promise<readonly StoredMessage[]> {
  const [last, first] = await Promise.all([
    lastSequence(link, stream, filter),
    readBatch(link, stream, filter, fromSequence, BATCH_MESSAGES),
  ]);
  const messages = [...first];
  const next = () => (messages.at(-1)?.sequence ?? fromSequence - 1) + 1;
  let batch = first;
  while (batch.length === BATCH_MESSAGES && next() <= last) {
    batch = await readBatch(link, stream, filter, next(), BATCH_MESSAGES);
    messages.push(...batch);
  }
  while (next() <= last) messages.push(await readFromLeader(link, stream, filter, next()));
  return messages;
}

/** The sequence of the last message on these subjects, by the leader; 0 when there is none. */
export async function lastSequence(link: Link, stream: string, filter: string): Promise<number> {
  const last = await link.attempt('reading', () => link.jsm.streams.getMessage(stream, { last_by_subj: filter }));
  return last?.seq ?? 0;
}

/** The message with this sequence, by the leader; undefined when there is none. */
export async function readOne(link: Link, stream: string, sequence: number): Promise<StoredMessage | undefined> {
  const found = await link.attempt('reading', () => link.jsm.streams.getMessage(stream, { seq: sequence }));
  return found === null ? undefined : toMessage(found);
}

/** At most `limit` messages, in order; from whichever replica answers. */
export function readBatch(
  link: Link,
  stream: string,
  filter: string,
  fromSequence: number,
  limit: number,
): Promise<readonly StoredMessage[]> {
  const request = { seq: fromSequence, next_by_subj: filter, batch: limit };
  return link.attempt('reading', () => collectBatch(link, stream, request));
}

/** The sequence of the first message that was stored at a time or later; undefined when there is none, or none yet at a replica. */
export async function firstSequenceSince(
  link: Link,
  stream: string,
  filter: string,
  time: Date,
): Promise<number | undefined> {
  const request = { start_time: time, next_by_subj: filter, batch: 1 };
  const [first] = await link.attempt('reading', () => collectBatch(link, stream, request));
  return first?.sequence;
}

/** A replica that dies in the middle of its answer just says no more, and a cluster may drop messages: neither ends well. */
function collectBatch(
  link: Link,
  stream: string,
  request:
    | { seq: number; next_by_subj: string; batch: number }
    | { start_time: Date; next_by_subj: string; batch: number },
): Promise<readonly StoredMessage[]> {
  const messages: StoredMessage[] = [];
  return new Promise((resolve, reject) => {
    const finish = (error: Error | undefined) => {
      clearTimeout(silence);
      if (error === undefined || isNotFound(error)) resolve(messages);
      else reject(error);
    };
    const callback = (done: { err?: Error } | null, message: StoredMsg) => {
      if (done !== null) return finish(done.err);
      silence.refresh();
      if (message.lastSequence > 0 && message.lastSequence !== messages.at(-1)?.sequence) giveUp();
      messages.push(toMessage(message));
    };
    const answer = link.jsm.direct.getBatch(stream, { ...request, callback });
    const giveUp = () => {
      finish(new BusUnavailable(`reading ${stream}: the answer was incomplete`, 'not-done'));
      answer.then((batch) => batch.stop(), finish);
    };
    const silence = setTimeout(giveUp, REQUEST_TIMEOUT_MS);
    answer.catch(finish);
  });
}

/** The first message on these subjects from a sequence on, by the leader; null when there is none. The client's type lacks the query. */
export function firstFrom(link: Link, stream: string, filter: string, sequence: number): Promise<StoredMsg | null> {
  const query: SeqMsgRequest & { next_by_subj: string } = { seq: sequence, next_by_subj: filter };
  return link.attempt('reading', () => link.jsm.streams.getMessage(stream, query));
}

async function readFromLeader(link: Link, stream: string, filter: string, sequence: number): Promise<StoredMessage> {
  const found = await firstFrom(link, stream, filter, sequence);
  if (found === null)
    throw new Error(`${stream} lost the messages of ${filter} from ${sequence} on while they were read`);
  return toMessage(found);
}

export function toMessage({ seq, subject, data, header }: StoredMsg): StoredMessage {
  const expected = header?.get(EXPECTED_SEQUENCE) ?? '';
  return { sequence: seq, subject, bytes: data, ...(expected !== '' && { expectedSequence: Number(expected) }) };
}

const EXPECTED_SEQUENCE = 'Nats-Expected-Last-Subject-Sequence';

const isNotFound = (error: Error): boolean =>
  error instanceof JetStreamError && 'code' in error && error.code === NOT_FOUND;
