/**
 * Reading what somebody has already seen. Each server of a cluster applies what was agreed on in its own time, the leader too: a
 * consumer of another server may hand out a message before the leader can be asked for it. So an answer that ends too soon is no
 * answer, and the leader is asked again for a moment.
 */
import { BusUnavailable } from './errors.ts';
import { backoffMs, pause } from './pause.ts';

const ATTEMPTS_MAX = 8;
const RETRY_FIRST_MS = 25;
const RETRY_MOST_MS = 500;

/** What `read` gives once its last entry is `upTo` or later; BusUnavailable when that does not come within about two seconds. */
export async function readUpTo<Entry extends { readonly sequence: number }>(
  upTo: number,
  read: () => Promise<readonly Entry[]>,
): Promise<readonly Entry[]> {
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    if (attempt > 1) await pause(backoffMs(attempt - 1, RETRY_FIRST_MS, RETRY_MOST_MS));
    const entries = await read();
    if (upTo === 0 || (entries.at(-1)?.sequence ?? 0) >= upTo) return entries;
  }
  throw new BusUnavailable(`the leader of the log does not know event ${upTo} yet`, 'not-done');
}
