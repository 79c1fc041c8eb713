/**
 * The clock of the ledger: while nobody asks for anything, reservations that nobody ended in time are still settled. Every
 * replica does this; whoever is slower finds nothing left to do. A trouble is reported once, not every time it is met again.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Ledger } from './ledger.ts';

/** Returns how to stop, which waits for what is under way. */
export function expireRegularly(
  ledger: Ledger,
  intervalMs: number,
  report: (error: unknown) => void,
): () => Promise<void> {
  const stopping = new AbortController();
  let troubled = false;
  const expire = async (): Promise<void> => {
    try {
      await ledger.submit<'expire'>({ kind: 'expire' });
      troubled = false;
    } catch (error) {
      if (!troubled) report(error);
      troubled = true;
    }
  };
  const running = (async () => {
    while (!stopping.signal.aborted) {
      await pause(intervalMs, undefined, { signal: stopping.signal }).catch(() => {});
      if (!stopping.signal.aborted) await expire();
    }
  })();
  return async () => {
    stopping.abort();
    await running;
  };
}
