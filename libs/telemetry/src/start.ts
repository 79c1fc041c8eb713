/**
 * Switches tracing on for this process, once: OTLP over HTTP in protobuf, sent in batches from a bounded queue. A
 * collector that is slow, down or full costs spans and never time: spans beyond the queue are dropped, an export that
 * fails is forgotten, and shutdown waits a bounded time. Without an endpoint nothing starts and every span is a no-op.
 */
import { context, type Tracer } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { AlwaysOnSampler, BatchSpanProcessor, ParentBasedSampler, TracerProvider } from '@opentelemetry/sdk-trace';
import { attributeNames } from './names.ts';

const QUEUE_SPANS_MAX = 4096;
const BATCH_SPANS_MAX = 512;
const BATCH_DELAY_MS = 1000;
const EXPORT_TIMEOUT_MS = 5000;
const SHUTDOWN_TIMEOUT_MS = 3000;
const ATTRIBUTE_LENGTH_MAX = 4096;

export type TelemetryOptions = {
  /** `service.name`: gateway, orchestrator, router, ... */
  readonly service: string;
  /** `service.instance.id`. */
  readonly instance: string;
  /** Base URL of the collector; spans go to `<endpoint>/v1/traces`. By default OTEL_EXPORTER_OTLP_ENDPOINT. */
  readonly endpoint?: string | undefined;
  readonly batchDelayMs?: number;
};

export type Telemetry = {
  /** Sends what is queued, for at most three seconds, and switches tracing off. Never rejects. */
  shutdown(): Promise<void>;
};

let tracer: Tracer | undefined;

/** The tracer of this process; undefined while tracing is off. */
export const activeTracer = (): Tracer | undefined => tracer;

export function startTelemetry(options: TelemetryOptions): Telemetry {
  const endpoint = options.endpoint ?? process.env.OTEL_EXPORTER_OTLP_ENDPOINT ?? '';
  if (endpoint === '') return { shutdown: async () => {} };
  if (tracer !== undefined) throw new Error('telemetry is already started: call startTelemetry once a process');
  const provider = tracerProvider(endpoint, options);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  tracer = provider.getTracer('pitcrew');
  return { shutdown: () => stop(provider) };
}

function tracerProvider(endpoint: string, options: TelemetryOptions): TracerProvider {
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
    timeoutMillis: EXPORT_TIMEOUT_MS,
  });
  const processor = new BatchSpanProcessor({
    exporter,
    maxQueueSize: QUEUE_SPANS_MAX,
    maxExportBatchSize: BATCH_SPANS_MAX,
    scheduledDelayMillis: options.batchDelayMs ?? BATCH_DELAY_MS,
    exportTimeoutMillis: EXPORT_TIMEOUT_MS,
  });
  return new TracerProvider({
    resource: resourceFromAttributes({
      [attributeNames.serviceName]: options.service,
      [attributeNames.serviceInstance]: options.instance,
    }),
    sampler: new ParentBasedSampler({ root: new AlwaysOnSampler() }),
    spanLimits: { attributeValueLengthLimit: ATTRIBUTE_LENGTH_MAX },
    spanProcessors: [processor],
  });
}

async function stop(provider: TracerProvider): Promise<void> {
  tracer = undefined;
  context.disable();
  const bound = new AbortController();
  const timeout = sleep(SHUTDOWN_TIMEOUT_MS, bound.signal);
  await Promise.race([provider.shutdown().catch(() => {}), timeout]);
  bound.abort();
}

/** A pause that ends early, without an error, when the signal aborts, and that does not keep the process alive. */
function sleep(durationMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, durationMs).unref();
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
