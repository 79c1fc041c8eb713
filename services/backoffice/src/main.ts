/** The example line-of-business system: an MCP tool server over SQLite, with real side effects. */
import { randomUUID } from 'node:crypto';
import { startTelemetry } from '@pitcrew/telemetry';
import { readConfig } from './config.ts';
import { serveHttp } from './http-server.ts';
import { logError } from './log-error.ts';
import { openWorlds } from './worlds.ts';

const service = 'backoffice';
const instance = randomUUID();

async function start(): Promise<void> {
  const config = readConfig(process.env);
  const telemetry = startTelemetry({ service, instance });
  const worlds = openWorlds(config);
  const server = await serveHttp(config, worlds);
  const stop = async () => {
    await server.drain();
    worlds.close();
    await telemetry.shutdown();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());
  console.log(JSON.stringify({ listening: server.address, service, instance }));
}

start().catch((error: unknown) => {
  logError(error);
  process.exit(1);
});
