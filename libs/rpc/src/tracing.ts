/**
 * The spans of a call, one on each side, and the trace context between them. We record them around our own call functions
 * rather than as interceptors of grpc-js: there the whole call, its parsing included, runs inside its span, and the
 * stock instrumentation loses spans under ES modules. Names follow the stable RPC conventions.
 */
import { type Attributes, attributeNames, type OpenSpan, openSpan } from '@pitcrew/telemetry';
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

/** Runs a handler in a server span whose parent is the caller's span. */
export function tracedServerCall<T>(method: string, parent: string | undefined, body: () => Promise<T>): Promise<T> {
  const span = openSpan(method, { kind: 'server', attributes: attributesOf(method), parent: parent ?? '' });
  return traced(span, (code) => SERVER_FAILURES.has(code), body);
}

/** Runs a call in a client span; its traceparent is for the metadata. */
export function tracedClientCall<T>(
  method: string,
  attributes: Attributes,
  body: (traceparent: string) => Promise<T>,
): Promise<T> {
  const span = openSpan(method, { kind: 'client', attributes: { ...attributesOf(method), ...attributes } });
  return traced(
    span,
    () => true,
    () => body(span.traceparent),
  );
}

/** As tracedClientCall, for a stream of answers: the span lasts until the stream ends or its reader leaves. */
export async function* tracedClientStream<T>(
  method: string,
  attributes: Attributes,
  body: (traceparent: string) => AsyncIterable<T>,
): AsyncGenerator<T, void, undefined> {
  const span = openSpan(method, { kind: 'client', attributes: { ...attributesOf(method), ...attributes } });
  let code = 'CANCELLED';
  try {
    yield* body(span.traceparent);
    code = 'OK';
  } catch (error) {
    code = codeOf(error);
    span.fail(code);
    throw error;
  } finally {
    span.set({ [attributeNames.rpcStatus]: code });
    span.end();
  }
}

async function traced<T>(span: OpenSpan, isFailure: (code: RpcCode) => boolean, body: () => Promise<T>): Promise<T> {
  try {
    const answer = await span.within(body);
    span.set({ [attributeNames.rpcStatus]: 'OK' });
    return answer;
  } catch (error) {
    const code = codeOf(error);
    span.set({ [attributeNames.rpcStatus]: code });
    if (isFailure(code)) span.fail(code);
    throw error;
  } finally {
    span.end();
  }
}

const attributesOf = (method: string): Attributes => ({
  [attributeNames.rpcSystem]: 'grpc',
  [attributeNames.rpcMethod]: method,
});

const codeOf = (error: unknown): RpcCode => (error instanceof RpcError ? error.code : 'INTERNAL');
