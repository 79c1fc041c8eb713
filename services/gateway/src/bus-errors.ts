/**
 * What a caller learns when the bus is away: UNAVAILABLE with when to come back. Every method may be repeated, so it does
 * not matter whether a lost answer hid a stored event; what was acknowledged is in the log.
 */
import { BusUnavailable, InvalidPageToken } from '@pitcrew/bus';
import { type Call, RpcError } from '@pitcrew/rpc';

export const RETRY_AFTER_MS = 1000;

export const answeringOutages =
  <Q, P>(answer: (request: Q, call: Call) => Promise<P>) =>
  async (request: Q, call: Call): Promise<P> => {
    try {
      return await answer(request, call);
    } catch (error) {
      throw toRpcError(error);
    }
  };

export const streamingOutages = <Q, P>(stream: (request: Q, call: Call) => AsyncIterable<P>) =>
  async function* (request: Q, call: Call): AsyncGenerator<P, void, undefined> {
    try {
      yield* stream(request, call);
    } catch (error) {
      throw toRpcError(error);
    }
  };

function toRpcError(error: unknown): unknown {
  if (error instanceof InvalidPageToken)
    return new RpcError({
      code: 'INVALID_ARGUMENT',
      reason: 'INVALID_PAGE_TOKEN',
      field: 'pageToken',
      message: error.message,
    });
  if (!(error instanceof BusUnavailable)) return error;
  return new RpcError({
    code: 'UNAVAILABLE',
    reason: 'RUN_LOG_UNAVAILABLE',
    message: 'the run log cannot be reached now; try again, which is safe',
    retryAfterMs: RETRY_AFTER_MS,
    cause: error,
  });
}
