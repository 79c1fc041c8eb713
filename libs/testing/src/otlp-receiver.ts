/**
 * A collector in this process: takes OTLP over HTTP in protobuf and keeps the spans, so that tests can assert who is
 * whose parent, not only that something was sent. It reads just the part of the protocol that our spans use; field
 * numbers are those of opentelemetry.proto.trace.v1.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import protobuf from 'protobufjs';

export type ReceivedSpan = {
  readonly name: string;
  readonly kind: 'unspecified' | 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  /** Of the resource: `service.name`. */
  readonly service: string;
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for a root. */
  readonly parentSpanId: string;
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly string[];
  readonly failed: boolean;
  /** Milliseconds since 1970, with fractions. */
  readonly startMs: number;
  readonly endMs: number;
};

export type OtlpReceiver = {
  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  readonly endpoint: string;
  spans(): readonly ReceivedSpan[];
  /** Waits until the predicate holds of all spans received so far; exporters send in batches, so this takes a while. */
  settled(predicate: (spans: readonly ReceivedSpan[]) => boolean, timeoutMs: number): Promise<readonly ReceivedSpan[]>;
  /** The span that this one names as its parent, if it was received. */
  parentOf(span: ReceivedSpan): ReceivedSpan | undefined;
  clear(): void;
  close(): Promise<void>;
};

const BODY_BYTES_MAX = 16 * 1024 * 1024;
const POLL_INTERVAL_MS = 20;

export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  let received: ReceivedSpan[] = [];
  const server = createServer((request, response) => {
    receive(request, response).then(
      (spans) => received.push(...spans),
      (error) => response.writeHead(400).end(String(error)),
    );
  });
  const endpoint = await listen(server);
  const spans = () => received;
  return {
    endpoint,
    spans,
    settled: (predicate, timeoutMs) => settled(spans, predicate, timeoutMs),
    parentOf: ({ traceId, parentSpanId }) =>
      received.find((span) => span.traceId === traceId && span.spanId === parentSpanId),
    clear: () => {
      received = [];
    },
    close: () => close(server),
  };
}

async function receive(request: IncomingMessage, response: ServerResponse): Promise<ReceivedSpan[]> {
  if (request.method !== 'POST' || request.url !== '/v1/traces') throw new Error(`${request.url} takes no spans`);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes > BODY_BYTES_MAX) throw new Error(`more than ${BODY_BYTES_MAX} bytes`);
    chunks.push(chunk as Buffer);
  }
  const spans = decode(Buffer.concat(chunks));
  response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
  return spans;
}

async function settled(
  spans: () => readonly ReceivedSpan[],
  predicate: (spans: readonly ReceivedSpan[]) => boolean,
  timeoutMs: number,
): Promise<readonly ReceivedSpan[]> {
  const giveUpAt = performance.now() + timeoutMs;
  while (!predicate(spans())) {
    if (performance.now() > giveUpAt)
      throw new Error(`not settled after ${timeoutMs} ms; received:\n${outline(spans())}`);
    await pause(POLL_INTERVAL_MS);
  }
  return spans();
}

const outline = (spans: readonly ReceivedSpan[]): string =>
  spans.map((span) => `${span.service}: ${span.name} ${span.traceId}/${span.parentSpanId}>${span.spanId}`).join('\n');

function listen(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

const { root } = protobuf.parse(`
  syntax = "proto3";
  message Export { repeated ResourceSpans resource_spans = 1; }
  message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; }
  message Resource { repeated KeyValue attributes = 1; }
  message ScopeSpans { repeated Span spans = 2; }
  message Span {
    bytes trace_id = 1;
    bytes span_id = 2;
    bytes parent_span_id = 4;
    string name = 5;
    int32 kind = 6;
    fixed64 start_time_unix_nano = 7;
    fixed64 end_time_unix_nano = 8;
    repeated KeyValue attributes = 9;
    repeated Event events = 11;
    repeated Link links = 13;
    Status status = 15;
  }
  message Event { string name = 2; }
  message Link { bytes trace_id = 1; bytes span_id = 2; }
  message Status { int32 code = 3; }
  message KeyValue { string key = 1; AnyValue value = 2; }
  message AnyValue {
    oneof value { string text = 1; bool flag = 2; int64 whole = 3; double real = 4; ArrayValue list = 5; }
  }
  message ArrayValue { repeated AnyValue values = 1; }
`);
const exportType = root.lookupType('Export');

type WireAny = { value?: string; [member: string]: unknown };
type WireAttributes = readonly { key: string; value: WireAny | null }[];
type WireSpan = {
  traceId: string;
  spanId: string;
  parentSpanId: string;
  name: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: WireAttributes;
  events: readonly { name: string }[];
  links: readonly { traceId: string; spanId: string }[];
  status: { code: number } | null;
};
type WireExport = {
  resourceSpans: readonly {
    resource: { attributes: WireAttributes } | null;
    scopeSpans: readonly { spans: readonly WireSpan[] }[];
  }[];
};

const KINDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const;
const STATUS_ERROR = 2;

function decode(bytes: Buffer): ReceivedSpan[] {
  const options = { longs: String, bytes: String, defaults: true, arrays: true, oneofs: true };
  const { resourceSpans } = exportType.toObject(exportType.decode(bytes), options) as WireExport;
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = String(attributesOf(resource?.attributes ?? [])['service.name'] ?? '');
    return scopeSpans.flatMap(({ spans }) => spans.map((span) => receivedSpan(span, service)));
  });
}

const receivedSpan = (span: WireSpan, service: string): ReceivedSpan => ({
  name: span.name,
  kind: KINDS[span.kind] ?? 'unspecified',
  service,
  traceId: hex(span.traceId),
  spanId: hex(span.spanId),
  parentSpanId: hex(span.parentSpanId),
  links: span.links.map(({ traceId, spanId }) => ({ traceId: hex(traceId), spanId: hex(spanId) })),
  attributes: attributesOf(span.attributes),
  events: span.events.map(({ name }) => name),
  failed: span.status?.code === STATUS_ERROR,
  startMs: Number(span.startTimeUnixNano) / 1e6,
  endMs: Number(span.endTimeUnixNano) / 1e6,
});

const attributesOf = (attributes: WireAttributes): Record<string, unknown> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, plain(value)]));

function plain(any: WireAny | null): unknown {
  if (any === null || any.value === undefined) return undefined;
  const member = any[any.value];
  if (any.value === 'whole') return Number(member);
  if (any.value === 'list') return (member as { values: WireAny[] }).values.map(plain);
  return member;
}

const hex = (base64: string): string => Buffer.from(base64, 'base64').toString('hex');
