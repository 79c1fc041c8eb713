/**
 * The meter of this process and its readers: a scrape endpoint for Prometheus on the configured address, and a collector that is
 * sent to once a minute. Each metric keeps only the attributes that it declares.
 */
import type { Meter, MeterProvider as MeterProviderApi } from '@opentelemetry/api';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import type { Resource } from '@opentelemetry/resources';
import {
  createAllowListAttributesProcessor,
  type IMetricReader,
  MeterProvider,
  PeriodicExportingMetricReader,
  type ViewOptions,
} from '@opentelemetry/sdk-metrics';
import { metrics } from './metric-names.ts';
import { openScrapes } from './scrapes.ts';

const EXPORT_INTERVAL_MS = 60_000;
const EXPORT_TIMEOUT_MS = 5_000;

export type MetricsOptions = {
  readonly resource: Resource;
  /** `host:port` to be scraped at; undefined: no scrapes. */
  readonly address: string | undefined;
  /** Base URL of the collector; undefined: nothing is sent. */
  readonly endpoint: string | undefined;
  readonly exportIntervalMs?: number | undefined;
};

export type OpenMetrics = {
  readonly meter: Meter;
  readonly provider: MeterProviderApi;
  /** Where scrapes are answered, with the port that was really taken. */
  readonly address: string | undefined;
  /** Sends what is left and answers no more. */
  shutdown(): Promise<void>;
};

export async function openMetrics({ resource, address, endpoint, ...options }: MetricsOptions): Promise<OpenMetrics> {
  const scrapes = address === undefined ? undefined : await openScrapes(address);
  const readers: IMetricReader[] = [];
  if (scrapes !== undefined) readers.push(scrapes.reader);
  if (endpoint !== undefined) readers.push(sendingTo(endpoint, options.exportIntervalMs ?? EXPORT_INTERVAL_MS));
  const provider = new MeterProvider({ resource, readers, views: Object.values(metrics).map(declaredAttributes) });
  return {
    meter: provider.getMeter('pitcrew'),
    provider,
    address: scrapes?.address,
    shutdown: async () => {
      await scrapes?.close();
      await provider.shutdown();
    },
  };
}

function sendingTo(endpoint: string, exportIntervalMillis: number): IMetricReader {
  const url = `${endpoint.replace(/\/+$/, '')}/v1/metrics`;
  return new PeriodicExportingMetricReader({
    exporter: new OTLPMetricExporter({ url, timeoutMillis: EXPORT_TIMEOUT_MS }),
    exportIntervalMillis,
    exportTimeoutMillis: Math.min(EXPORT_TIMEOUT_MS, exportIntervalMillis),
  });
}

const declaredAttributes = ({ name, attributes }: { name: string; attributes: readonly string[] }): ViewOptions => ({
  instrumentName: name,
  attributesProcessors: [createAllowListAttributesProcessor([...attributes])],
});
