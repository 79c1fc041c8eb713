/**
 * Spans to a collector by OTLP over HTTP in protobuf, in batches from a bounded queue. A collector that is slow, down or full costs
 * spans and never time: spans beyond the queue are dropped, an export that fails is forgotten, and both are counted.
 */
import type { MeterProvider } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import type { Resource } from '@opentelemetry/resources';
import { AlwaysOnSampler, BatchSpanProcessor, ParentBasedSampler, TracerProvider } from '@opentelemetry/sdk-trace';

const QUEUE_SPANS_MAX = 4096;
const BATCH_SPANS_MAX = 512;
const BATCH_DELAY_MS = 1000;
const EXPORT_TIMEOUT_MS = 5000;
const ATTRIBUTE_LENGTH_MAX = 4096;

export type TracesOptions = {
  readonly resource: Resource;
  /** Base URL of the collector. */
  readonly endpoint: string;
  readonly batchDelayMs: number | undefined;
  /** Whose metrics tell of spans that were lost; undefined while metrics are off. */
  readonly countedBy: MeterProvider | undefined;
};

export function openTraces({ resource, endpoint, batchDelayMs, countedBy }: TracesOptions): TracerProvider {
  const counted = countedBy === undefined ? {} : { selfObsMeterProvider: countedBy };
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
    timeoutMillis: EXPORT_TIMEOUT_MS,
    ...counted,
  });
  const processor = new BatchSpanProcessor({
    exporter,
    maxQueueSize: QUEUE_SPANS_MAX,
    maxExportBatchSize: BATCH_SPANS_MAX,
    scheduledDelayMillis: batchDelayMs ?? BATCH_DELAY_MS,
    exportTimeoutMillis: EXPORT_TIMEOUT_MS,
    ...counted,
  });
  return new TracerProvider({
    resource,
    sampler: new ParentBasedSampler({ root: new AlwaysOnSampler() }),
    spanLimits: { attributeValueLengthLimit: ATTRIBUTE_LENGTH_MAX },
    spanProcessors: [processor],
  });
}
