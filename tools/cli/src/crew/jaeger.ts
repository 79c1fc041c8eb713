/**
 * Jaeger beside the crew, when its binary is on the PATH: all in one process, in memory, on its usual ports. It is a
 * convenience, so a Jaeger that does not start is left out and stops nobody.
 */
import { type Child, CrewError, startChild } from './child.ts';
import { logFileOf } from './member.ts';
import type { Places } from './members.ts';
import { onPath, pathOf } from './nats-server.ts';

export const JAEGER_PAGE = 'http://127.0.0.1:16686';
export const JAEGER_OTLP = 'http://127.0.0.1:4318';
const READY_TIMEOUT_MS = 15_000;

export async function startJaeger(places: Places, environment: NodeJS.ProcessEnv): Promise<Child | undefined> {
  const command = onPath('jaeger', pathOf(environment));
  if (command === undefined) return undefined;
  try {
    return await startChild({
      name: 'jaeger',
      command,
      arguments: [],
      environment,
      directory: places.directory,
      logFile: logFileOf(places, 'jaeger'),
      readAddress: (log) => (log.includes('Everything is ready') ? JAEGER_PAGE : undefined),
      readyTimeoutMs: READY_TIMEOUT_MS,
    });
  } catch (error) {
    if (error instanceof CrewError) return undefined;
    throw error;
  }
}
