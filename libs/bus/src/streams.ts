/**
 * What the bus keeps in JetStream, created when a bus is opened and brought up to date when its settings changed.
 *
 * RUNLOG  run.<tenant>.<run>.{in,fact}  the logs of all runs: no max age (a run may be parked for weeks), nothing can be
 *         deleted singly, a full stream refuses instead of forgetting
 * TIMER   timer.> -> wake.>             message schedules and what they turn into, a work queue
 * PARK    park.<service>                copies of messages that no handler could deal with
 *
 * A subject log (subject-log.ts) has a stream of its own, created when it is opened.
 *
 * Direct reads of RUNLOG may come from a replica that lags; read-log.ts checks every one against the leader.
 */
import {
  DiscardPolicy,
  JetStreamApiCodes,
  JetStreamApiError,
  type JetStreamManager,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';

export const RUNLOG = 'RUNLOG';
export const TIMER = 'TIMER';
export const PARK = 'PARK';

/** An event may hold eight results of 64 KiB and the words around them; NATS itself stops at 1 MiB. */
export const EVENT_BYTES_MAX = 768 * 1024;
export const DUPLICATE_WINDOW_MS = 120_000;
const PARKED_MESSAGES_MAX = 100_000;
const STREAM_EXISTS_DIFFERENTLY = 10_058;

export type StorageOptions = {
  /** 3 in a cluster, so that an acknowledged event survives the loss of a server. */
  readonly replicas: number;
  readonly storage: 'file' | 'memory';
  /** The run log refuses new events beyond this; -1 leaves it to the limits of the server. */
  readonly logBytesMax: number;
  /** Whether what is there already is changed to fit; else only what is missing is made so. For those who only come by. */
  readonly adjust: boolean;
};

type Shape = Partial<StreamConfig> & { readonly name: string };

export async function ensureStreams(jsm: JetStreamManager, options: StorageOptions): Promise<void> {
  for (const shape of shapes(options)) await ensureStream(jsm, shape, options);
}

/** The streams of buckets, which are made by clients that leave one that is there as it is. */
export async function ensureReplicas(
  jsm: JetStreamManager,
  streams: readonly string[],
  { replicas, adjust }: StorageOptions,
): Promise<void> {
  for (const name of adjust ? streams : []) {
    const { config } = await jsm.streams.info(name);
    if (config.num_replicas !== replicas) await jsm.streams.update(name, { num_replicas: replicas });
  }
}

function shapes({ replicas, storage, logBytesMax }: StorageOptions): readonly Shape[] {
  const common = {
    num_replicas: replicas,
    storage: storage === 'file' ? StorageType.File : StorageType.Memory,
    discard: DiscardPolicy.New,
    max_msg_size: EVENT_BYTES_MAX + 16 * 1024,
    duplicate_window: nanos(DUPLICATE_WINDOW_MS),
  };
  const log = { retention: RetentionPolicy.Limits, deny_delete: true, allow_direct: true, max_bytes: logBytesMax };
  // The server allows schedules only with `discard: old`; without limits nothing is ever discarded.
  const timer = { retention: RetentionPolicy.Workqueue, allow_msg_schedules: true, discard: DiscardPolicy.Old };
  const park = { retention: RetentionPolicy.Limits, discard: DiscardPolicy.Old, max_msgs: PARKED_MESSAGES_MAX };
  return [
    { ...common, ...log, name: RUNLOG, subjects: ['run.>'] },
    { ...common, ...timer, name: TIMER, subjects: ['timer.>', 'wake.>'] },
    { ...common, ...park, name: PARK, subjects: ['park.>'] },
  ];
}

export async function ensureStream(
  jsm: JetStreamManager,
  shape: Shape,
  { adjust }: Pick<StorageOptions, 'adjust'>,
): Promise<void> {
  try {
    await jsm.streams.add(shape);
  } catch (error) {
    if (!(error instanceof JetStreamApiError) || error.code !== STREAM_EXISTS_DIFFERENTLY) throw error;
    if (adjust) await jsm.streams.update(shape.name, shape);
  }
}

/** The answers to an append whose expectation does not hold; a cluster gives either. */
export const isWrongSequence = (error: unknown): boolean =>
  error instanceof JetStreamApiError &&
  (error.code === JetStreamApiCodes.StreamWrongLastSequence ||
    error.code === JetStreamApiCodes.StreamWrongLastSequenceUnknown);
