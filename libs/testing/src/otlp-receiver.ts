/**
 * A collector in this process: takes OTLP over HTTP in protobuf and keeps the spans, so that tests can assert who is
 * whose parent, not only that something was sent, and of metrics which there are.
 */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { decodeMetrics, decodeSpans, type ReceivedMetric, type ReceivedSpan } from './otlp-messages.ts';

export type { ReceivedMetric, ReceivedSpan } from './otlp-messages.ts';

export type OtlpReceiver = {
  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  readonly endpoint: string;
  spans(): readonly ReceivedSpan[];
  /** Each time that one was sent. */
  metrics(): readonly ReceivedMetric[];
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
  let metrics: ReceivedMetric[] = [];
  const take = (url: string | undefined, bytes: Buffer): void => {
    if (url === '/v1/traces') received.push(...decodeSpans(bytes));
    else if (url === '/v1/metrics') metrics.push(...decodeMetrics(bytes));
    else throw new Error(`nothing is taken at ${url}`);
  };
  const server = createServer((request, response) => {
    receive(request)
      .then((bytes) => {
        take(request.url, bytes);
        response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
      })
      .catch((error: unknown) => response.writeHead(400).end(String(error)));
  });
  const endpoint = await listen(server);
  const spans = () => received;
  return {
    endpoint,
    spans,
    metrics: () => metrics,
    settled: (predicate, timeoutMs) => settled(spans, predicate, timeoutMs),
    parentOf: ({ traceId, parentSpanId }) =>
      received.find((span) => span.traceId === traceId && span.spanId === parentSpanId),
    clear: () => {
      received = [];
      metrics = [];
    },
    close: () => close(server),
  };
}

async function receive(request: IncomingMessage): Promise<Buffer> {
  if (request.method !== 'POST') throw new Error(`${request.method} is not how anything is sent`);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes > BODY_BYTES_MAX) throw new Error(`more than ${BODY_BYTES_MAX} bytes`);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
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
