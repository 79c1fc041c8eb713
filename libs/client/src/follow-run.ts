/**
 * The events of a run as they happen, through lost connections, draining gateways and tokens that expire: the watch resumes after
 * the last event that arrived, so none comes twice and none is missed. Ends after `run-finished`.
 *
 * Bound: so many resumes in a row without an event, with pauses that double up to a limit; the server's own wish, if it has
 * one, comes first. A token that has expired is asked for anew, once: one that is refused again ends the watch. So does any other
 * failure, and an abort.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { gatewayService, RunId, StoredEvent } from '@pitcrew/contracts';
import { type Client, isRpcError, RpcError } from '@pitcrew/rpc';

export type Gateway = Client<(typeof gatewayService)['methods']>;

/** The tenant is empty where a token says it. */
export type RunPlace = { readonly tenant: string; readonly run: RunId };

export type FollowOptions = {
  /** Resume after the event with this sequence; 0 for the whole run. */
  readonly after?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Headers of each attempt. */
  readonly metadata?: Readonly<Record<string, string>>;
};

export const RESUMES_MAX = 30;
const PAUSE_FIRST_MS = 250;
const PAUSE_MOST_MS = 2000;
/** A watch that lasted so long was let in: its token was good, and the run quiet. */
const LET_IN_MS = 5000;

export async function* followRun(
  gateway: Pick<Gateway, 'watchRun'>,
  { tenant, run }: RunPlace,
  { after = 0, signal, metadata = {} }: FollowOptions = {},
): AsyncGenerator<StoredEvent, void, undefined> {
  let resumeAfter = after;
  let resumes = 0;
  let expiries = 0;
  for (;;) {
    const begun = performance.now();
    try {
      for await (const { stored } of gateway.watchRun({ tenant, run, resumeAfter }, { signal, metadata })) {
        resumeAfter = stored.sequence;
        resumes = 0;
        expiries = 0;
        yield stored;
        if (stored.event.body.kind === 'run-finished') return;
      }
      return;
    } catch (error) {
      if (!isRpcError(error)) throw error;
      if (performance.now() - begun >= LET_IN_MS) expiries = 0;
      const expired = error.reason === 'TOKEN_EXPIRED';
      if (expired ? expiries > 0 : error.code !== 'UNAVAILABLE' || resumes >= RESUMES_MAX) throw error;
      if (expired) expiries += 1;
      else resumes += 1;
      await pauseWithin(error.retryAfterMs ?? pauseMs(resumes + expiries), signal);
    }
  }
}

/** 250 ms, 500 ms, 1 s and then 2 s. */
export const pauseMs = (resumes: number): number => Math.min(PAUSE_MOST_MS, PAUSE_FIRST_MS * 2 ** (resumes - 1));

async function pauseWithin(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await pause(ms, undefined, signal === undefined ? {} : { signal });
  } catch (cause) {
    throw new RpcError({ code: 'CANCELLED', message: 'the watch was cancelled', cause });
  }
}
