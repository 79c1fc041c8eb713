/** The bounds of every call and connection. */

/** Where a service listens that is told nothing else: a free port that only this machine reaches. */
export const LISTEN_DEFAULT = '127.0.0.1:0';

/** Larger messages are refused with RESOURCE_EXHAUSTED on either side; big values travel by digest. */
export const MESSAGE_BYTES_MAX = 4 * 1024 * 1024;

/** A unary call that arrives without a deadline, as from a command line, gets this one. */
export const UNARY_DEADLINE_MAX_MS = 5 * 60_000;

/** A server ends its connections at this age, so that clients resolve the name again and find new replicas. */
export const CONNECTION_AGE_MAX_MS = 5 * 60_000;

export const KEEPALIVE_INTERVAL_MS = 30_000;
export const KEEPALIVE_TIMEOUT_MS = 10_000;

/** How often at most a client resolves a name again after it has lost connections. */
export const RESOLUTION_INTERVAL_MIN_MS = 5_000;

/** How long a connection attempt waits before the next, at most; replicas come back within this. */
export const RECONNECT_BACKOFF_MAX_MS = 2_000;

/** How long a drain waits for calls under way before it cuts them. */
export const DRAIN_BOUND_MS = 25_000;

/** Attempts of an idempotent call in all, while the answer is UNAVAILABLE. */
export const ATTEMPTS_MAX = 3;
