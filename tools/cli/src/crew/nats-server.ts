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

/** Port -1 lets the server choose one. */
export const natsArguments = (store: string, address: string | undefined): string[] => {
  const port = address?.split(':').at(-1) ?? '-1';
  return ['--jetstream', '--store_dir', store, '--addr', '127.0.0.1', '--port', port];
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
