/**
 * The last messages of some subjects before a sequence, newest first. A stream is only read forwards, so it is read in
 * windows: they double while they hold too few, and are halved when they hold more than one batch. The cost is about that
 * of what is returned, however long the stream is. Nothing is held between two pages.
 */
import type { Link } from './link.ts';
import { readBatch, type StoredMessage } from './read-subjects.ts';

const WINDOW_FIRST = 256;
const WINDOW_MESSAGES_MAX = 1_000;

export async function readBackwards(
  link: Link,
  stream: string,
  filter: string,
  before: number,
  count: number,
): Promise<readonly StoredMessage[]> {
  const found: StoredMessage[] = [];
  let upper = before;
  let window = WINDOW_FIRST;
  while (found.length < count && upper > 1) {
    const lower = Math.max(1, upper - window);
    const batch = await readBatch(link, stream, filter, lower, WINDOW_MESSAGES_MAX);
    const inside = batch.filter((message) => message.sequence < upper);
    if (inside.length === WINDOW_MESSAGES_MAX && upper - lower > WINDOW_MESSAGES_MAX) {
      window = Math.ceil((upper - lower) / 2);
      continue;
    }
    found.push(...inside.toReversed());
    upper = lower;
    window *= 2;
  }
  return found.slice(0, count);
}
