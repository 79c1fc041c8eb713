/** The example line-of-business system: an MCP tool server over SQLite, with real side effects. */
import { randomUUID } from 'node:crypto';
import { log, logUnexpected, startTelemetry } from '@pitcrew/telemetry';
import { readConfig } from './config.ts';
import { serveHttp } from './http-server.ts';
import { openWorlds } from './worlds.ts';

const service = 'backoffice';
const instance = randomUUID();

async function start(): Promise<void> {
  const telemetry = await startTelemetry({ service, instance });
  const config = readConfig(process.env);
  const worlds = openWorlds(config);
  const server = await serveHttp(config, worlds);
  const stop = async () => {
    await server.drain();
    worlds.close();
    log('INFO', 'stopped');
    await telemetry.shutdown();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());
  const { metricsAddress: metrics } = telemetry;
  console.log(JSON.stringify({ listening: server.address, service, instance, metrics }));
  log('INFO', 'started');
}

start().catch((error: unknown) => {
  logUnexpected(error);
  process.exit(1);
});
