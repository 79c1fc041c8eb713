/**
 * Calls one of our own services until it answers. UNAVAILABLE (it is restarting), RESOURCE_EXHAUSTED (its slots are taken) and
 * UNAUTHENTICATED (a certificate of ours waits to be renewed) are waits; everything else is the caller's to handle.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { isRpcError, type RpcCode } from '@pitcrew/rpc';

const WAIT_FIRST_MS = 50;
const WAIT_MS_MAX = 1000;

export async function patiently<T>(
  call: () => Promise<T>,
  signal: AbortSignal,
  isWait: (error: unknown) => boolean = isOurOutage,
): Promise<T> {
  for (let waitMs = WAIT_FIRST_MS; ; waitMs = Math.min(waitMs * 2, WAIT_MS_MAX)) {
    try {
      return await call();
    } catch (error) {
      if (signal.aborted || !isWait(error)) throw error;
      await sleep(isRpcError(error) ? (error.retryAfterMs ?? waitMs) : waitMs, undefined, { signal });
    }
  }
}

export const isOurOutage = (error: unknown): boolean => isRpcError(error) && OUTAGES.has(error.code);

const OUTAGES: ReadonlySet<RpcCode> = new Set(['UNAVAILABLE', 'RESOURCE_EXHAUSTED', 'UNAUTHENTICATED']);
