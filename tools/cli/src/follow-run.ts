/**
 * The events of a run as they happen, through lost connections and draining gateways: the watch resumes after the last
 * event that arrived, so none comes twice and none is missed. Ends after `run-finished`.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { gatewayService, RunId, StoredEvent } from '@pitcrew/contracts';
import { type Client, isRpcError } from '@pitcrew/rpc';

export type Gateway = Client<(typeof gatewayService)['methods']>;

export const RESUMES_MAX = 30;
const RESUME_PAUSE_MS = 1000;

export async function* followRun(
  gateway: Pick<Gateway, 'watchRun'>,
  { tenant, run }: { readonly tenant: string; readonly run: RunId },
  { after = 0, signal }: { readonly after?: number; readonly signal?: AbortSignal } = {},
): AsyncGenerator<StoredEvent, void, undefined> {
  let resumeAfter = after;
  let resumes = 0;
  for (;;) {
    try {
      for await (const { stored } of gateway.watchRun({ tenant, run, resumeAfter }, { signal })) {
        resumeAfter = stored.sequence;
        resumes = 0;
        yield stored;
        if (stored.event.body.kind === 'run-finished') return;
      }
      return;
    } catch (error) {
      if (!isRpcError(error, 'UNAVAILABLE') || resumes >= RESUMES_MAX) throw error;
      resumes += 1;
      await pause(error.retryAfterMs ?? RESUME_PAUSE_MS, undefined, signal === undefined ? {} : { signal });
    }
  }
}
