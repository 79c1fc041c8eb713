/**
 * Switches telemetry on for this process, once: spans to a collector, metrics to be scraped, sent there too, or both. Without an
 * endpoint every span is a no-op; without an endpoint and an address for scrapes, every metric too. Shutdown waits a bounded time.
 */
import { context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import { logAs } from './log.ts';
import { useMeter } from './metrics.ts';
import { attributeNames } from './names.ts';
import type { OpenMetrics } from './open-metrics.ts';
import { openTraces } from './open-traces.ts';
import { activeTracer, useTracer } from './tracer.ts';

const SHUTDOWN_TIMEOUT_MS = 3000;

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
  const { batchDelayMs } = options;
  const countedBy = metrics?.provider;
  const spans = endpoint === undefined ? undefined : openTraces({ resource, endpoint, batchDelayMs, countedBy });
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
