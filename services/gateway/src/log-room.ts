/**
 * New runs are refused before the log is full, so that those under way can still record their ends: at four fifths.
 * How full it is changes slowly and is asked at most every few seconds, by one call for all that come meanwhile: after an outage many do.
 */
import type { RunLog } from '@pitcrew/bus';
import { RpcError } from '@pitcrew/rpc';

export const FULLNESS_MAX = 0.8;
export const FULLNESS_AGE_MS = 5000;
const RETRY_AFTER_MS = 30_000;

export function createLogRoom({ log, now }: { readonly log: Pick<RunLog, 'fullness'>; readonly now: () => Date }) {
  let fullness = 0;
  let askedAtMs = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | undefined;
  const ask = async (): Promise<void> => {
    fullness = await log.fullness();
    askedAtMs = now().getTime();
  };
  return async (): Promise<void> => {
    if (now().getTime() - askedAtMs >= FULLNESS_AGE_MS) {
      asking ??= ask().finally(() => {
        asking = undefined;
      });
      await asking;
    }
    if (fullness < FULLNESS_MAX) return;
    throw new RpcError({
      code: 'RESOURCE_EXHAUSTED',
      reason: 'RUN_LOG_FULL',
      message: `the run log is ${Math.round(fullness * 100)} % full; no new runs until an operator makes room`,
      retryAfterMs: RETRY_AFTER_MS,
    });
  };
}
