/**
 * A gRPC server with what a platform expects of it: health, reflection, limits, and a drain that loses no call.
 *
 * Health answers for three names: `` and `readiness` follow setServing, `liveness` holds as long as the process answers.
 * The drain: not ready, a pause in which load balancers notice, streams end with UNAVAILABLE so that readers resume at
 * another replica, calls under way finish, and after a bound the rest is cut.
 */

import { setTimeout as pause } from 'node:timers/promises';
import { Server } from '@grpc/grpc-js';
import { ReflectionService } from '@grpc/reflection';
import { attributeNames, logUnexpected } from '@pitcrew/telemetry';
import { callerAdmission } from './admit-caller.ts';
import { wantsCertificates } from './authorise.ts';
import type { Implementation } from './implement.ts';
import * as limits from './limits.ts';
import { reflectedPackages } from './protos.ts';
import { RpcError } from './rpc-error.ts';
import type { ServerScope } from './serve-call.ts';
import { bind, createHealth, serveHealth } from './serve-health.ts';
import { serverCredentials, type Tls, tlsOfProcess } from './tls.ts';

export type ServeOptions = {
  /** `127.0.0.1:0` takes a free port. */
  readonly address: string;
  readonly services: readonly Implementation[];
  /** Ready from the start; a service that first has to load a model says false and calls setServing later. */
  readonly serving?: boolean;
  /** Lets tools list services and types; leave it off where the API should not be listed. */
  readonly reflection?: boolean;
  /** How long a draining server still takes calls, so that load balancers see it leave. */
  readonly drainPauseMs?: number;
  readonly drainBoundMs?: number;
  readonly connectionAgeMaxMs?: number;
  /** By default what the environment of the process says. */
  readonly tls?: Tls;
  /** A second port without TLS that answers for health alone: a kubelet's probe can show no certificate. */
  readonly healthAddress?: string | undefined;
  /** Told about each failure that callers only see as INTERNAL; by default it goes to standard error. */
  readonly reportFailure?: (method: string, error: unknown) => void;
};

export type RpcServer = {
  readonly port: number;
  /** Of the plain port for probes, if there is one. */
  readonly healthPort?: number | undefined;
  setServing(serving: boolean): void;
  /** Ends the server; a second call waits for the first. */
  drain(): Promise<void>;
};

export async function serve(options: ServeOptions): Promise<RpcServer> {
  const server = new Server({
    'grpc.max_receive_message_length': limits.MESSAGE_BYTES_MAX,
    'grpc.max_send_message_length': limits.MESSAGE_BYTES_MAX,
    'grpc.max_connection_age_ms': options.connectionAgeMaxMs ?? limits.CONNECTION_AGE_MAX_MS,
    'grpc.keepalive_time_ms': limits.KEEPALIVE_INTERVAL_MS,
    'grpc.keepalive_timeout_ms': limits.KEEPALIVE_TIMEOUT_MS,
  });
  const draining = new AbortController();
  const tls = options.tls ?? tlsOfProcess();
  const scope: ServerScope = {
    draining: draining.signal,
    reportFailure: options.reportFailure ?? reportToStderr,
    admitCaller: callerAdmission(tls),
  };
  for (const { definition, within } of options.services) server.addService(definition, within(scope));
  const health = createHealth(options.serving ?? true);
  health.addTo(server);
  if (options.reflection ?? false) addReflection(server, options.services);
  const certificates = wantsCertificates(options.services.map(({ service }) => service)) ? 'required' : 'not-asked';
  const port = await bind(server, options.address, serverCredentials(tls, certificates));
  const [healthPort, stopHealth] = options.healthAddress ? await serveHealth(health, options.healthAddress) : [];
  let drained: Promise<void> | undefined;
  return {
    port,
    healthPort,
    setServing: (serving) => health.setServing(serving && drained === undefined),
    drain: () => {
      health.setServing(false);
      drained ??= drain(server, draining, options).finally(stopHealth);
      return drained;
    },
  };
}

function addReflection(server: Server, services: readonly Implementation[]): void {
  new ReflectionService(reflectedPackages(services.map(({ service }) => service))).addToServer(server);
}

async function drain(server: Server, draining: AbortController, options: ServeOptions): Promise<void> {
  await pause(options.drainPauseMs ?? 0);
  draining.abort(
    new RpcError({ code: 'UNAVAILABLE', reason: 'DRAINING', message: 'this replica is stopping; resume' }),
  );
  const bound = new AbortController();
  const finished = new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
  const timeout = pause(options.drainBoundMs ?? limits.DRAIN_BOUND_MS, undefined, { signal: bound.signal });
  await Promise.race([finished, timeout.catch(() => {})]);
  bound.abort();
  server.forceShutdown();
}

const reportToStderr = (method: string, error: unknown): void =>
  logUnexpected(error, { [attributeNames.rpcMethod]: method });
