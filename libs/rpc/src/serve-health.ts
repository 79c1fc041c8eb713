/** The health service, beside the services and, where TLS is on, on a plain port of its own for probes without a certificate. */
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { HealthImplementation } from 'grpc-health-check';

export type ServedHealth = {
  readonly setServing: (serving: boolean) => void;
  readonly addTo: (server: Server) => void;
};

export function createHealth(serving: boolean): ServedHealth {
  const health = new HealthImplementation({ liveness: 'SERVING' });
  const setServing = (now: boolean) => {
    for (const name of ['', 'readiness']) health.setStatus(name, now ? 'SERVING' : 'NOT_SERVING');
  };
  setServing(serving);
  return { setServing, addTo: (server) => health.addToServer(server) };
}

/** Gives the port, and how to stop. */
export async function serveHealth(health: ServedHealth, address: string): Promise<[port: number, stop: () => void]> {
  const server = new Server();
  health.addTo(server);
  return [await bind(server, address, ServerCredentials.createInsecure()), () => server.forceShutdown()];
}

export function bind(server: Server, address: string, credentials: ServerCredentials): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(address, credentials, (error, port) => {
      if (error === null) resolve(port);
      else reject(new Error(`cannot listen on ${address}: ${error.message}`, { cause: error }));
    });
  });
}
