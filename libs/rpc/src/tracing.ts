/**
 * The spans of a call, one on each side, the trace context between them, and how long it took on each side. We record them around
 * our own call functions rather than as interceptors of grpc-js: there the whole call, its parsing included, runs inside its span,
 * and the stock instrumentation loses spans under ES modules. Names follow the stable RPC conventions.
 */
import {
  type Attributes,
  attributeNames,
  type HistogramMetric,
  metrics,
  type OpenSpan,
  openSpan,
  record,
  secondsSince,
} from '@pitcrew/telemetry';
import { type RpcCode, RpcError } from './rpc-error.ts';

export const TRACEPARENT_HEADER = 'traceparent';

/** The status codes that are the server's own failure; on the caller's side every status but OK is an error. */
const SERVER_FAILURES: ReadonlySet<RpcCode> = new Set<RpcCode>([
  'UNKNOWN',
  'DEADLINE_EXCEEDED',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
]);

type Side = { readonly duration: HistogramMetric; readonly isFailure: (code: RpcCode) => boolean };
const SERVER: Side = { duration: metrics.rpcServerDuration, isFailure: (code) => SERVER_FAILURES.has(code) };
const CLIENT: Side = { duration: metrics.rpcClientDuration, isFailure: () => true };

/** Runs a handler in a server span whose parent is the caller's span. */
export function tracedServerCall<T>(method: string, parent: string | undefined, body: () => Promise<T>): Promise<T> {
  const attributes = attributesOf(method);
  const span = openSpan(method, { kind: 'server', attributes, parent: parent ?? '' });
  return traced(span, SERVER, attributes, body);
}

/** Runs a call in a client span; its traceparent is for the metadata. */
export function tracedClientCall<T>(
  method: string,
  called: Attributes,
  body: (traceparent: string) => Promise<T>,
): Promise<T> {
  const attributes = { ...attributesOf(method), ...called };
  const span = openSpan(method, { kind: 'client', attributes });
  return traced(span, CLIENT, attributes, () => body(span.traceparent));
}

/** As tracedClientCall, for a stream of answers: the span lasts until the stream ends or its reader leaves. */
export async function* tracedClientStream<T>(
  method: string,
  called: Attributes,
  body: (traceparent: string) => AsyncIterable<T>,
): AsyncGenerator<T, void, undefined> {
  const begun = performance.now();
  const attributes = { ...attributesOf(method), ...called };
  const span = openSpan(method, { kind: 'client', attributes });
  let end: Ended = { code: 'CANCELLED', failed: false };
  try {
    yield* body(span.traceparent);
    end = { code: 'OK', failed: false };
  } catch (error) {
    end = { code: codeOf(error), failed: true };
    throw error;
  } finally {
    close(span, CLIENT.duration, attributes, begun, end);
  }
}

async function traced<T>(span: OpenSpan, side: Side, attributes: Attributes, body: () => Promise<T>): Promise<T> {
  const begun = performance.now();
  let end: Ended = { code: 'OK', failed: false };
  try {
    return await span.within(body);
  } catch (error) {
    const code = codeOf(error);
    end = { code, failed: side.isFailure(code) };
    throw error;
  } finally {
    close(span, side.duration, attributes, begun, end);
  }
}

type Ended = { readonly code: RpcCode | 'OK'; readonly failed: boolean };

function close(
  span: OpenSpan,
  duration: HistogramMetric,
  attributes: Attributes,
  begun: number,
  { code, failed }: Ended,
): void {
  const status = { [attributeNames.rpcStatus]: code };
  span.set(status);
  if (failed) span.fail(code);
  span.end();
  const error = failed ? { [attributeNames.errorType]: code } : {};
  record(duration, secondsSince(begun), { ...attributes, ...status, ...error });
}

const attributesOf = (method: string): Attributes => ({
  [attributeNames.rpcSystem]: 'grpc',
  [attributeNames.rpcMethod]: method,
});

const codeOf = (error: unknown): RpcCode => (error instanceof RpcError ? error.code : 'INTERNAL');
