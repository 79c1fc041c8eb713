/**
 * One call, from its bytes to its end. Between the bytes and the handler stand who calls, parsing, deadline, cancellation, tracing
 * and the translation of errors; a handler sees a valid request or is not called. Nothing is parsed for a caller who is refused.
 *
 * What a caller learns of a failure: an RpcError as it is, Busy as RESOURCE_EXHAUSTED with the time to wait, a request that
 * cannot be read as INVALID_ARGUMENT with its fields, one that no window holds as INVALID_ARGUMENT with the tokens, and anything else as INTERNAL without a detail, because the message
 * of an unexpected error may hold secrets.
 */
import type { ServerUnaryCall, ServerWritableStream, sendUnaryData } from '@grpc/grpc-js';
import { Busy, InputTooLong } from '@pitcrew/contracts';
import type { AdmitCaller } from './admit-caller.ts';
import { type Call, type IncomingCall, openCall, untilAborted } from './call.ts';
import { type Codec, MessageError } from './codec.ts';
import { failPoint } from './fail-point.ts';
import { UNARY_DEADLINE_MAX_MS } from './limits.ts';
import { RpcError } from './rpc-error.ts';
import { statusOf } from './status-details.ts';
import type { Authenticate } from './token.ts';
import { TRACEPARENT_HEADER, tracedServerCall } from './tracing.ts';

export type ServedMethod = {
  /** `pitcrew.router.v1.RouterService/Route`. */
  readonly fullName: string;
  readonly request: Codec;
  readonly response: Codec;
  /** Where a token has to say who calls. */
  readonly authenticate: Authenticate | undefined;
};

/** What calls need of the server that they run in. */
export type ServerScope = {
  /** Aborts when the server starts to drain; streams end then, so that their readers resume elsewhere. */
  readonly draining: AbortSignal;
  readonly reportFailure: (method: string, error: unknown) => void;
  /** Throws for a caller that may not call this. */
  readonly admitCaller: AdmitCaller;
};

export type UnaryHandler = (request: unknown, call: Call) => Promise<unknown>;
export type StreamHandler = (request: unknown, call: Call) => AsyncIterable<unknown>;

export async function serveUnary(
  method: ServedMethod,
  handler: UnaryHandler,
  server: ServerScope,
  incoming: ServerUnaryCall<Buffer, Buffer>,
  reply: sendUnaryData<Buffer>,
): Promise<void> {
  const { call, close } = openCall(method.fullName, incoming, UNARY_DEADLINE_MAX_MS);
  const answer = async (call: Call) => {
    const request = decodeRequest(method, incoming.request);
    failPoint(pointOf('before', method));
    const response = method.response.encode(await untilAborted(handler(request, call), call.signal));
    failPoint(pointOf('after', method));
    return response;
  };
  try {
    reply(null, await handled(method, call, server, incoming, answer));
  } catch (error) {
    reply(statusOf(error as RpcError));
  } finally {
    close();
  }
}

export async function serveStream(
  method: ServedMethod,
  handler: StreamHandler,
  server: ServerScope,
  incoming: ServerWritableStream<Buffer, Buffer>,
): Promise<void> {
  const opened = openCall(method.fullName, incoming);
  const signal = AbortSignal.any([opened.call.signal, server.draining]);
  const call = { ...opened.call, signal };
  const answer = async (call: Call) => {
    const responses = handler(decodeRequest(method, incoming.request), call);
    await writeAll(incoming, responses, method, signal);
  };
  try {
    await handled(method, call, server, incoming, answer);
    incoming.end();
  } catch (error) {
    incoming.emit('error', statusOf(error as RpcError));
  } finally {
    opened.close();
  }
}

/** Sends what the handler yields, no faster than the caller reads, and stops the handler when the call is over. */
async function writeAll(
  stream: ServerWritableStream<Buffer, Buffer>,
  responses: AsyncIterable<unknown>,
  method: ServedMethod,
  signal: AbortSignal,
): Promise<void> {
  const iterator = responses[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await untilAborted(iterator.next(), signal);
      if (next.done) return;
      failPoint(pointOf('during', method));
      if (!stream.write(method.response.encode(next.value))) await untilAborted(drained(stream), signal);
    }
  } finally {
    // Not awaited: a handler that ignores the signal must not keep the call open.
    iterator.return?.().catch(() => {});
  }
}

/** `router.before-Route`, `gateway.during-WatchRun`. */
const pointOf = (when: 'before' | 'during' | 'after', { fullName }: ServedMethod): string =>
  fullName.replace(/^pitcrew\.(\w+)\..*\/(\w+)$/, `$1.${when}-$2`);

const drained = (stream: ServerWritableStream<Buffer, Buffer>): Promise<void> =>
  new Promise((resolve) => void stream.once('drain', resolve));

function decodeRequest(method: ServedMethod, bytes: Buffer): unknown {
  try {
    return method.request.decode(bytes);
  } catch (error) {
    if (!(error instanceof MessageError)) throw error;
    const { message, violations } = error;
    throw new RpcError({ code: 'INVALID_ARGUMENT', reason: 'INVALID_REQUEST', message, violations });
  }
}

/** Runs a call in its span; whatever it throws leaves as an RpcError. */
function handled<T>(
  method: ServedMethod,
  call: Call,
  server: ServerScope,
  incoming: IncomingCall,
  answer: (call: Call) => Promise<T>,
): Promise<T> {
  return tracedServerCall(call.method, call.metadata.get(TRACEPARENT_HEADER), async () => {
    try {
      server.admitCaller(call.method, incoming);
      return await answer(await authenticated(method, call));
    } catch (error) {
      throw asRpcError(error, call, server);
    }
  });
}

async function authenticated({ authenticate }: ServedMethod, call: Call): Promise<Call> {
  if (authenticate === undefined) return call;
  return { ...call, principal: await untilAborted(authenticate(call), call.signal) };
}

function asRpcError(error: unknown, call: Call, server: ServerScope): RpcError {
  if (error instanceof RpcError) return error;
  // Code that was stopped by the signal throws an error of its own; the signal's reason is why it was stopped.
  if (call.signal.aborted && call.signal.reason instanceof RpcError) return call.signal.reason;
  if (error instanceof Busy) {
    const { message, retryAfterMs } = error;
    return new RpcError({ code: 'RESOURCE_EXHAUSTED', reason: 'BUSY', message, retryAfterMs, cause: error });
  }
  if (error instanceof InputTooLong) {
    const metadata = { neededTokens: String(error.tokens), windowTokens: String(error.tokensMax) };
    const { message } = error;
    return new RpcError({ code: 'INVALID_ARGUMENT', reason: 'INPUT_TOO_LONG', message, metadata, cause: error });
  }
  server.reportFailure(call.method, error);
  return new RpcError({ code: 'INTERNAL', message: "internal error: the server's log has the details", cause: error });
}
