/**
 * The scrape endpoint: `/metrics` in the text format of Prometheus, on an address of its own so that it needs no door to the service.
 * The exporter of the SDK would listen on localhost and can't say which port it got; here it only collects.
 */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import type { IMetricReader, MetricData, ResourceMetrics } from '@opentelemetry/sdk-metrics';
import { withUnit } from './prometheus-name.ts';

export type Scrapes = {
  readonly reader: IMetricReader;
  readonly address: string;
  close(): Promise<void>;
};

const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Rejects when the address can't be listened on. */
export async function openScrapes(address: string): Promise<Scrapes> {
  const { host, port } = parseAddress(address);
  const reader = new PrometheusExporter({ preventServerStart: true });
  // One process is one target, so neither a prefix nor the scope's name tells anybody anything.
  const serializer = new PrometheusSerializer(undefined, false, undefined, false, true);

  const answer = async (response: ServerResponse): Promise<void> => {
    const { resourceMetrics } = await reader.collect();
    response.writeHead(200, { 'content-type': CONTENT_TYPE }).end(serializer.serialize(withUnits(resourceMetrics)));
  };
  const server = createServer(({ method, url = '' }, response) => {
    if (method !== 'GET' || url.split('?', 1)[0] !== '/metrics') return void response.writeHead(404).end();
    answer(response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  server.listen(port, host.replace(/^\[(.*)\]$/, '$1'));
  await once(server, 'listening');
  server.unref();
  return {
    reader,
    address: `${host}:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function parseAddress(address: string): { readonly host: string; readonly port: number } {
  const colon = address.lastIndexOf(':');
  const [host, port] = [address.slice(0, colon), Number(address.slice(colon + 1))];
  if (colon < 1 || !Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`${address} is not an address for metrics, such as 0.0.0.0:9464`);
  return { host, port };
}

const withUnits = (collected: ResourceMetrics): ResourceMetrics => ({
  ...collected,
  scopeMetrics: collected.scopeMetrics.map(({ scope, metrics }) => ({ scope, metrics: metrics.map(named) })),
});

const named = (metric: MetricData): MetricData => ({
  ...metric,
  descriptor: { ...metric.descriptor, name: withUnit(metric.descriptor) },
});
