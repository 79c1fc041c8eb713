/**
 * What an orchestrator does with a wake-up: find out whose run it is, claim it when it is nobody's, drive it until it
 * parks or ends. A live owner is told and keeps its run: an approval or a cancel never steals it. R6: each ownership is
 * one `invoke_workflow` span in the request's trace; the next owner's links to it.
 */
import type { InstanceId, StoredEvent } from '@pitcrew/contracts';
import { isRpcError } from '@pitcrew/rpc';
import { foldRun, givenUp, type RunState, waitsOf } from '@pitcrew/run';
import {
  attributeNames,
  currentTraceparent,
  genAi,
  linksTo,
  type Span,
  spanContextFrom,
  spanNames,
  withSpan,
} from '@pitcrew/telemetry';
import { type Driver, driveRun, scheduleTimers } from './drive-run.ts';
import type { Clock, Place, Ports } from './ports.ts';
import { claimRun, Fenced, type RunWriter } from './run-writer.ts';

export type Owners = { ask(owner: InstanceId, place: Place): Promise<'mine' | 'not-mine' | 'silent'> };

/** What the wake-up's consumer says: stop when the signal fires; after the last try nobody is woken for this run again. */
export type Lease = { readonly signal: AbortSignal; readonly lastTry: boolean };

export type RunOwner = {
  /**
   * `sequence` is where the fact that woke stands in the log, 0 for a timer: no decision is taken on less. done = the run has been
   * parked or has ended, or nothing is left to do; retry = deliver the wake-up again later. `timer`: the one that woke.
   */
  wake(place: Place, lease: Lease, sequence: number, timer?: string): Promise<'done' | 'retry'>;
  /** Another orchestrator asks: does this process drive the run? If so, it looks at what is new. */
  isMine(place: Place): boolean;
  readonly activeCount: () => number;
};

/** `through`: whether the run was parked or ended, and not lost to another owner or to an error. */
type Active = { readonly poke: (sequence: number) => void; readonly through: Promise<boolean> };

export function createRunOwner(ports: Ports, owners: Owners, instance: InstanceId): RunOwner {
  const active = new Map<string, Active>();

  const isMine = (place: Place): boolean => {
    const mine = active.get(keyOf(place));
    mine?.poke(0);
    return mine !== undefined;
  };

  const wake: RunOwner['wake'] = async (place, lease, sequence, timer) => {
    const mine = active.get(keyOf(place));
    if (mine !== undefined) {
      mine.poke(sequence);
      // The wake-up that the owner itself has may have come to its end: until the run is through, this one stands by.
      if (await mine.through) return 'done';
      return lease.signal.aborted ? 'retry' : wake(place, lease, sequence, timer);
    }
    let pokedUpTo: number | undefined;
    let driver: Driver | undefined;
    const poke = (upTo: number) => {
      pokedUpTo = Math.max(pokedUpTo ?? 0, upTo);
      driver?.poke();
    };
    const ended = Promise.withResolvers<boolean>();
    let through = false;
    active.set(keyOf(place), { poke, through: ended.promise });
    try {
      const events = await ports.log.read(place, 0, sequence);
      const state = foldRun(events);
      if (state.request === undefined) throw new Error(`${place.run} was woken, and its log is empty`);
      if (state.finished !== undefined) return 'done';
      if (!lease.lastTry && isTooEarly(state, timer, ports.clock)) return 'retry';
      if (await isOwnedElsewhere(owners, state, place, instance)) return toldElsewhere(lease);
      through = await own(state, events, place, lease, (started) => {
        driver = started;
        if (pokedUpTo !== undefined) started.poke();
      });
    } finally {
      active.delete(keyOf(place));
      ended.resolve(through);
    }
    if (!through) return toldElsewhere(lease);
    const late = pokedUpTo !== undefined && (await parkedTooSoon(ports, place, pokedUpTo));
    return late ? wake(place, lease, pokedUpTo ?? 0) : 'done';
  };

  const own = (
    state: RunState,
    events: readonly StoredEvent[],
    place: Place,
    lease: Lease,
    started: (driver: Driver) => void,
  ) =>
    withSpan(spanNames.invokeWorkflow(UNROUTED), spanOptions(state, events, place), async (span) => {
      try {
        const { log, clock, onFact } = ports;
        const writer = await claimRun({ log, clock, onFact, place, owner: instance }, state);
        // The owner before may have died between a fact and its timer.
        await scheduleTimers(ports, place, waitsOf(writer.state()));
        const driver = driveRun(ports, place, writer, lease.signal);
        started(driver);
        await driver.done
          .catch((error: unknown) => giveUp(writer, lease, error))
          .finally(() => describe(span, writer.state()));
        return true;
      } catch (error) {
        if (error instanceof Fenced) return false;
        throw error;
      }
    });

  return { wake, isMine, activeCount: () => active.size };
}

/**
 * R5: whoever had a fact for the run while it was being parked was told "mine" by an owner about to let go, and nobody else is
 * woken for that fact. It stands behind the last `run-parked`.
 */
async function parkedTooSoon({ log }: Ports, place: Place, sequence: number): Promise<boolean> {
  const kinds = (await log.read(place, 0, sequence)).map(({ event }) => event.body.kind);
  const parkedAt = kinds.lastIndexOf('run-parked');
  return parkedAt >= 0 && parkedAt < kinds.length - 1 && parkedAt > kinds.lastIndexOf('run-claimed');
}

/** Its words may hold what is no caller's business; each try before has told them to the log of this process. */
const UNEXPECTED = 'an unexpected error, which the log of the orchestrator tells';

/** R5: every run ends. What fails again and again would leave this one open for ever, so its last owner says so and ends it. */
async function giveUp(writer: RunWriter, { signal, lastTry }: Lease, error: unknown): Promise<void> {
  if (!lastTry || signal.aborted || error instanceof Fenced) throw error;
  const reason = `The run could not be carried on: ${isRpcError(error) ? error.message : UNEXPECTED}`;
  await writer.append(givenUp(writer.state(), reason), ({ finished }) => finished === undefined);
}

/**
 * R5: another process has the run and has been told, or has just taken it. This wake-up may be the very one that it lives on, delivered
 * twice, and one answer counts for both: given up, nobody would be woken if that process died now. So it comes back until the run is through.
 */
const toldElsewhere = ({ lastTry }: Lease): 'done' | 'retry' => (lastTry ? 'done' : 'retry');

/** A parked run is nobody's; one whose last owner answers is that owner's, which has now been told. */
async function isOwnedElsewhere(owners: Owners, state: RunState, place: Place, instance: InstanceId): Promise<boolean> {
  if (state.owner === undefined || state.parked || state.owner === instance) return false;
  return (await owners.ask(state.owner, place)) === 'mine';
}

/**
 * Two clocks are never quite the same: a timer may fire before its time has come here. Claimed now, the run would set the timer again, in
 * the past of whoever fires it, and be woken at once, for as long as the clocks differ.
 */
const isTooEarly = (state: RunState, timer: string | undefined, { now }: Clock): boolean =>
  state.parked && waitsOf(state).some((wait) => wait.timer === timer && Date.parse(wait.until) > now().getTime());

const UNROUTED = 'unrouted';

function spanOptions(state: RunState, events: readonly StoredEvent[], { tenant, run }: Place) {
  const claims = events.filter(({ event }) => event.body.kind === 'run-claimed').map(({ event }) => event.traceparent);
  return {
    parent: parentOf(state),
    links: linksTo(...claims.slice(-1)),
    attributes: {
      [attributeNames.genAiOperation]: genAi.invokeWorkflow,
      [attributeNames.genAiConversation]: run,
      [attributeNames.run]: run,
      [attributeNames.tenant]: tenant,
    },
  };
}

/** The wake-up's own span, when it is in the run's trace; that of a timer, or of a caller, may not be. */
function parentOf({ traceparent }: RunState): string | undefined {
  const woken = spanContextFrom(currentTraceparent())?.traceId;
  return traceparent === '' || woken === spanContextFrom(traceparent)?.traceId ? undefined : traceparent;
}

/** What is known only at the end of an ownership. */
function describe(span: Span, { epoch, routed, finished }: RunState): void {
  const workflow = routed?.route.workflow;
  span.rename(spanNames.invokeWorkflow(workflow ?? UNROUTED));
  span.set({
    [attributeNames.epoch]: epoch,
    [attributeNames.genAiWorkflow]: workflow,
    [attributeNames.runStatus]: finished?.status,
    [attributeNames.stopReason]: finished?.stopReason,
  });
  if (finished?.status === 'failed' || finished?.status === 'partial') span.fail(finished.stopReason);
}

const keyOf = ({ tenant, run }: Place): string => `${tenant}/${run}`;
