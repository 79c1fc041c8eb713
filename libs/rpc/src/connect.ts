/**
 * A client of a service in domain terms. Every unary call has a deadline; a call made on behalf of another inherits what
 * is left of that one's deadline, and its cancellation. What fails, fails as an RpcError.
 */
import { type CallOptions as GrpcCallOptions, type Client as GrpcClient, Metadata } from '@grpc/grpc-js';
import type { Method, Service } from '@pitcrew/contracts';
import { type Attributes, attributeNames } from '@pitcrew/telemetry';
import type { z } from 'zod';
import type { CallScope } from './call.ts';
import { openChannel } from './channel.ts';
import { type Codec, codec, MessageError } from './codec.ts';
import { type MethodDefinition, methodDefinitions, rpcName } from './protos.ts';
import { RpcError } from './rpc-error.ts';
import { errorOf } from './status-details.ts';
import { refuseInTheClear, type Tls, tlsOfProcess } from './tls.ts';
import { TOKEN_HEADER } from './token.ts';
import { TRACEPARENT_HEADER, tracedClientCall, tracedClientStream } from './tracing.ts';

export type StreamOptions = {
  readonly deadlineMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The call on whose behalf this one is made. */
  readonly parent?: CallScope | undefined;
  /** Headers, by lower-case name. */
  readonly metadata?: Readonly<Record<string, string>>;
};
export type UnaryOptions = StreamOptions & { readonly deadlineMs: number };

export type Client<Methods extends Record<string, Method>> = {
  readonly [Name in keyof Methods]: Methods[Name]['kind'] extends 'server-stream'
    ? (
        request: z.infer<Methods[Name]['request']>,
        options?: StreamOptions,
      ) => AsyncIterable<z.infer<Methods[Name]['response']>>
    : (
        request: z.infer<Methods[Name]['request']>,
        options: UnaryOptions,
      ) => Promise<z.infer<Methods[Name]['response']>>;
} & { close(): void };

export type ConnectOptions = {
  /** By default what the environment of the process says. */
  readonly tls?: Tls;
  /** The token to show with a call; asked for anew at each, because tokens are renewed. */
  readonly token?: (() => string | Promise<string>) | undefined;
};

export function connect<Methods extends Record<string, Method>>(
  service: Service<Methods>,
  address: string,
  { tls = tlsOfProcess(), token }: ConnectOptions = {},
): Client<Methods> {
  if (token !== undefined) refuseInTheClear(tls, address);
  const channel = openChannel(service, address, tls);
  const calls = [...methodDefinitions(service)].map(([name, definition]) => {
    const method = calledMethod(service, address, name, definition, token);
    return [name, method.kind === 'unary' ? unaryCall(channel, method) : streamCall(channel, method)] as const;
  });
  // The description is checked against its proto above, so each method of the type is there.
  return { ...Object.fromEntries(calls), close: () => channel.close() } as unknown as Client<Methods>;
}

type CalledMethod = {
  readonly fullName: string;
  readonly path: string;
  readonly kind: Method['kind'];
  readonly request: Codec;
  readonly response: Codec;
  readonly attributes: Attributes;
  readonly token: ConnectOptions['token'];
};

function calledMethod(
  service: Service,
  address: string,
  name: string,
  definition: MethodDefinition,
  token: ConnectOptions['token'],
): CalledMethod {
  const { kind, request, response } = service.methods[name] as Method;
  return {
    fullName: `${service.name}/${rpcName(name)}`,
    path: definition.path,
    kind,
    request: codec(request, definition.requestSerialize, definition.requestDeserialize),
    response: codec(response, definition.responseSerialize, definition.responseDeserialize),
    attributes: { [attributeNames.serverAddress]: address },
    token,
  };
}

function unaryCall(channel: GrpcClient, method: CalledMethod) {
  return (request: unknown, options: UnaryOptions): Promise<unknown> =>
    tracedClientCall(method.fullName, method.attributes, async (traceparent) => {
      const prepared = await prepare(method, request, options, traceparent);
      return decodeResponse(method, await sendUnary(channel, method, prepared));
    });
}

function streamCall(channel: GrpcClient, method: CalledMethod) {
  return (request: unknown, options: StreamOptions = {}): AsyncIterable<unknown> =>
    tracedClientStream(method.fullName, method.attributes, (traceparent) =>
      readStream(channel, method, prepare(method, request, options, traceparent)),
    );
}

type Prepared = {
  readonly bytes: Buffer;
  readonly metadata: Metadata;
  readonly options: GrpcCallOptions;
  readonly signal: AbortSignal | undefined;
};

async function prepare(
  method: CalledMethod,
  request: unknown,
  options: StreamOptions,
  traceparent: string,
): Promise<Prepared> {
  const token = await method.token?.();
  const signal = signalOf(options);
  if (signal?.aborted) throw cancelled(signal, true);
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(options.metadata ?? {})) metadata.set(name, value);
  if (token !== undefined) metadata.set(TOKEN_HEADER, `Bearer ${token}`);
  if (traceparent !== '') metadata.set(TRACEPARENT_HEADER, traceparent);
  const deadline = deadlineOf(options);
  return {
    bytes: encodeRequest(method, request),
    metadata,
    options: deadline === undefined ? {} : { deadline },
    signal,
  };
}

function sendUnary(channel: GrpcClient, { path }: CalledMethod, { bytes, metadata, options, signal }: Prepared) {
  return new Promise<Buffer>((resolve, reject) => {
    const call = channel.makeUnaryRequest(path, asIs, asIs, bytes, metadata, options, (error, response) => {
      signal?.removeEventListener('abort', cancel);
      if (error !== null) reject(signal?.aborted ? cancelled(signal, false) : errorOf(error));
      else if (response === undefined) reject(new RpcError({ code: 'INTERNAL', message: `${path} answered nothing` }));
      else resolve(response);
    });
    const cancel = () => call.cancel();
    signal?.addEventListener('abort', cancel, { once: true });
  });
}

/** Reads no further ahead than the stream's own buffer; a reader who leaves cancels the call. */
async function* readStream(
  channel: GrpcClient,
  method: CalledMethod,
  preparing: Promise<Prepared>,
): AsyncGenerator<unknown, void, undefined> {
  const { bytes, metadata, options, signal } = await preparing;
  const stream = channel.makeServerStreamRequest(method.path, asIs, asIs, bytes, metadata, options);
  const cancel = () => stream.cancel();
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    for await (const response of stream) yield decodeResponse(method, response as Buffer);
  } catch (error) {
    if (signal?.aborted) throw cancelled(signal, false);
    throw error instanceof RpcError ? error : errorOf(error as Parameters<typeof errorOf>[0]);
  } finally {
    signal?.removeEventListener('abort', cancel);
    stream.cancel();
  }
}

const asIs = (bytes: Buffer): Buffer => bytes;

function encodeRequest(method: CalledMethod, request: unknown): Buffer {
  try {
    return method.request.encode(request);
  } catch (error) {
    if (!(error instanceof MessageError)) throw error;
    const { message, violations } = error;
    throw new RpcError({ code: 'INVALID_ARGUMENT', reason: 'INVALID_REQUEST', message, violations, neverSent: true });
  }
}

function decodeResponse(method: CalledMethod, bytes: Buffer): unknown {
  try {
    return method.response.decode(bytes);
  } catch (error) {
    if (!(error instanceof MessageError)) throw error;
    const message = `${method.fullName} answered with a message that this version cannot read: ${error.message}`;
    throw new RpcError({ code: 'INTERNAL', reason: 'UNREADABLE_RESPONSE', message, violations: error.violations });
  }
}

function deadlineOf({ deadlineMs, parent }: StreamOptions): Date | undefined {
  const own = deadlineMs === undefined ? Number.POSITIVE_INFINITY : Date.now() + deadlineMs;
  const atMs = Math.min(own, parent?.deadline?.getTime() ?? Number.POSITIVE_INFINITY);
  return Number.isFinite(atMs) ? new Date(atMs) : undefined;
}

function signalOf({ signal, parent }: StreamOptions): AbortSignal | undefined {
  if (signal === undefined || parent === undefined) return signal ?? parent?.signal;
  return AbortSignal.any([signal, parent.signal]);
}

/** The parent's own end, such as its deadline, is the reason of ours. */
function cancelled(signal: AbortSignal, neverSent: boolean): RpcError {
  const { reason } = signal;
  const code = reason instanceof RpcError ? reason.code : 'CANCELLED';
  const message = reason instanceof Error ? reason.message : 'the call was cancelled';
  return new RpcError({ code, message, neverSent, cause: reason });
}
