/**
 * What every service is told about the bus, by the same variables: PITCREW_NATS_URL, one or several servers with commas between;
 * PITCREW_NATS_REPLICAS, on how many servers each message is kept (1, 3 or 5; 1 unless said); PITCREW_LOG_BYTES_MAX, beyond which
 * the run log takes no more (without: what the servers allow). Refuses, by name, what it cannot read.
 */
import type { BusOptions } from './open-bus.ts';

type BusSettings = Pick<BusOptions, 'servers' | 'replicas' | 'logBytesMax'>;

const REPLICAS: readonly number[] = [1, 3, 5];

export function busSettings(env: NodeJS.ProcessEnv): BusSettings {
  const servers = (env.PITCREW_NATS_URL ?? '').split(',').filter((url) => url !== '');
  if (servers.length === 0) throw new Error('PITCREW_NATS_URL is not set');
  const replicas = wholeNumber(env, 'PITCREW_NATS_REPLICAS') ?? 1;
  if (!REPLICAS.includes(replicas))
    throw new Error(`PITCREW_NATS_REPLICAS is ${replicas}: a log is kept on ${REPLICAS.join(', ')} servers`);
  const logBytesMax = wholeNumber(env, 'PITCREW_LOG_BYTES_MAX');
  return { servers, replicas, ...(logBytesMax !== undefined && { logBytesMax }) };
}

function wholeNumber(env: NodeJS.ProcessEnv, name: string): number | undefined {
  const text = env[name];
  if (text === undefined || text === '') return undefined;
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new Error(`${name} is ${text}: write a whole number above zero`);
}
