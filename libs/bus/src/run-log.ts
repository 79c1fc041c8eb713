/**
 * The log of runs: append with one check over everything that anybody appended to the run, and read. The log is the only
 * truth about a run; an append names the last sequence that its author knew, and is refused when there is more (R2).
 *
 * A retry of an append that was stored is answered as a refusal by one replica and as a duplicate by three, and after a
 * timeout nobody knows. So every answer but a plain success is settled by reading from the expected sequence on: exactly
 * my bytes there = stored; others' events there = conflict. The id alone does not prove authorship: two owners that claim
 * a run at once both write `run:epoch:0`, and only one of them is the owner.
 */

import { type Digest, digestOfText, type RunEvent, type RunId, type TenantId } from '@pitcrew/contracts';
import type { Archive } from './archive.ts';
import { decodeEntries, encodeEvent, type LogEntry, NOTHING_BEFORE } from './entries.ts';
import { BusUnavailable, RunLogDamaged } from './errors.ts';
import { rootOf, tracedSend } from './hops.ts';
import type { Link } from './link.ts';
import { type LogState, logState } from './log-state.ts';
import { backoffMs, pause } from './pause.ts';
import { type PublishAnswer, publishExpecting } from './publish-expecting.ts';
import { readOne, readSubjects, type StoredMessage } from './read-subjects.ts';
import { readUpTo } from './read-up-to.ts';
import { RUNLOG } from './streams.ts';
import { type LogSubject, logFilter, logSubject } from './subjects.ts';
import { createTails } from './tails.ts';
import { watchRun } from './watch-run.ts';

/** The bus computes `previousDigest`: it is the digest of the stored bytes at the expected sequence. */
export type NewEvent = Omit<RunEvent, 'previousDigest'>;

export type Append = {
  readonly tenant: TenantId;
  readonly run: RunId;
  readonly subject: LogSubject;
  readonly event: NewEvent;
  /** The last sequence of this run that the author folded; 0 = this must be the first event of the run. */
  readonly expectedSequence: number;
};

export type AppendResult =
  | { readonly kind: 'stored'; readonly sequence: number }
  /** Not stored, and never will be. `newer` holds all events after the expected sequence, at least one. */
  | { readonly kind: 'conflict'; readonly newer: readonly LogEntry[] };

export type AppendIn = {
  readonly tenant: TenantId;
  readonly run: RunId;
  /**
   * The event to append given all that happened in the run so far, or undefined to decline. Asked again when others
   * appended meanwhile. An empty history means that there is no such run.
   */
  readonly decide: (history: readonly LogEntry[]) => NewEvent | undefined;
};

export type AppendInResult = { readonly kind: 'stored'; readonly sequence: number } | { readonly kind: 'declined' };

export type RunLog = LogState & {
  append(append: Append): Promise<AppendResult>;
  /** Appends a fact from outside, whatever else goes on in the run. For gateways. */
  appendIn(append: AppendIn): Promise<AppendInResult>;
  /**
   * The events of a run after a sequence, by the leader; the digest chain is checked. Empty when there is no such run. Who has seen an
   * event elsewhere says so in `upTo`: a leader may apply it later than a replica, and is asked again for a moment. BusUnavailable
   * when it does not come.
   */
  read(tenant: TenantId, run: RunId, after?: number, upTo?: number): Promise<readonly LogEntry[]>;
  /** The events after a sequence and then each new one, until the signal aborts. Survives a restart of the server. */
  watch(tenant: TenantId, run: RunId, after: number, signal: AbortSignal): AsyncIterable<LogEntry>;
};

const ATTEMPTS_MAX = 5;
const APPEND_IN_ATTEMPTS_MAX = 16;
const RETRY_FIRST_MS = 25;
const RETRY_MOST_MS = 500;

export function createRunLog(link: Link, archive: Pick<Archive, 'get'>): RunLog {
  const tails = createTails();

  async function store(
    { tenant, run, subject, event, expectedSequence }: Append,
    traceparent = event.traceparent,
  ): Promise<AppendResult> {
    const previousDigest = await digestAt(tenant, run, expectedSequence);
    const bytes = encodeEvent({ ...event, previousDigest });
    const stored = (sequence: number): AppendResult => {
      tails.set(run, { sequence, digest: digestOfText(bytes) });
      return { kind: 'stored', sequence };
    };
    let answer: PublishAnswer = { kind: 'unknown', cause: undefined };
    for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
      if (attempt > 1) await pause(backoffMs(attempt - 1, RETRY_FIRST_MS, RETRY_MOST_MS));
      answer = await publishExpecting(link, {
        subject: logSubject(tenant, run, subject),
        bytes,
        id: event.id,
        traceparent,
        filter: logFilter(tenant, run),
        expectedSequence,
      });
      if (answer.kind === 'stored') return stored(answer.sequence);
      const newer = await settle(tenant, run, expectedSequence);
      const own = newer.find((message) => Buffer.compare(message.bytes, bytes) === 0);
      if (own !== undefined) return stored(own.sequence);
      if (newer.length > 0) return { kind: 'conflict', newer: decodeEntries(newer, previousDigest) };
    }
    if (answer.kind === 'unknown')
      throw new BusUnavailable(`appending ${event.id}: no answer`, 'unknown', answer.cause);
    throw new RunLogDamaged(`run ${run}: event ${expectedSequence} was acknowledged, but the log ends before it`);
  }

  /** A fact from outside wakes an orchestrator, and that hop is in the trace of the run whose root is given. */
  const wake = (fact: Append, root: string): Promise<AppendResult> =>
    tracedSend(fact.event, root, (traceparent) => store(fact, traceparent || fact.event.traceparent));

  /** What is there after the expected sequence. When even that cannot be read, the outcome stays unknown. */
  async function settle(tenant: TenantId, run: RunId, expected: number): Promise<readonly StoredMessage[]> {
    try {
      return await readSubjects(link, RUNLOG, logFilter(tenant, run), expected + 1);
    } catch (error) {
      if (error instanceof BusUnavailable) throw new BusUnavailable(error.message, 'unknown', error);
      throw error;
    }
  }

  async function digestAt(tenant: TenantId, run: RunId, sequence: number): Promise<Digest> {
    if (sequence === 0) return NOTHING_BEFORE;
    const known = tails.get(run, sequence);
    if (known !== undefined) return known;
    const message = await readOne(link, RUNLOG, sequence);
    const subjects: readonly string[] = [logSubject(tenant, run, 'in'), logSubject(tenant, run, 'fact')];
    if (message === undefined || !subjects.includes(message.subject))
      throw new RunLogDamaged(`run ${run} has no event ${sequence}, on which an append was based`);
    return digestOfText(message.bytes);
  }

  async function read(tenant: TenantId, run: RunId, after = 0): Promise<readonly LogEntry[]> {
    const messages = await readSubjects(link, RUNLOG, logFilter(tenant, run), after + 1);
    if (messages.length === 0 && after === 0) return decodeEntries(await archive.get(tenant, run), NOTHING_BEFORE);
    const last = messages.at(-1);
    const entries = decodeEntries(messages, after === 0 ? NOTHING_BEFORE : tails.get(run, after));
    if (last !== undefined) tails.set(run, { sequence: last.sequence, digest: digestOfText(last.bytes) });
    return entries;
  }

  async function appendIn({ tenant, run, decide }: AppendIn): Promise<AppendInResult> {
    let history = await read(tenant, run);
    for (let attempt = 1; attempt <= APPEND_IN_ATTEMPTS_MAX; attempt += 1) {
      const event = decide(history);
      if (event === undefined) return { kind: 'declined' };
      const expectedSequence = history.at(-1)?.sequence ?? 0;
      const result = await wake({ tenant, run, subject: 'in', event, expectedSequence }, rootOf(history));
      if (result.kind === 'stored') return result;
      history = [...history, ...result.newer];
      await pause(backoffMs(attempt, 1, RETRY_FIRST_MS));
    }
    throw new BusUnavailable(`run ${run}: others appended faster, ${APPEND_IN_ATTEMPTS_MAX} times`, 'not-done');
  }

  return {
    append: (append) => (append.subject === 'in' ? wake(append, '') : store(append)),
    appendIn,
    read: (tenant, run, after = 0, upTo = 0) => readUpTo(upTo > after ? upTo : 0, () => read(tenant, run, after)),
    watch: (tenant, run, after, signal) => watchRun(link, tenant, run, after, signal),
    ...logState(link),
  };
}
