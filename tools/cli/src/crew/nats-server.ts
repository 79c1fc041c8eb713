/** Where the crew's `nats-server` is, how it is started, and how it says that it is ready. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { CrewError } from './child.ts';

/** PITCREW_NATS_SERVER, then the binary that set-up fetched, then the PATH. */
export function natsServerBinary(root: string, environment: NodeJS.ProcessEnv): string {
  const named = environment.PITCREW_NATS_SERVER;
  const found = named ?? onPath('nats-server', [join(root, '.cache', 'bin'), ...pathOf(environment)]);
  if (found !== undefined && isExecutable(found)) return found;
  throw new CrewError(
    named === undefined
      ? 'there is no nats-server; run `npm start` once, which fetches it, or set PITCREW_NATS_SERVER'
      : `PITCREW_NATS_SERVER is ${named}, which cannot be executed`,
  );
}

export type NatsPlace = {
  readonly name: string;
  readonly store: string;
  /** Port 0 lets the server choose one. */
  readonly address: string;
  /** Of a cluster: its own route and those of all; empty for a server alone. */
  readonly routes: readonly string[];
  readonly route: string | undefined;
};

export const natsArguments = ({ name, store, address, routes, route }: NatsPlace): string[] => {
  // The server calls a port of its own choice -1.
  const port = address.replace(/^.*:/, '').replace(/^0$/, '-1');
  const alone = ['--jetstream', '--store_dir', store, '--addr', '127.0.0.1', '--port', port];
  if (route === undefined) return alone;
  return [...alone, '--name', name, '--cluster_name', 'pitcrew', '--cluster', route, '--routes', routes.join(',')];
};

export function readNatsAddress(log: string): string | undefined {
  if (!log.includes('Server is ready')) return undefined;
  return /Listening for client connections on (\S+:\d+)/.exec(log)?.[1];
}

export const pathOf = (environment: NodeJS.ProcessEnv): string[] => (environment.PATH ?? '').split(delimiter);

export const onPath = (name: string, folders: readonly string[]): string | undefined =>
  folders.map((folder) => join(folder, name)).find(isExecutable);

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
