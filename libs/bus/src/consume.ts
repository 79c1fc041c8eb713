/**
 * Work off a durable pull consumer: at most `maxInFlight` messages at once in this process, each kept alive while its
 * handler runs and given back when it says so. A message that nobody can deal with is parked, with a copy and the reason,
 * so that it blocks nothing and is not lost; that also covers a message that kills every process that touches it.
 *
 * A handler may run twice for the same message, even at the same time: the run log's check is the fence, not delivery.
 */
import { AckPolicy, type ConsumerConfig, type ConsumerInfo, JetStreamApiError, type JsMsg } from '@nats-io/jetstream';
import { headers, nanos } from '@nats-io/transport-node';
import { count, metrics } from '@pitcrew/telemetry';
import { RunLogDamaged } from './errors.ts';
import type { Link } from './link.ts';
import { backoffMs, pause } from './pause.ts';
import { parkSubject } from './subjects.ts';
import { timedProcess } from './timed-process.ts';

export type Lease = {
  /** Aborts when the consumption stops; the handler should finish soon and answer `retry`. */
  readonly signal: AbortSignal;
  /** It was delivered before: to a process that is gone, that slept, or that could not deal with it. */
  readonly redelivered: boolean;
  /** The message is parked unless this handler answers `done`. */
  readonly lastTry: boolean;
};

export type HandlerResult = 'done' | 'retry';

export type ConsumeOptions = {
  /** Messages that this process handles at once. */
  readonly maxInFlight: number;
  /** A message whose handler's process is gone comes again after this long. */
  readonly ackWaitMs?: number;
  /** How often a running handler says that it is alive; a third of the ack wait by default. */
  readonly keepAliveMs?: number;
  /** Unanswered messages of all processes together; no more are delivered beyond. */
  readonly maxAckPending?: number;
  /** After this many deliveries without `done` a message is parked. */
  readonly maxDeliver?: number;
  /** Wait before a message that was answered with `retry` comes again: the first time, and the most. */
  readonly retryFirstMs?: number;
  readonly retryMostMs?: number;
};

export type Consumption = {
  /** Pulls no more, aborts the leases, waits for the running handlers; what they did not finish comes again. */
  stop(): Promise<void>;
};

/** A durable consumer, and the service whose name it and its park subject carry. */
export type Queue = { readonly stream: string; readonly filter: string; readonly service: string };

export type Handle = (message: JsMsg, lease: Lease) => Promise<HandlerResult>;

export type OnProblem = (what: string, cause: unknown) => void;

const FETCH_EXPIRES_MS = 5_000;
const PULL_RETRY_MS = 200;
const WAITING_PULLS_MAX = 4_096;
const CONSUMER_EXISTS_DIFFERENTLY = 10_148;
/** Damage does not heal; but what a leader has not applied yet may look like it. */
const DAMAGED_TRIES_MAX = 5;

export async function consume(
  link: Link,
  queue: Queue,
  options: ConsumeOptions,
  handle: Handle,
  onProblem: OnProblem,
): Promise<Consumption> {
  const settings = withDefaults(options);
  // A series that begins with its first message would never be seen to rise.
  count(metrics.busDeadLetters, {}, 0);
  let info = await ensureConsumer(link, queue, settings);
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();

  function start(message: JsMsg): void {
    const one = answer(link, queue, settings, message, stopping.signal, handle)
      .catch((error: unknown) => onProblem(`${queue.service}: message ${message.seq} of ${queue.stream}`, error))
      .finally(() => running.delete(one));
    running.add(one);
  }

  async function pull(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        if (running.size >= settings.maxInFlight) await Promise.race(running);
        else await fetchOnce(link, info, settings.maxInFlight - running.size, stopping.signal, start);
      } catch (error) {
        onProblem(`${queue.service}: pulling from ${queue.stream}`, error);
        await pause(PULL_RETRY_MS, stopping.signal);
        info = await ensureConsumer(link, queue, settings).catch(() => info);
      }
      if (!link.isUp()) await pause(PULL_RETRY_MS, stopping.signal);
    }
  }

  const pulling = pull();
  return {
    async stop() {
      stopping.abort();
      await pulling;
      await Promise.all(running);
    },
  };
}

/** One pull of at most `limit` messages; ends when they are there, when it expires or when the connection is lost. */
async function fetchOnce(
  link: Link,
  info: ConsumerInfo,
  limit: number,
  signal: AbortSignal,
  start: (message: JsMsg) => void,
): Promise<void> {
  if (signal.aborted || !link.isUp()) return;
  const consumer = link.js.consumers.getConsumerFromInfo(info);
  const batch = await consumer.fetch({ max_messages: limit, expires: FETCH_EXPIRES_MS });
  const stop = () => batch.stop();
  const forget = link.onDown(stop);
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const message of batch) {
      if (signal.aborted) message.nak();
      else start(message);
    }
  } finally {
    forget();
    signal.removeEventListener('abort', stop);
  }
}

async function answer(
  link: Link,
  queue: Queue,
  settings: Settings,
  message: JsMsg,
  signal: AbortSignal,
  handle: Handle,
): Promise<void> {
  const deliveries = message.info.deliveryCount;
  if (deliveries > settings.maxDeliver)
    return park(link, queue, settings, message, `delivered ${deliveries} times without an answer`);
  const keepAlive = setInterval(() => link.isUp() && message.working(), settings.keepAliveMs);
  const lease = { signal, redelivered: deliveries > 1, lastTry: deliveries >= settings.maxDeliver };
  const outcome = await timedProcess(queue.stream, () => handle(message, lease))
    .catch((error: unknown) => ({ error }))
    .finally(() => clearInterval(keepAlive));
  if (outcome === 'done') return message.ack();
  const reason = outcome === 'retry' ? 'the handler asked for another try' : String(outcome.error);
  const isDamaged = outcome !== 'retry' && outcome.error instanceof RunLogDamaged;
  const triesMax = isDamaged ? Math.min(DAMAGED_TRIES_MAX, settings.maxDeliver) : settings.maxDeliver;
  if (deliveries >= triesMax && !signal.aborted) await park(link, queue, settings, message, reason);
  else message.nak(signal.aborted ? 0 : backoffMs(deliveries, settings.retryFirstMs, settings.retryMostMs));
  if (outcome !== 'retry') throw outcome.error;
}

/** The copy first: a message is only given up once it is safe elsewhere. */
async function park(link: Link, queue: Queue, settings: Settings, message: JsMsg, reason: string): Promise<void> {
  const header = headers();
  header.set('Pitcrew-Reason', reason.replaceAll(/[\r\n]+/g, ' ').slice(0, 1_024));
  header.set('Pitcrew-Subject', message.subject);
  header.set('Pitcrew-Sequence', String(message.seq));
  const traceparent = message.headers?.get('traceparent') ?? '';
  if (traceparent !== '') header.set('traceparent', traceparent);
  const options = { headers: header, msgID: `park:${queue.stream}:${message.seq}` };
  try {
    await link.attempt('parking', () => link.js.publish(parkSubject(queue.service), message.data, options));
    message.term(reason.slice(0, 200).replaceAll(/[\r\n]+/g, ' '));
    count(metrics.busDeadLetters);
  } catch (error) {
    message.nak(settings.retryMostMs);
    throw error;
  }
}

type Settings = Required<ConsumeOptions>;

function withDefaults(options: ConsumeOptions): Settings {
  const ackWaitMs = options.ackWaitMs ?? 30_000;
  return {
    ackWaitMs,
    keepAliveMs: Math.floor(ackWaitMs / 3),
    maxAckPending: 10_000,
    maxDeliver: 20,
    retryFirstMs: 1_000,
    retryMostMs: 60_000,
    ...options,
  };
}

/** The server itself never gives up on a message: whoever receives it once too often parks it. */
async function ensureConsumer(link: Link, queue: Queue, settings: Settings): Promise<ConsumerInfo> {
  const config: Partial<ConsumerConfig> & { durable_name: string } = {
    durable_name: queue.service,
    filter_subject: queue.filter,
    ack_policy: AckPolicy.Explicit,
    ack_wait: nanos(settings.ackWaitMs),
    max_deliver: -1,
    max_ack_pending: settings.maxAckPending,
    max_waiting: WAITING_PULLS_MAX,
  };
  return link.attempt('creating a consumer', async () => {
    try {
      return await link.jsm.consumers.add(queue.stream, config);
    } catch (error) {
      if (!(error instanceof JetStreamApiError) || error.code !== CONSUMER_EXISTS_DIFFERENTLY) throw error;
      const { max_waiting: _fixed, ...changeable } = config;
      return link.jsm.consumers.update(queue.stream, queue.service, changeable);
    }
  });
}
