/** Collectors that keep nothing, in this process: one that forgets what it takes, one that never answers, and one that is not there. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export type PoorCollector = AsyncDisposable & {
  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  readonly endpoint: string;
  close(): Promise<void>;
};

export type PoorCollectorKind = 'forgetful' | 'silent' | 'refusing';

const ANSWERS: Readonly<Record<PoorCollectorKind, RequestListener>> = {
  forgetful: (request, response) => void request.resume().on('end', () => response.end()),
  silent: () => undefined,
  refusing: () => undefined,
};

export async function startPoorCollector(kind: PoorCollectorKind): Promise<PoorCollector> {
  const server = createServer(ANSWERS[kind]);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  // At a port that nobody listens on any more connections are refused.
  if (kind === 'refusing') await close();
  return { endpoint, close, [Symbol.asyncDispose]: close };
}
