/**
 * The connection to NATS. It reconnects for ever, and while it is down every operation fails at once with BusUnavailable:
 * a caller must never believe that something waits in a buffer. Subscriptions and consumers resume by themselves.
 */
import {
  JetStreamApiError,
  type JetStreamClient,
  JetStreamError,
  type JetStreamManager,
  jetstream,
  jetstreamManager,
} from '@nats-io/jetstream';
import { connect, errors, type NatsConnection } from '@nats-io/transport-node';
import { count, metrics } from '@pitcrew/telemetry';
import { BusUnavailable } from './errors.ts';
import { pause } from './pause.ts';

/** How long one request may wait for its answer. */
export const REQUEST_TIMEOUT_MS = 2_000;
const OPEN_RETRY_MS = 200;
const RECONNECT_WAIT_MS = 200;
/** A server that neither answers pings nor closes its socket is given up after two of these. */
const PING_INTERVAL_MS = 5_000;

/** Files in PEM. They are read at each connect, so a renewed certificate is shown from the next one on. */
export type LinkTls = { readonly certFile: string; readonly keyFile: string; readonly caFile: string };

export type Link = {
  readonly connection: NatsConnection;
  readonly js: JetStreamClient;
  readonly jsm: JetStreamManager;
  /** Runs one operation; rejects with BusUnavailable when the bus is down, goes down meanwhile or does not answer. */
  attempt<T>(what: string, operation: () => Promise<T>): Promise<T>;
  isUp(): boolean;
  /** Calls back at every loss of the connection until the returned function is called. */
  onDown(listener: () => void): () => void;
  close(): Promise<void>;
};

export async function openLink(
  servers: readonly string[],
  name: string,
  timeoutMs: number,
  tls?: LinkTls,
): Promise<Link> {
  const connection = await connectWithin(servers, name, timeoutMs, tls);
  const options = { timeout: REQUEST_TIMEOUT_MS };
  let up = true;
  const listeners = new Set<() => void>();
  const goDown = () => {
    up = false;
    for (const listener of [...listeners]) listener();
  };
  void followStatus(connection, goDown, () => {
    up = true;
    count(metrics.busReconnects);
  });
  const onDown = (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };

  async function attempt<T>(what: string, operation: () => Promise<T>): Promise<T> {
    if (!up) throw new BusUnavailable(`${what}: not connected to NATS`, 'not-done');
    let stopListening = (): void => undefined;
    const lost = new Promise<never>((_, reject) => {
      stopListening = onDown(() => reject(new BusUnavailable(`${what}: the connection to NATS was lost`, 'unknown')));
    });
    try {
      return await Promise.race([operation(), lost]);
    } catch (error) {
      throw translate(what, error);
    } finally {
      stopListening();
    }
  }

  return {
    connection,
    js: jetstream(connection, options),
    jsm: await jetstreamManager(connection, { ...options, checkAPI: false }),
    attempt,
    isUp: () => up,
    onDown,
    async close() {
      // Acknowledgements are fire and forget: they have to leave before the connection does.
      await attempt('closing', () => connection.flush()).catch(() => undefined);
      await connection.close();
    },
  };
}

async function connectWithin(
  servers: readonly string[],
  name: string,
  timeoutMs: number,
  tls: LinkTls | undefined,
): Promise<NatsConnection> {
  const giveUpAt = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await connect({
        servers: [...servers],
        name,
        maxReconnectAttempts: -1,
        reconnectTimeWait: RECONNECT_WAIT_MS,
        reconnectJitter: RECONNECT_WAIT_MS,
        pingInterval: PING_INTERVAL_MS,
        timeout: Math.min(timeoutMs, 5_000),
        noAsyncTraces: true,
        ...(tls === undefined ? {} : { tls: { ...tls } }),
      });
    } catch (error) {
      if (performance.now() > giveUpAt)
        throw new BusUnavailable(`no NATS server answers at ${servers.join(', ')}`, 'not-done', error);
      await pause(OPEN_RETRY_MS);
    }
  }
}

async function followStatus(connection: NatsConnection, down: () => void, up: () => void): Promise<void> {
  for await (const status of connection.status()) {
    if (status.type === 'disconnect' || status.type === 'close') down();
    if (status.type === 'reconnect') up();
  }
}

/** The status of errors that pass: no leader, no quorum, still starting. */
const NOT_NOW = 503;
/** Stream or server full, or out of resources: JetStream refused, so surely nothing was stored. */
const FULL = new Set([10_023, 10_028, 10_047, 10_077]);

function translate(what: string, error: unknown): unknown {
  if (error instanceof BusUnavailable) return error;
  if (error instanceof JetStreamApiError && (error.status === NOT_NOW || FULL.has(error.code)))
    return new BusUnavailable(`${what}: ${error.message}`, FULL.has(error.code) ? 'not-done' : 'unknown', error);
  if (hasNoResponders(error)) return new BusUnavailable(`${what}: JetStream is not ready`, 'not-done', error);
  if (UNANSWERED.some((kind) => error instanceof kind))
    return new BusUnavailable(`${what}: NATS did not answer`, 'unknown', error);
  return error;
}

const UNANSWERED = [
  errors.TimeoutError,
  errors.RequestError,
  errors.ConnectionError,
  errors.ClosedConnectionError,
  errors.DrainingConnectionError,
  JetStreamError,
] as const;

/** JetStream wraps this one, so it may be the cause. */
export const hasNoResponders = (error: unknown): boolean =>
  error instanceof Error &&
  ((error instanceof errors.RequestError && error.isNoResponders()) ||
    (error.cause !== undefined && hasNoResponders(error.cause)));
