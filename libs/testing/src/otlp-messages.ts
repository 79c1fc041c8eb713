/**
 * OTLP in protobuf, read: just the part of the protocol that our spans and metrics use; field numbers are those of
 * opentelemetry.proto.trace.v1 and metrics.v1.
 */
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
  /** The events with what they carry. */
  readonly notes: readonly { readonly name: string; readonly attributes: Readonly<Record<string, unknown>> }[];
  readonly failed: boolean;
  /** Milliseconds since 1970, with fractions. */
  readonly startMs: number;
  readonly endMs: number;
};

export type ReceivedMetric = { readonly service: string; readonly name: string; readonly unit: string };

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
  message ExportMetrics { repeated ResourceMetrics resource_metrics = 1; }
  message ResourceMetrics { Resource resource = 1; repeated ScopeMetrics scope_metrics = 2; }
  message ScopeMetrics { repeated Metric metrics = 2; }
  message Metric { string name = 1; string unit = 3; }
  message Event { string name = 2; repeated KeyValue attributes = 3; }
  message Link { bytes trace_id = 1; bytes span_id = 2; }
  message Status { int32 code = 3; }
  message KeyValue { string key = 1; AnyValue value = 2; }
  message AnyValue {
    oneof value { string text = 1; bool flag = 2; int64 whole = 3; double real = 4; ArrayValue list = 5; }
  }
  message ArrayValue { repeated AnyValue values = 1; }
`);
const exportType = root.lookupType('Export');
const metricsType = root.lookupType('ExportMetrics');

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
  events: readonly { name: string; attributes: WireAttributes }[];
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

export function decodeSpans(bytes: Buffer): ReceivedSpan[] {
  const options = { longs: String, bytes: String, defaults: true, arrays: true, oneofs: true };
  const { resourceSpans } = exportType.toObject(exportType.decode(bytes), options) as WireExport;
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = String(attributesOf(resource?.attributes ?? [])['service.name'] ?? '');
    return scopeSpans.flatMap(({ spans }) => spans.map((span) => receivedSpan(span, service)));
  });
}

type WireMetrics = {
  resourceMetrics: readonly {
    resource: { attributes: WireAttributes } | null;
    scopeMetrics: readonly { metrics: readonly { name: string; unit: string }[] }[];
  }[];
};

export function decodeMetrics(bytes: Buffer): ReceivedMetric[] {
  const options = { longs: String, bytes: String, defaults: true, arrays: true, oneofs: true };
  const { resourceMetrics } = metricsType.toObject(metricsType.decode(bytes), options) as WireMetrics;
  return resourceMetrics.flatMap(({ resource, scopeMetrics }) => {
    const service = String(attributesOf(resource?.attributes ?? [])['service.name'] ?? '');
    return scopeMetrics.flatMap(({ metrics }) => metrics.map(({ name, unit }) => ({ service, name, unit })));
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
  notes: span.events.map(({ name, attributes }) => ({ name, attributes: attributesOf(attributes) })),
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
