/**
 * One run in a hostile world: orchestrators that are killed and paused, wake-ups that come twice, a log that lags behind what it has
 * acknowledged, an acknowledgement that is lost, tools that fail before or after their effect. Everything is drawn from the seed. It returns the recorded history
 * and the tools' own record of effects; judging them is the oracle's business.
 */
import { type EventBody, type InstanceId, newInstanceId, RunId, type StoredEvent, TenantId } from '@pitcrew/contracts';
import { createRunOwner, type RunOwner } from '../own-run.ts';
import type { Place, Ports } from '../ports.ts';
import { seeded } from './random.ts';
import { orderScene, type Scene, type Surroundings } from './scene.ts';
import { simulatedCrew } from './simulated-crew.ts';
import { createLog, notBefore } from './simulated-log.ts';
import { createVirtualClock } from './virtual-clock.ts';

export type Faults = {
  readonly loss: number;
  readonly kill: number;
  readonly pause: number;
  readonly duplicate: number;
  /** A read does not see the last events: the leader of a cluster may apply them later than the replica that delivers a wake-up. */
  readonly lag?: number;
  readonly toolFailure: number;
  /** A tool that meets an impossible state, and does nothing. */
  readonly impossible?: number;
};

export type History = {
  readonly events: readonly StoredEvent[];
  /** Idempotency keys under which each tool took effect, in order; a repeated key answers and has no new effect. */
  readonly effects: ReadonlyMap<string, readonly string[]>;
  readonly ended: boolean;
};

const PLACE: Place = { tenant: TenantId.parse('t'), run: RunId.parse('00000000-0000-4000-8000-000000000001') };
const ACK_WAIT_MS = 2000;
const PEOPLE_MS = 5000;
const DELIVERIES_MAX = 500;
const END_MS = 10 * 60_000;
const PROCESSES = 3;
const LAG_EVENTS_MAX = 3;
/** The faults end, so that liveness can be asked for: after healing, the run must end. */
const HEALED_MS = 30_000;

type Process = { readonly id: InstanceId; readonly owner: RunOwner; alive: boolean; pausedUntil: number };

/** Somebody who looks into the log now and then, and answers what is asked there. */
export type People = (events: readonly StoredEvent[]) => EventBody | undefined;

type Setting = {
  /** What the run is about; an order unless said. */
  readonly scene?: (around: Surroundings) => Scene;
  readonly people?: People;
};

/** `outside` comes at a time drawn from the seed. */
export async function simulate(
  seed: number,
  faults: Faults,
  outside: readonly EventBody[] = [],
  { scene = orderScene(faults), people }: Setting = {},
): Promise<History> {
  const world = createWorld(seed, faults, scene);
  const { clock, log, random } = world;
  const ended = () => log.events.some(({ event }) => event.body.kind === 'run-finished');
  const appendIn = (body: EventBody, n: number): void => {
    const at = new Date(clock.now()).toISOString();
    const event = {
      schemaVersion: 1 as const,
      id: `${PLACE.run}:in:${n}`,
      ...PLACE,
      epoch: 0,
      at,
      traceparent: '',
      body,
    };
    log.append(event, log.events.at(-1)?.sequence ?? 0);
    void deliver(world, { sequence: log.events.at(-1)?.sequence ?? 0, deliveries: 0, answered: false });
  };
  for (let i = 0; i < PROCESSES; i += 1) startProcess(world);
  appendIn({ kind: 'run-requested', requestId: 'r', request: 'Process order #4521' }, 0);
  outside.forEach(async (body, index) => {
    await clock.sleep(50 + random.below(2000));
    if (!ended()) appendIn(body, index + 1);
  });
  const answering = async (): Promise<void> => {
    for (let answers = 1; people !== undefined && !ended(); ) {
      await clock.sleep(200 + random.below(400));
      const body = ended() ? undefined : people(log.events);
      if (body !== undefined) appendIn(body, outside.length + answers++);
    }
  };
  void answering();
  await clock.run(ended, END_MS);
  return { events: log.events, effects: world.effects, ended: ended() };
}

type World = ReturnType<typeof createWorld>;

function createWorld(seed: number, faults: Faults, scene: (around: Surroundings) => Scene) {
  const random = seeded(seed);
  const clock = createVirtualClock();
  const hostile = () => clock.now() < HEALED_MS;
  const strikes = (probability: number) => hostile() && random.chance(probability);
  const effects = new Map<string, string[]>();
  return {
    random,
    clock,
    faults,
    strikes,
    hostile,
    log: createLog(random, faults.loss),
    effects,
    scene: scene({ random, clock, strikes, effects }),
    processes: [] as Process[],
  };
}

function startProcess(world: World): Process {
  const { log, clock, processes, scene } = world;
  const self = (): Process => process;
  const pass = () => through(world, self());
  const ports: Ports = {
    log: {
      read: async (_, after, upTo = 0) => {
        await pass();
        const hidden = world.strikes(world.faults.lag ?? 0) ? 1 + world.random.below(LAG_EVENTS_MAX) : 0;
        const seen = log.events.slice(0, Math.max(0, log.events.length - hidden));
        return notBefore(seen, upTo).filter(({ sequence }) => sequence > after);
      },
      append: async (_, event, expected) => {
        await pass();
        return world.hostile() ? log.appendOverNetwork(event, expected) : log.append(event, expected);
      },
    },
    crew: simulatedCrew(pass, scene.perform, scene.rules, scene.script),
    clock: { now: () => new Date(clock.now()), sleep: (ms) => clock.sleep(ms) },
    timers: {
      schedule: async () =>
        void clock.sleep(PEOPLE_MS + 1).then(() => deliver(world, { sequence: 0, deliveries: 0, answered: false })),
    },
    rules: scene.rules,
    expiry: { approvalMs: () => PEOPLE_MS, reviewMs: () => PEOPLE_MS, clarificationMs: PEOPLE_MS },
    onFact: () => undefined,
  };
  const ask = async (owner: InstanceId) => {
    await pass();
    const asked = processes.find(({ id, alive, pausedUntil }) => id === owner && alive && pausedUntil <= clock.now());
    if (asked === undefined) return 'silent' as const;
    return asked.owner.isMine(PLACE) ? ('mine' as const) : ('not-mine' as const);
  };
  const id = newInstanceId();
  const process: Process = { id, owner: createRunOwner(ports, { ask }, id), alive: true, pausedUntil: 0 };
  processes.push(process);
  return process;
}

/** Every port call of a process passes here: it may be killed or paused, and it is always a little slow. */
async function through({ clock, random, faults, strikes }: World, process: Process): Promise<void> {
  await clock.sleep(1 + random.below(20));
  if (strikes(faults.kill)) process.alive = false;
  if (strikes(faults.pause)) process.pausedUntil = clock.now() + 2 * ACK_WAIT_MS;
  if (process.pausedUntil > clock.now()) await clock.sleep(process.pausedUntil - clock.now());
  if (!process.alive) await new Promise<never>(() => undefined);
}

/** `sequence` is where it stands in the log, 0 for a timer. Two deliveries of it are one message: one answer is for both. */
type Message = { readonly sequence: number; deliveries: number; answered: boolean };

/** A message stays with its process while that lives and runs; otherwise it is delivered again after the ack wait. */
async function deliver(world: World, message: Message): Promise<void> {
  const { clock, random, processes, faults } = world;
  while (!message.answered && message.deliveries < DELIVERIES_MAX) {
    await clock.sleep(random.below(50));
    const living = processes.filter(({ alive, pausedUntil }) => alive && pausedUntil <= clock.now());
    const process = living[random.below(living.length)] ?? startProcess(world);
    message.deliveries += 1;
    if (world.strikes(faults.duplicate)) void deliver(world, message);
    const handled = process.owner
      .wake(PLACE, { signal: new AbortController().signal, lastTry: false }, message.sequence)
      .catch(() => 'retry' as const);
    const answer = await Promise.race([handled, lost(world, process)]);
    if (answer === 'done') message.answered = true;
    if (answer === 'retry') await clock.sleep(ACK_WAIT_MS / 4);
  }
}

async function lost({ clock }: World, process: Process): Promise<'lost'> {
  while (process.alive && process.pausedUntil <= clock.now()) await clock.sleep(ACK_WAIT_MS / 4);
  await clock.sleep(ACK_WAIT_MS);
  return 'lost';
}
