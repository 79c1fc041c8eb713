import { setTimeout } from 'node:timers/promises';

/** Waits; an abort ends the wait early, without an error. */
export const pause = (ms: number, signal?: AbortSignal): Promise<void> =>
  setTimeout(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);

/**
 * Doubles from `firstMs` up to `mostMs`; the upper half is random, so that those who collided do not meet again. Whole milliseconds:
 * NATS takes a delay with a fraction of a nanosecond for none at all, and gives the message back at once.
 */
export const backoffMs = (attempt: number, firstMs: number, mostMs: number): number => {
  const full = Math.min(mostMs, firstMs * 2 ** (attempt - 1));
  return Math.ceil(full / 2 + Math.random() * (full / 2));
};
