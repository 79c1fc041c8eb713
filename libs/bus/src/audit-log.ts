/**
 * Reads the run log of a tenant for an audit: raw messages and headers, run by run, against what the summaries know. Reads only:
 * it creates neither stream nor consumer, so it can be pointed at a restored copy.
 */
import { JetStreamApiError } from '@nats-io/jetstream';
import { RunId, type TenantId } from '@pitcrew/contracts';
import { openArchiveToRead } from './archive.ts';
import { type Link, type LinkTls, openLink } from './link.ts';
import { readSubjects } from './read-subjects.ts';
import { RUNLOG } from './streams.ts';
import { encodeToken, logFilter } from './subjects.ts';
import { knownOf, runsWithSummary } from './summaries.ts';
import { type Finding, verifyRun } from './verify-run.ts';

export type RunAudit = { readonly run: RunId; readonly events: number; readonly findings: readonly Finding[] };

export type LogAudit = AsyncDisposable & {
  /** The runs of a tenant, of which anything is left. */
  runs(tenant: TenantId): Promise<readonly RunId[]>;
  audit(tenant: TenantId, run: RunId): Promise<RunAudit>;
  /** How many messages of the whole log, over all tenants, are no longer there. */
  removed(): Promise<number>;
};

const OPEN_TIMEOUT_MS = 5_000;
const STREAM_NOT_FOUND = 10_059;

/** There is no run log at this server. */
export class NoRunLog extends Error {
  override readonly name = 'NoRunLog';
}

/** As busSettings says it. */
export type AuditOptions = { readonly servers: readonly string[]; readonly tls?: LinkTls };

export async function openLogAudit({ servers, tls }: AuditOptions): Promise<LogAudit> {
  const link = await openLink(servers, 'verify', OPEN_TIMEOUT_MS, tls);
  try {
    await logState(link);
  } catch (error) {
    await link.close();
    throw error;
  }
  const archive = await openArchiveToRead(link);
  return {
    async runs(tenant) {
      const { subjects } = await logState(link, `run.${encodeToken(tenant)}.>`);
      const logged = Object.keys(subjects ?? {}).map((subject) => subject.split('.')[2] ?? '');
      return [...new Set([...logged, ...(await runsWithSummary(link, tenant))])].sort().map((id) => RunId.parse(id));
    },
    async audit(tenant, run) {
      // First, so that a run which goes on meanwhile has more events than its summary covers, not fewer.
      const known = await knownOf(link, tenant, run);
      const logged = await readSubjects(link, RUNLOG, logFilter(tenant, run), 1);
      const messages = logged.length > 0 ? logged : await archive.get(tenant, run);
      return { run, events: messages.length, findings: verifyRun(messages, known) };
    },
    async removed() {
      const { last_seq, messages } = await logState(link);
      return last_seq - messages;
    },
    [Symbol.asyncDispose]: link.close,
  };
}

async function logState(link: Link, filter?: string) {
  try {
    const options = filter === undefined ? undefined : { subjects_filter: filter };
    return (await link.attempt('reading the log', () => link.jsm.streams.info(RUNLOG, options))).state;
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === STREAM_NOT_FOUND)
      throw new NoRunLog('this NATS server has no run log', { cause: error });
    throw error;
  }
}
