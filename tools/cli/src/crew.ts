/**
 * The whole crew as processes of this machine: nats-server, the example back office and the services, each on a free
 * port of 127.0.0.1. Owns their processes and, unless told otherwise, a throwaway directory for database, log store and
 * logs. A member that fails to start stops those before it; stopping goes in reverse order, also on Ctrl-C.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import getPort from 'get-port';
import { type Child, CrewError } from './crew/child.ts';
import { type CrewIdentity, createCrewIdentity } from './crew/identity.ts';
import { JAEGER_OTLP, JAEGER_PAGE, startJaeger } from './crew/jaeger.ts';
import { logFileOf, readMetricsAddress, type Setting, startMember } from './crew/member.ts';
import { type Addresses, MEMBERS, type MemberName, natsUrl, type Places, STAGES } from './crew/members.ts';
import { stopOnSignals } from './crew/signals.ts';

export { CrewError } from './crew/child.ts';
export { isMember, MEMBERS, type MemberName } from './crew/members.ts';

export const REPLICAS_MAX = 8;
const NATS_SERVERS: readonly number[] = [1, 3, 5];
const ROOT = resolve(import.meta.dirname, '../../..');

export type CrewProgress = {
  readonly name: string;
  readonly kind: 'starting' | 'ready';
  readonly elapsedMs: number;
};

export type CrewOptions = Omit<Setting, 'places'> & {
  /** Kept after stop; a throwaway directory otherwise. */
  readonly directory?: string | undefined;
  /** How many processes of a service; 1 unless said. The first is called by the service's name, the others `name-2`, ... */
  readonly replicas?: Readonly<Partial<Record<MemberName, number>>> | undefined;
  /** Opens the back office's control door, through which worlds and faults are set: for tests and evaluations. On unless said. */
  readonly control?: boolean | undefined;
  /** The checkout whose services are started: this one unless said. */
  readonly root?: string | undefined;
  /** Starts these alone, for a measurement that needs no more; what they need of the others must be among them. */
  readonly only?: readonly MemberName[] | undefined;
  /** Packs and models that are not the checkout's. */
  readonly workflows?: string | undefined;
  readonly models?: string | undefined;
  /** A tool server in place of the example back office, which is not started then. */
  readonly toolsUrl?: string | undefined;
  /** Starts Jaeger too, when it is on the PATH and traces are not sent elsewhere already. */
  readonly jaeger?: boolean | undefined;
  /** Gives every part a certificate and the doors an issuer of tokens, made on the spot. */
  readonly identity?: boolean | undefined;
  readonly onProgress?: (progress: CrewProgress) => void;
};

export type Crew = AsyncDisposable & {
  readonly directory: string;
  /** Addresses by process: `gateway`, `orchestrator-2`. */
  readonly addresses: Readonly<Record<string, string>>;
  readonly gateway: string;
  readonly natsUrl: string;
  readonly toolsUrl: string;
  /** The door through which a test or an evaluation sets the back office's world. */
  readonly controlUrl: string;
  /** Where traces go, and the page that shows them; absent while tracing is off. */
  readonly traces: { readonly otlp: string; readonly page: string | undefined } | undefined;
  /** Who may call, as what; absent while nobody has to say. */
  readonly identity: CrewIdentity | undefined;
  /** Resolves when the process is gone, or at once for a signal that does not end it. SIGKILL unless said. */
  readonly kill: (name: string, signal?: NodeJS.Signals) => Promise<void>;
  /** Starts a process again on its address; it is stopped first if it runs. */
  readonly restart: (name: string) => Promise<void>;
  readonly isRunning: (name: string) => boolean;
  readonly pid: (name: string) => number;
  /** Everything that the process has written so far, over its restarts. */
  readonly log: (name: string) => string;
  /** Where a process is scraped for metrics; undefined where PITCREW_METRICS_ADDRESS is not set for it. */
  readonly metrics: (name: string) => string | undefined;
  readonly stop: () => Promise<void>;
};

type Running = { readonly member: MemberName | 'jaeger'; readonly child: Child };

export async function startCrew(options: CrewOptions = {}): Promise<Crew> {
  const directory = resolve(options.directory ?? mkdtempSync(join(tmpdir(), 'pitcrew-')));
  mkdirSync(join(directory, 'logs'), { recursive: true });
  const places = await placesOf(options, directory);
  const running = new Map<string, Running>();
  const identity = options.identity ? await createCrewIdentity(join(directory, 'identity')) : undefined;
  const stop = once(async () => {
    for (const { child } of [...running.values()].reverse()) await child.stop();
    await identity?.close();
    forget();
    if (options.directory === undefined) rmSync(directory, { recursive: true, force: true });
  });
  const forget = stopOnSignals(stop);
  try {
    const environment = await withTraces(options, places, running);
    const setting: Setting = { ...options, places, environment, identityOf: identity?.environmentOf };
    for (const stage of STAGES)
      await startStage(stage.filter(isWanted(options)), addressesOf(running), setting, options, running);
    return crewOf(running, setting, identity, stop);
  } catch (error) {
    // The error shows the end of the log, so the throwaway directory may go.
    await stop();
    throw error;
  }
}

async function placesOf(options: CrewOptions, directory: string): Promise<Places> {
  const { root = ROOT, control = true, workflows, models, toolsUrl, replicas } = options;
  const absolute = (path: string | undefined) => (path === undefined ? undefined : resolve(path));
  const servers = replicas?.['nats-server'] ?? 1;
  const natsRoutes = servers === 1 ? undefined : await Promise.all(Array.from({ length: servers }, freeRoute));
  return { root, directory, control, workflows: absolute(workflows), models: absolute(models), toolsUrl, natsRoutes };
}

const freeRoute = async (): Promise<string> => `nats://127.0.0.1:${await getPort({ host: '127.0.0.1' })}`;

const isWanted =
  ({ only, toolsUrl }: CrewOptions) =>
  (member: MemberName): boolean =>
    (only ?? MEMBERS).includes(member) && !(member === 'backoffice' && toolsUrl !== undefined);

/** The environment of every process, with an endpoint for traces when this start brings one up. */
async function withTraces(
  options: CrewOptions,
  places: Places,
  running: Map<string, Running>,
): Promise<NodeJS.ProcessEnv> {
  const environment = { ...options.environment };
  if (options.jaeger !== true || otlpOf(environment) !== undefined) return environment;
  const jaeger = await startJaeger(places, process.env);
  if (jaeger === undefined) return environment;
  running.set('jaeger', { member: 'jaeger', child: jaeger });
  // It takes no metrics.
  return { ...environment, OTEL_EXPORTER_OTLP_ENDPOINT: JAEGER_OTLP, OTEL_METRICS_EXPORTER: 'none' };
}

const otlpOf = (environment: NodeJS.ProcessEnv): string | undefined =>
  (environment.OTEL_EXPORTER_OTLP_ENDPOINT ?? process.env.OTEL_EXPORTER_OTLP_ENDPOINT) || undefined;

async function startStage(
  stage: readonly MemberName[],
  addresses: Addresses,
  setting: Setting,
  options: CrewOptions,
  running: Map<string, Running>,
): Promise<void> {
  const names = stage.flatMap((member) => namesOf(member, options.replicas?.[member] ?? 1));
  const starting = names.map(async ({ member, name }) => {
    const startedAt = performance.now();
    options.onProgress?.({ name, kind: 'starting', elapsedMs: 0 });
    running.set(name, { member, child: await startMember(member, name, addresses, setting) });
    options.onProgress?.({ name, kind: 'ready', elapsedMs: performance.now() - startedAt });
  });
  // All settle first, so that nothing is still starting when the first failure is reported.
  for (const result of await Promise.allSettled(starting)) if (result.status === 'rejected') throw result.reason;
}

function namesOf(member: MemberName, replicas: number): { readonly member: MemberName; readonly name: string }[] {
  if (!Number.isInteger(replicas) || replicas < 1 || replicas > REPLICAS_MAX)
    throw new CrewError(`${replicas} replicas of ${member}: choose 1 to ${REPLICAS_MAX}`);
  if (member === 'nats-server' && !NATS_SERVERS.includes(replicas))
    throw new CrewError(
      `${replicas} nats-servers: a bus has ${NATS_SERVERS.join(', ')}, so that more than half can go on`,
    );
  return Array.from({ length: replicas }, (_, index) => ({
    member,
    name: index === 0 ? member : `${member}-${index + 1}`,
  }));
}

function addressesOf(running: ReadonlyMap<string, Running>): Addresses {
  const inOrder = [...running.values()].sort((one, other) => one.child.name.localeCompare(other.child.name));
  const byMember = Map.groupBy(inOrder, ({ member }) => member);
  return Object.fromEntries([...byMember].map(([member, list]) => [member, list.map(({ child }) => child.address)]));
}

function crewOf(
  running: Map<string, Running>,
  setting: Setting,
  identity: CrewIdentity | undefined,
  stop: () => Promise<void>,
): Crew {
  const find = (name: string): Running => {
    const found = running.get(name);
    if (found === undefined) throw new CrewError(`there is no ${name}; the crew is ${[...running.keys()].join(', ')}`);
    return found;
  };
  const addressOf = (name: MemberName): string => find(name).child.address;
  const log = (name: string): string => readFileSync(logFileOf(setting.places, find(name).child.name), 'utf8');
  const otlp = otlpOf(setting.environment ?? {});
  return {
    directory: setting.places.directory,
    addresses: Object.fromEntries([...running].map(([name, { child }]) => [name, child.address])),
    // Asked for when they are needed: a crew need not have everybody.
    get gateway() {
      return addressOf('gateway');
    },
    get natsUrl() {
      return natsUrl(addressesOf(running)['nats-server'] ?? [addressOf('nats-server')]);
    },
    get toolsUrl() {
      return setting.places.toolsUrl ?? `http://${addressOf('backoffice')}/mcp`;
    },
    get controlUrl() {
      return `http://${addressOf('backoffice')}`;
    },
    traces: otlp === undefined ? undefined : { otlp, page: running.has('jaeger') ? JAEGER_PAGE : undefined },
    identity,
    kill: async (name, signal = 'SIGKILL') => find(name).child.signal(signal),
    restart: async (name) => {
      const { member, child } = find(name);
      if (member === 'jaeger') throw new CrewError('jaeger keeps its traces in memory and is not restarted');
      await child.stop();
      const again = await startMember(member, name, addressesOf(running), setting, child.address);
      running.set(name, { member, child: again });
    },
    isRunning: (name) => find(name).child.isRunning(),
    pid: (name) => find(name).child.pid,
    log,
    metrics: (name) => readMetricsAddress(log(name)),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

function once(action: () => Promise<void>): () => Promise<void> {
  let result: Promise<void> | undefined;
  return () => (result ??= action());
}
