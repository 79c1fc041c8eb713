/**
 * What every service is told about the bus, by the same variables: PITCREW_NATS_URL, one or several servers with commas between;
 * PITCREW_NATS_REPLICAS, on how many servers each message is kept (1, 3 or 5; 1 unless said); PITCREW_LOG_BYTES_MAX, beyond which
 * the run log takes no more (without: what the servers allow). Where the address begins with tls://, PITCREW_TLS_CERT_FILE and
 * PITCREW_TLS_KEY_FILE are what the service shows of itself, and PITCREW_TLS_CA_FILE whom it believes. Refuses, by name, what it
 * cannot read.
 */
import type { LinkTls } from './link.ts';
import type { BusOptions } from './open-bus.ts';

type BusSettings = Pick<BusOptions, 'replicas' | 'logBytesMax' | 'tls'> & { readonly servers: readonly string[] };

const REPLICAS: readonly number[] = [1, 3, 5];

export function busSettings(env: NodeJS.ProcessEnv): BusSettings {
  const servers = (env.PITCREW_NATS_URL ?? '').split(',').filter((url) => url !== '');
  if (servers.length === 0) throw new Error('PITCREW_NATS_URL is not set');
  const replicas = wholeNumber(env, 'PITCREW_NATS_REPLICAS') ?? 1;
  if (!REPLICAS.includes(replicas))
    throw new Error(`PITCREW_NATS_REPLICAS is ${replicas}: a log is kept on ${REPLICAS.join(', ')} servers`);
  const logBytesMax = wholeNumber(env, 'PITCREW_LOG_BYTES_MAX');
  const tls = servers.some((url) => url.startsWith('tls://')) && certificateFiles(env);
  return { servers, replicas, ...(logBytesMax !== undefined && { logBytesMax }), ...(tls && { tls }) };
}

const certificateFiles = (env: NodeJS.ProcessEnv): LinkTls => ({
  certFile: file(env, 'PITCREW_TLS_CERT_FILE'),
  keyFile: file(env, 'PITCREW_TLS_KEY_FILE'),
  caFile: file(env, 'PITCREW_TLS_CA_FILE'),
});

function file(env: NodeJS.ProcessEnv, name: string): string {
  const path = env[name];
  if (path === undefined || path === '') throw new Error(`${name} is not set, but PITCREW_NATS_URL begins with tls://`);
  return path;
}

/** A setting above zero; undefined where it is not set or empty. Refuses, by name, anything else. */
export function wholeNumber(env: NodeJS.ProcessEnv, name: string): number | undefined {
  const text = env[name];
  if (text === undefined || text === '') return undefined;
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new Error(`${name} is ${text}: write a whole number above zero`);
}
