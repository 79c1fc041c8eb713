/** Opens the bus: connects, creates what is missing in JetStream, and hands out its parts. */
import type { InstanceId } from '@pitcrew/contracts';
import { ARCHIVE_STREAM, openArchive } from './archive.ts';
import { createSweep, MARKS_STREAM, type Swept } from './archive-finished.ts';
import { BLOBS_STREAM, type Blobs, openBlobs } from './blobs.ts';
import { openBusClock } from './bus-clock.ts';
import type { OnProblem } from './consume.ts';
import { BusUnavailable } from './errors.ts';
import { type Link, type LinkTls, openLink } from './link.ts';
import { createOwners, type Owners } from './owners.ts';
import { pause } from './pause.ts';
import { createRunLog, type RunLog } from './run-log.ts';
import { ensureReplicas, ensureStreams, type StorageOptions } from './streams.ts';
import { openSubjectLog, type SubjectLog, type SubjectLogPlace } from './subject-log.ts';
import { openSummaries, SUMMARIES_STREAM, type Summaries } from './summaries.ts';
import { createTimers, type Timers } from './timers.ts';
import { createWakeUps, type WakeUps } from './wake-ups.ts';

export type BusOptions = Partial<StorageOptions> & {
  readonly servers: string | readonly string[];
  /** Shown by NATS for this connection, together with the service. */
  readonly instance?: InstanceId;
  /** Instances of one service share its durable consumers; poisoned messages go to `park.<service>`. */
  readonly service?: string;
  /** The certificate that this service shows, and whom it believes; without, the connection is in the clear. */
  readonly tls?: LinkTls;
  /** How long the bus may take to be there at first. Afterwards it reconnects for ever. */
  readonly openTimeoutMs?: number;
  /** Told about what the bus survives by itself: failed handlers, failed pulls. */
  readonly onProblem?: OnProblem;
};

export type Bus = AsyncDisposable & {
  readonly log: RunLog;
  readonly wakeUps: WakeUps;
  readonly timers: Timers;
  readonly summaries: Summaries;
  readonly owners: Owners;
  readonly blobs: Blobs;
  /** Takes the logs of runs that ended before this time off the run log; they are still read as before. */
  archiveFinished(endedBefore: Date): Promise<Swept>;
  /** A log of one subject, such as the ledger of spend; its stream is created when there is none. */
  subjectLog(place: SubjectLogPlace): Promise<SubjectLog>;
  /** The time of the servers, whatever the clock of this machine says. */
  now(): Date;
  /** Whether the connection is up now; for readiness. */
  isUp(): boolean;
  /** Stop your consumptions first: what they still handle comes again elsewhere. */
  close(): Promise<void>;
};

const OPEN_TIMEOUT_MS = 30_000;
const OPEN_RETRY_MS = 250;

export async function openBus(options: BusOptions): Promise<Bus> {
  const { service = 'orchestrator', instance = '', openTimeoutMs = OPEN_TIMEOUT_MS } = options;
  const { replicas = 1, storage = 'file', logBytesMax = -1, adjust = true, onProblem = () => undefined } = options;
  const servers = typeof options.servers === 'string' ? options.servers.split(',') : options.servers;
  const giveUpAt = performance.now() + openTimeoutMs;
  const link = await openLink(servers, [service, instance].filter(Boolean).join(' '), openTimeoutMs, options.tls);
  try {
    const storageOptions = { replicas, storage, logBytesMax, adjust };
    const { clock, ...stores } = await retryUntil(giveUpAt, () => openStores(link, storageOptions));
    const close = () => {
      clock.stop();
      return link.close();
    };
    return {
      log: createRunLog(link, stores.archive),
      wakeUps: createWakeUps(link, service, onProblem),
      timers: createTimers(link, service, onProblem),
      owners: createOwners(link, onProblem),
      ...stores,
      subjectLog: (place) => openSubjectLog(link, place, storageOptions, service, onProblem),
      now: clock.now,
      isUp: link.isUp,
      close,
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await link.close();
    throw error;
  }
}

async function openStores(link: Link, options: StorageOptions) {
  return link.attempt('creating the streams', async () => {
    await ensureStreams(link.jsm, options);
    const summaries = await openSummaries(link, options);
    const blobs = await openBlobs(link, options);
    const archive = await openArchive(link, options);
    const archiveFinished = await createSweep(link, archive, options);
    await ensureReplicas(link.jsm, [SUMMARIES_STREAM, MARKS_STREAM, BLOBS_STREAM, ARCHIVE_STREAM], options);
    return { summaries, blobs, archive, archiveFinished, clock: await openBusClock(link) };
  });
}

/** A cluster that has just started has no leader for a moment. */
async function retryUntil<T>(giveUpAt: number, operation: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await operation();
    } catch (error) {
      if (!(error instanceof BusUnavailable) || performance.now() > giveUpAt) throw error;
      await pause(OPEN_RETRY_MS);
    }
  }
}
