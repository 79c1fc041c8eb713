/** The bus as driving a run needs it, and the two consumers that wake this orchestrator: facts from outside, and timers. */

import { setTimeout as sleep } from 'node:timers/promises';
import { type Bus, type BusOptions, type Consumption, type LogEntry, openBus } from '@pitcrew/bus';
import type { InstanceId, StoredEvent } from '@pitcrew/contracts';
import { report } from '@pitcrew/rpc';
import type { Rung } from '@pitcrew/run';
import { metrics, observe } from '@pitcrew/telemetry';
import type { Pack } from '@pitcrew/workflow';
import { createCrew, type Specialists } from './crew.ts';
import { createEscalation } from './escalate.ts';
import { createRunOwner, type Owners } from './own-run.ts';
import type { Ports, RunLog, Timers } from './ports.ts';
import { rulesOfPacks } from './rules-of-packs.ts';
import { tellMetrics } from './run-metrics.ts';

/** Runs that one orchestrator drives at once; parked runs are not among them. */
const RUNS_IN_FLIGHT_MAX = 256;
const ASK_TIMEOUT_MS = 1000;
/** A service that restarts is back within seconds; a wake-up comes again until this many tries. */
const DELIVERIES_MAX = 20;

/** The caller is at the other end of a conversation, not of a queue. */
const CLARIFICATION_MS_DEFAULT = 60 * 60_000;

type Options = {
  readonly bus: Pick<BusOptions, 'servers' | 'replicas' | 'logBytesMax' | 'tls'>;
  readonly instance: InstanceId;
  readonly packs: readonly Pack[];
  readonly specialists: Specialists;
  readonly ackWaitMs?: number | undefined;
  /** How long a caller has to say what an unclear request means. */
  readonly clarificationMs?: number | undefined;
  /** Rungs of the ladder that a measurement leaves out. */
  readonly without: ReadonlySet<Rung>;
};

export async function openPorts({
  bus: settings,
  instance,
  packs,
  specialists,
  ackWaitMs,
  clarificationMs = CLARIFICATION_MS_DEFAULT,
  without,
}: Options) {
  const onProblem = (what: string, error: unknown) => report('orchestrator', new Error(`${what}: ${String(error)}`));
  const bus = await openBus({ ...settings, instance, service: 'orchestrator', onProblem });
  const rules = rulesOfPacks(packs, { without, hybrid: specialists.hybrid !== undefined });
  const ports: Ports = {
    log: logOf(bus),
    timers: timersOf(bus),
    crew: { ...createCrew(specialists, rules), ...createEscalation(specialists.hybrid) },
    clock: { now: bus.now, sleep: async (ms, signal) => void (await sleep(ms, undefined, { signal })) },
    rules,
    expiry: {
      approvalMs: (workflow) => packs.find(({ name }) => name === workflow)?.approval.expiresAfterMs ?? 0,
      reviewMs: (workflow) => packs.find(({ name }) => name === workflow)?.review.expiresAfterMs ?? 0,
      clarificationMs,
    },
    onFact: tellMetrics,
  };
  const owner = createRunOwner(ports, ownersOf(bus), instance);
  observe(metrics.runsActive, () => [{ value: owner.activeCount() }]);
  const answering = bus.owners.serve(instance, (tenant, run) => owner.isMine({ tenant, run }));
  const options = {
    maxInFlight: RUNS_IN_FLIGHT_MAX,
    maxDeliver: DELIVERIES_MAX,
    ...(ackWaitMs === undefined ? {} : { ackWaitMs }),
  };
  const consumptions: Consumption[] = [
    await bus.wakeUps.consume({
      ...options,
      handler: ({ tenant, run, sequence }, lease) => owner.wake({ tenant, run }, lease, sequence),
    }),
    await bus.timers.consume({
      ...options,
      handler: ({ tenant, run, timer }, lease) => owner.wake({ tenant, run }, lease, 0, timer),
    }),
  ];
  return {
    isReady: bus.isUp,
    stopIntake: async () => void (await Promise.all(consumptions.map((consumption) => consumption.stop()))),
    close: async () => {
      answering.stop();
      await bus.close();
    },
  };
}

/** An event of newer code: this orchestrator leaves the run to it, and the wake-up is delivered again. */
class NewerCode extends Error {
  override readonly name = 'NewerCode';
}

const logOf = ({ log }: Bus): RunLog => ({
  read: async ({ tenant, run }, after, upTo) => (await log.read(tenant, run, after, upTo)).map(known),
  append: async (place, event, expectedSequence) => {
    const subject = 'fact';
    const answer = await log.append({ ...place, subject, event, expectedSequence });
    if (answer.kind === 'conflict') return { kind: 'conflict', newer: answer.newer.map(known) };
    return { kind: 'stored', sequence: answer.sequence };
  },
});

function known(entry: LogEntry): StoredEvent {
  if (entry.kind === 'event') return { sequence: entry.sequence, event: entry.event };
  throw new NewerCode(`event ${entry.sequence} is of kind ${entry.eventKind}: ${entry.problem}`);
}

const timersOf = ({ timers }: Bus): Timers => ({
  schedule: ({ tenant, run }, timer, at) => timers.schedule({ id: timer, tenant, run, timer, at }),
});

const ownersOf = ({ owners }: Bus): Owners => ({
  ask: (owner, { tenant, run }) => owners.ask(owner, tenant, run, ASK_TIMEOUT_MS),
});
