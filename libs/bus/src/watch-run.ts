/**
 * Follows one run: an ordered consumer from a sequence on, so that nothing is missed and nothing comes twice. A consumer
 * does not outlive its server, so every loss of the connection ends it here and the next one starts where it ended.
 * The caller always ends a watch: by its signal, or by leaving the loop.
 */
import { DeliverPolicy } from '@nats-io/jetstream';
import type { RunId, TenantId } from '@pitcrew/contracts';
import { decodeEntry, type LogEntry } from './entries.ts';
import { BusUnavailable } from './errors.ts';
import type { Link } from './link.ts';
import { backoffMs, pause } from './pause.ts';
import { RUNLOG } from './streams.ts';
import { logFilter } from './subjects.ts';

const RETRY_FIRST_MS = 50;
const RETRY_MOST_MS = 1_000;
/** The server forgets a consumer that nobody pulls from. */
const INACTIVE_MS = 30_000;
const EXPIRES_MS = 10_000;
const HEARTBEAT_MS = 2_000;

export async function* watchRun(
  link: Link,
  tenant: TenantId,
  run: RunId,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<LogEntry> {
  let last = after;
  let failures = 0;
  while (!signal.aborted) {
    try {
      for await (const entry of follow(link, logFilter(tenant, run), last, signal)) {
        last = entry.sequence;
        failures = 0;
        yield entry;
      }
    } catch (error) {
      if (!(error instanceof BusUnavailable)) throw error;
    }
    failures += 1;
    await pause(backoffMs(Math.min(failures, 8), RETRY_FIRST_MS, RETRY_MOST_MS), signal);
  }
}

async function* follow(link: Link, filter: string, after: number, signal: AbortSignal): AsyncGenerator<LogEntry> {
  const { consumer, messages } = await link.attempt('watching', async () => {
    const ordered = await link.js.consumers.get(RUNLOG, {
      filter_subjects: filter,
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: after + 1,
      inactive_threshold: INACTIVE_MS,
    });
    const options = { max_messages: 100, expires: EXPIRES_MS, idle_heartbeat: HEARTBEAT_MS };
    return { consumer: ordered, messages: await ordered.consume(options) };
  });
  const stop = () => messages.stop();
  const forget = link.onDown(stop);
  signal.addEventListener('abort', stop, { once: true });
  try {
    if (signal.aborted || !link.isUp()) return;
    for await (const { seq, subject, data } of messages) {
      if (signal.aborted) return;
      yield decodeEntry({ sequence: seq, subject, bytes: data });
    }
  } finally {
    forget();
    signal.removeEventListener('abort', stop);
    messages.stop();
    if (link.isUp()) await consumer.delete().catch(() => undefined);
  }
}
