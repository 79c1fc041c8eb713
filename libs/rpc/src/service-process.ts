/**
 * The life of a service process, the same for all: start telemetry, build the parts, serve, say so on standard output in
 * one JSON line, and on SIGTERM or SIGINT drain and end. What fails on the way up is one JSON line on standard error and
 * exit code 1, so that whoever supervises the process can show it.
 */
import { type InstanceId, newInstanceId } from '@pitcrew/contracts';
import { log, logError, startTelemetry, type Telemetry } from '@pitcrew/telemetry';
import type { Implementation } from './implement.ts';
import { LISTEN_DEFAULT } from './limits.ts';
import { followReadiness } from './readiness.ts';
import { serve } from './serve.ts';
import { refuseOpenPort, tlsOfProcess } from './tls.ts';

export type Parts = {
  readonly services: readonly Implementation[];
  /** Whether what the service needs is there, such as the bus; ready by default. */
  readonly isReady?: () => boolean;
  /** Called after the last call has ended, before telemetry is flushed. */
  readonly close?: () => Promise<void>;
  /** Called first when the process is told to stop: take on no more work. */
  readonly stopIntake?: () => Promise<void>;
};

export type ServiceContext = { readonly instance: InstanceId; readonly env: NodeJS.ProcessEnv };

export async function runService(service: string, build: (context: ServiceContext) => Promise<Parts>): Promise<void> {
  const instance = newInstanceId();
  let telemetry: Telemetry | undefined;
  try {
    telemetry = await startTelemetry({ service, instance });
    // What is wrong with the certificates, or with their absence, is said before anything is loaded.
    const address = process.env.PITCREW_LISTEN ?? LISTEN_DEFAULT;
    refuseOpenPort(tlsOfProcess(), address, process.env);
    const parts = await build({ instance, env: process.env });
    const server = await serve({
      address,
      services: parts.services,
      healthAddress: process.env.PITCREW_HEALTH_ADDRESS,
      reflection: process.env.PITCREW_REFLECTION !== 'off',
    });
    const stopFollowing = followReadiness(parts.isReady ?? (() => true), server.setServing);
    const stop = async () => {
      stopFollowing();
      await parts.stopIntake?.();
      await server.drain();
      await parts.close?.();
      log('INFO', 'stopped');
      await telemetry?.shutdown();
      process.exit(0);
    };
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());
    const host = address.slice(0, address.lastIndexOf(':'));
    const metrics = telemetry.metricsAddress;
    process.stdout.write(`${JSON.stringify({ listening: `${host}:${server.port}`, service, instance, metrics })}\n`);
    log('INFO', 'started');
  } catch (error) {
    report(service, error);
    await telemetry?.shutdown();
    process.exit(1);
  }
}

/** A variable that the service cannot do without. */
export function required(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set`);
  return value;
}

/** One line of the log; the stack stays out of it. */
export function report(service: string, error: unknown): void {
  logError(error, { service });
}
