/**
 * What a handler knows about the call that it serves. Deadline and cancellation are one signal: it aborts when the caller
 * hangs up, when the deadline passes and, for streams, when the server drains; its reason is the RpcError to end with.
 * A handler hands the whole call on as `parent` of the calls that it makes, so that both propagate.
 */
import type { ServerUnaryCall, ServerWritableStream } from '@grpc/grpc-js';
import type { Principal } from './principal.ts';
import { RpcError } from './rpc-error.ts';

export type Call = {
  /** `pitcrew.router.v1.RouterService/Route`. */
  readonly method: string;
  readonly signal: AbortSignal;
  readonly deadline: Date | undefined;
  /** Text headers, by lower-case name. */
  readonly metadata: ReadonlyMap<string, string>;
  readonly peer: string;
  /** Who the token of the call says that calls; absent where nobody is asked. */
  readonly principal?: Principal;
};

/** What `parent` needs of a call: a timer or a consumer that has a signal of its own can stand in for one. */
export type CallScope = Pick<Call, 'signal' | 'deadline'>;

export type IncomingCall = ServerUnaryCall<Buffer, Buffer> | ServerWritableStream<Buffer, Buffer>;

export type OpenCall = { readonly call: Call; readonly close: () => void };

/** Makes the call of an incoming request. `deadlineMsMax` bounds a call that comes without a deadline. */
export function openCall(method: string, incoming: IncomingCall, deadlineMsMax?: number): OpenCall {
  const controller = new AbortController();
  const deadline = deadlineOf(incoming, deadlineMsMax);
  const timer =
    deadline === undefined ? undefined : setTimeout(() => controller.abort(deadlineExceeded()), until(deadline));
  const cancel = () => controller.abort(new RpcError({ code: 'CANCELLED', message: 'the caller cancelled the call' }));
  incoming.once('cancelled', cancel);
  const close = () => {
    clearTimeout(timer);
    incoming.off('cancelled', cancel);
  };
  const metadata = textHeaders(incoming);
  return { call: { method, signal: controller.signal, deadline, metadata, peer: incoming.getPeer() }, close };
}

export const deadlineExceeded = (): RpcError =>
  new RpcError({ code: 'DEADLINE_EXCEEDED', message: 'the deadline of the call has passed' });

/** Settles as the promise does, or rejects with the signal's reason once it aborts, whichever comes first. */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

function deadlineOf(incoming: IncomingCall, deadlineMsMax: number | undefined): Date | undefined {
  const given = incoming.getDeadline();
  const atMs = given instanceof Date ? given.getTime() : given;
  if (Number.isFinite(atMs)) return new Date(atMs);
  return deadlineMsMax === undefined ? undefined : new Date(Date.now() + deadlineMsMax);
}

/** A timer longer than 24.8 days would fire at once. */
const TIMER_MS_MAX = 2 ** 31 - 1;
const until = (deadline: Date): number => Math.min(Math.max(0, deadline.getTime() - Date.now()), TIMER_MS_MAX);

function textHeaders(incoming: IncomingCall): ReadonlyMap<string, string> {
  const headers = Object.entries(incoming.metadata.getMap());
  return new Map(headers.filter((header): header is [string, string] => typeof header[1] === 'string'));
}
