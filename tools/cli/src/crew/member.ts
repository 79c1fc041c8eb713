/** Starts the process of one member: which command, which environment, and how it says that it is ready. */
import { join } from 'node:path';
import { type Child, startChild } from './child.ts';
import { type Addresses, environmentOf, type MemberName, type Places } from './members.ts';
import { natsArguments, natsServerBinary, readNatsAddress } from './nats-server.ts';

const READY_TIMEOUT_MS = 120_000;

export type Setting = {
  readonly places: Places;
  /** Added to the environment of every process, or of one member. */
  readonly environment?: NodeJS.ProcessEnv | undefined;
  readonly environmentByMember?: Readonly<Partial<Record<MemberName, NodeJS.ProcessEnv>>> | undefined;
  /** Of one process, such as `orchestrator-2`. */
  readonly environmentByName?: Readonly<Record<string, NodeJS.ProcessEnv>> | undefined;
  /** What a member shows of itself and whom it believes. */
  readonly identityOf?: ((member: MemberName) => NodeJS.ProcessEnv) | undefined;
  readonly readyTimeoutMs?: number | undefined;
};

/** `name` is the process, such as `orchestrator-2`; `address` where it listened before, to be found there again. */
export function startMember(
  member: MemberName,
  name: string,
  addresses: Addresses,
  setting: Setting,
  address?: string,
): Promise<Child> {
  const { places } = setting;
  const environment = {
    ...environmentOf(addresses, places, address ?? '127.0.0.1:0'),
    ...setting.identityOf?.(member),
    ...setting.environment,
    ...setting.environmentByMember?.[member],
    ...setting.environmentByName?.[name],
  };
  return startChild({
    name,
    ...(member === 'nats-server' ? natsCommand(places, name, environment) : serviceCommand(member, places)),
    environment,
    directory: places.root,
    logFile: logFileOf(places, name),
    readyTimeoutMs: setting.readyTimeoutMs ?? READY_TIMEOUT_MS,
  });
}

export const logFileOf = ({ directory }: Places, name: string): string => join(directory, 'logs', `${name}.log`);

const natsCommand = (places: Places, name: string, environment: NodeJS.ProcessEnv) => {
  const { root, directory, natsRoutes: routes = [] } = places;
  const number = replicaNumber(name);
  const store = join(directory, number === 1 ? 'jetstream' : `jetstream-${number}`);
  return {
    command: natsServerBinary(root, environment),
    arguments: natsArguments({
      name,
      store,
      address: environment.PITCREW_LISTEN ?? '',
      routes,
      route: routes[number - 1],
    }),
    readAddress: readNatsAddress,
  };
};

/** `nats-server` is the first, `nats-server-2` the second. */
const replicaNumber = (name: string): number => Number(/-(\d+)$/.exec(name)?.[1] ?? 1);

const serviceCommand = (member: MemberName, { root }: Places) => ({
  command: process.execPath,
  arguments: [join(root, 'services', member, 'src', 'main.ts')],
  readAddress: readListening,
});

/** A service prints one line on stdout when it is ready: `{"listening":"127.0.0.1:50051","service":"gateway"}`. */
const readListening = (log: string): string | undefined => /^\{"listening":"([^"]+)".*\}$/m.exec(log)?.[1];

/** Where its metrics are scraped, as the line of its last start says. */
export const readMetricsAddress = (log: string): string | undefined =>
  [...log.matchAll(/^\{"listening":.*"metrics":"([^"]+)".*\}$/gm)].at(-1)?.[1];
