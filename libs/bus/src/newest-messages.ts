/**
 * The newest messages of some subjects, each subject's last one only, remembered for a moment. To read a stream backwards costs its
 * server a count of what is left, which grows with the stream; to ask for the next message after a sequence costs the same however
 * long it is. So who asks again is given what was read before and what came since: it is asked of the leader, one message at a time.
 */
import type { Link } from './link.ts';
import { readBackwards } from './read-backwards.ts';
import { firstFrom, type StoredMessage, toMessage } from './read-subjects.ts';

/** As long may a message be shown that was purged since, and one be missing that a deposed leader did not know. */
const REMEMBERED_MS = 15_000;
const FILTERS_MAX = 256;
/** With more news than this the stream is read again. */
const NEWS_MAX = 16;
const KEPT_MAX = 256;

export type Newest = (filter: string, count: number) => Promise<readonly StoredMessage[]>;

type Known = {
  /** Newest first. There are no others up to `upTo` when `isAll`, else only older ones than the last. */
  readonly messages: readonly StoredMessage[];
  readonly isAll: boolean;
  /** The last sequence of the stream, of any subject, that is accounted for. */
  readonly upTo: number;
  readonly readAtMs: number;
};

export function newestMessages(link: Link, stream: string, now: () => number = Date.now): Newest {
  const remembered = new Map<string, Known>();

  return async (filter, count) => {
    const last = await lastSequenceOf(link, stream);
    const before = remembered.get(filter);
    const known = (before && (await broughtUpTo(before, filter, count, last))) ?? (await readAnew(filter, count, last));
    remembered.delete(filter);
    remembered.set(filter, known);
    if (remembered.size > FILTERS_MAX) remembered.delete(remembered.keys().next().value as string);
    return known.messages.slice(0, count);
  };

  async function broughtUpTo(known: Known, filter: string, count: number, last: number): Promise<Known | undefined> {
    const suffices = known.isAll || known.messages.length >= count;
    if (!suffices || now() - known.readAtMs > REMEMBERED_MS) return undefined;
    const news = await readSince(link, stream, filter, known.upTo, last);
    if (news === undefined) return undefined;
    const all = merged(news, known.messages);
    const upTo = Math.max(known.upTo, last);
    return { ...known, messages: all.slice(0, KEPT_MAX), isAll: known.isAll && all.length <= KEPT_MAX, upTo };
  }

  async function readAnew(filter: string, count: number, last: number): Promise<Known> {
    const readAtMs = now();
    const messages = await readBackwards(link, stream, filter, last + 1, count);
    // A replica may lag behind the leader, but whoever has a message has all before it.
    return { messages, isAll: messages.length < count, upTo: messages[0]?.sequence ?? 0, readAtMs };
  }
}

/** Of any subject: to ask for the last one of a filter costs the server a look at each subject that fits it. */
const lastSequenceOf = async (link: Link, stream: string): Promise<number> =>
  (await link.attempt('reading', () => link.jsm.streams.info(stream))).state.last_seq;

/** Oldest first; undefined when there are too many. */
async function readSince(
  link: Link,
  stream: string,
  filter: string,
  after: number,
  last: number,
): Promise<readonly StoredMessage[] | undefined> {
  const news: StoredMessage[] = [];
  for (let next = after + 1; next <= last; ) {
    if (news.length === NEWS_MAX) return undefined;
    const found = await firstFrom(link, stream, filter, next);
    if (found === null) break;
    news.push(toMessage(found));
    next = found.seq + 1;
  }
  return news;
}

/** A subject has one message, so a newer one takes the place of an older. */
function merged(news: readonly StoredMessage[], known: readonly StoredMessage[]): readonly StoredMessage[] {
  const bySubject = new Map(news.map((message) => [message.subject, message]));
  const newest = [...bySubject.values()].sort((one, other) => other.sequence - one.sequence);
  return [...newest, ...known.filter(({ subject }) => !bySubject.has(subject))];
}
