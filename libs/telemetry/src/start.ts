/**
 * Switches telemetry on for this process, once. Spans go to a collector by OTLP over HTTP in protobuf, in batches from a bounded
 * queue; metrics are scraped, sent there too, or both. A collector that is slow, down or full costs spans and never time: spans
 * beyond the queue are dropped, an export that fails is forgotten, both are counted, and shutdown waits a bounded time.
 * Without an endpoint every span is a no-op; without an endpoint and an address for scrapes, every metric too.
 */
import { context, type MeterProvider } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import { AlwaysOnSampler, BatchSpanProcessor, ParentBasedSampler, TracerProvider } from '@opentelemetry/sdk-trace';
import { logAs } from './log.ts';
import { useMeter } from './metrics.ts';
import { attributeNames } from './names.ts';
import type { OpenMetrics } from './open-metrics.ts';
import { activeTracer, useTracer } from './tracer.ts';

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
  /** `host:port` to be scraped at; port 0 takes a free one. By default PITCREW_METRICS_ADDRESS. */
  readonly metricsAddress?: string | undefined;
  readonly batchDelayMs?: number;
  readonly metricsIntervalMs?: number;
};

export type Telemetry = {
  /** Where metrics are scraped; undefined where they are not. */
  readonly metricsAddress: string | undefined;
  /** Sends what is queued, for at most three seconds, and switches telemetry off. Never rejects. */
  shutdown(): Promise<void>;
};

let started = false;

/** Rejects when metrics can't be served at their address. */
export async function startTelemetry(options: TelemetryOptions): Promise<Telemetry> {
  logAs(options);
  const endpoint = orUndefined(options.endpoint ?? process.env.OTEL_EXPORTER_OTLP_ENDPOINT);
  const address = orUndefined(options.metricsAddress ?? process.env.PITCREW_METRICS_ADDRESS);
  if (endpoint === undefined && address === undefined)
    return { metricsAddress: undefined, shutdown: async () => undefined };
  if (started) throw new Error('telemetry is already started: call startTelemetry once a process');
  started = true;
  const resource = resourceFromAttributes({
    [attributeNames.serviceName]: options.service,
    [attributeNames.serviceInstance]: options.instance,
  });
  const metrics = await metricsTo(resource, address, endpoint, options).catch((error: unknown) => {
    started = false;
    throw error;
  });
  useMeter(metrics?.meter);
  const spans = endpoint === undefined ? undefined : tracerProvider(endpoint, resource, options, metrics?.provider);
  if (spans !== undefined) context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  useTracer(spans?.getTracer('pitcrew'));
  return {
    metricsAddress: metrics?.address,
    shutdown: () =>
      stop(async () => {
        // What became of the last spans is counted, so metrics go last.
        await spans?.shutdown().catch(() => undefined);
        await metrics?.shutdown().catch(() => undefined);
      }),
  };
}

/** Jaeger and others take spans alone: OTEL_METRICS_EXPORTER=none keeps metrics from being sent there in vain. */
async function metricsTo(
  resource: Resource,
  address: string | undefined,
  endpoint: string | undefined,
  { metricsIntervalMs: exportIntervalMs }: TelemetryOptions,
): Promise<OpenMetrics | undefined> {
  const sent = process.env.OTEL_METRICS_EXPORTER === 'none' ? undefined : endpoint;
  if (address === undefined && sent === undefined) return undefined;
  // Loaded only when it is on: a service that nobody measures starts without it.
  const { openMetrics } = await import('./open-metrics.ts');
  return openMetrics({ resource, address, endpoint: sent, exportIntervalMs });
}

function tracerProvider(
  endpoint: string,
  resource: Resource,
  options: TelemetryOptions,
  selfObsMeterProvider: MeterProvider | undefined,
): TracerProvider {
  const counted = selfObsMeterProvider === undefined ? {} : { selfObsMeterProvider };
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
    timeoutMillis: EXPORT_TIMEOUT_MS,
    ...counted,
  });
  const processor = new BatchSpanProcessor({
    exporter,
    maxQueueSize: QUEUE_SPANS_MAX,
    maxExportBatchSize: BATCH_SPANS_MAX,
    scheduledDelayMillis: options.batchDelayMs ?? BATCH_DELAY_MS,
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

async function stop(flush: () => Promise<void>): Promise<void> {
  if (activeTracer() !== undefined) context.disable();
  useTracer(undefined);
  const bound = new AbortController();
  const timeout = sleep(SHUTDOWN_TIMEOUT_MS, bound.signal);
  await Promise.race([flush(), timeout]);
  bound.abort();
  useMeter(undefined);
  started = false;
}

const orUndefined = (text: string | undefined): string | undefined => (text === '' ? undefined : text);

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
