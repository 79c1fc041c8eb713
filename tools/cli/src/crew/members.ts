/**
 * Who is in the crew, in the order in which they start: each needs the addresses of those before it. A member of the same
 * stage needs none of the others, so a stage starts at once.
 */
export const STAGES = [
  ['nats-server', 'backoffice'],
  ['router', 'planner', 'executor', 'validator', 'budget', 'frontier'],
  ['orchestrator', 'gateway'],
] as const;

export type MemberName = (typeof STAGES)[number][number];
export const MEMBERS: readonly MemberName[] = STAGES.flat();

export const isMember = (name: string): name is MemberName => MEMBERS.some((member) => member === name);

/** Where each member listens, replica by replica. */
export type Addresses = Readonly<Partial<Record<MemberName, readonly string[]>>>;

export type Places = {
  readonly root: string;
  readonly directory: string;
  /** Whether the back office lets its worlds be set. */
  readonly control: boolean;
  /** Packs and models that are not the checkout's. */
  readonly workflows?: string | undefined;
  readonly models?: string | undefined;
  /** A tool server in place of the example back office, which is not started then. */
  readonly toolsUrl?: string | undefined;
  /** How the servers of the bus find each other; absent for one server alone. */
  readonly natsRoutes?: readonly string[] | undefined;
};

/** What a service is told, by the variables that all services share. */
export function environmentOf(
  addresses: Addresses,
  { root, directory, control, workflows, models, toolsUrl }: Places,
  listen: string,
): NodeJS.ProcessEnv {
  const nats = addresses['nats-server'];
  const backoffice = addresses.backoffice?.[0];
  const tools = toolsUrl ?? (backoffice === undefined ? undefined : `http://${backoffice}/mcp`);
  return {
    // Halves the start of every service from the second time on.
    NODE_COMPILE_CACHE: `${root}/.cache/node`,
    PITCREW_MODELS_DIR: `${root}/models`,
    PITCREW_WORKFLOWS_DIR: `${root}/workflows`,
    PITCREW_FRONTIER_AUDIT_DIR: `${directory}/frontier-audit`,
    // Whoever names a provider wants it used.
    PITCREW_HYBRID: process.env.PITCREW_FRONTIER_PROVIDER ? 'on' : 'off',
    ...definedOnly(process.env),
    PITCREW_LISTEN: listen,
    PITCREW_BACKOFFICE_DB: `${directory}/worlds`,
    PITCREW_BACKOFFICE_CONTROL: control ? '1' : '0',
    ...(nats === undefined ? {} : { PITCREW_NATS_URL: natsUrl(nats), PITCREW_NATS_REPLICAS: `${nats.length}` }),
    ...(tools === undefined ? {} : { PITCREW_TOOLS_URL: tools }),
    ...(workflows === undefined ? {} : { PITCREW_WORKFLOWS_DIR: workflows }),
    ...(models === undefined ? {} : { PITCREW_MODELS_DIR: models }),
    ...targets(addresses),
  };
}

const targets = (addresses: Addresses): NodeJS.ProcessEnv =>
  Object.fromEntries(
    (['router', 'planner', 'executor', 'validator', 'budget', 'frontier'] as const).flatMap((name) => {
      const found = addresses[name];
      return found === undefined ? [] : [[`PITCREW_${name.toUpperCase()}`, target(found)]];
    }),
  );

/** All servers of the bus: a client that loses one goes on at another. */
export const natsUrl = (addresses: readonly string[]): string =>
  addresses.map((address) => `nats://${address}`).join(',');

/** Several replicas are one gRPC target, over which the caller takes turns. */
const target = (addresses: readonly string[]): string =>
  addresses.length === 1 ? (addresses[0] as string) : `ipv4:${addresses.join(',')}`;

const definedOnly = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined));
