/**
 * R2: the owner's pen. Each append carries the last folded sequence and the id `run:epoch:n`; appends go one at a time.
 * On a conflict the newer events are folded: facts from outside are welcome, a newer epoch means that this owner is fenced.
 */
import type { EventBody, InstanceId, StoredEvent } from '@pitcrew/contracts';
import { failPoint } from '@pitcrew/rpc';
import { evolve, foldRun, type RunState } from '@pitcrew/run';
import { currentTraceparent } from '@pitcrew/telemetry';
import type { Clock, NewEvent, OnFact, Place, RunLog } from './ports.ts';

/** Another owner has claimed the run: stop at once, append nothing more. */
export class Fenced extends Error {
  override readonly name = 'Fenced';
}

/** Facts from outside that may overtake one append before something is wrong. */
const CONFLICTS_MAX = 64;

export type RunWriter = {
  readonly state: () => RunState;
  /** Stored unless `stillWanted` says no after facts from outside were folded first. */
  append(body: EventBody, stillWanted?: (state: RunState) => boolean): Promise<boolean>;
  /** Reads and folds what others have appended. */
  catchUp(): Promise<void>;
};

type Pen = {
  readonly log: RunLog;
  readonly clock: Clock;
  readonly place: Place;
  readonly owner: InstanceId;
  readonly onFact: OnFact;
};

/** Claims the run with a new epoch. Throws Fenced when another claim came first. */
export async function claimRun(pen: Pen, known: RunState): Promise<RunWriter> {
  const writer = openWriter(pen, known, known.epoch + 1);
  await writer.append({ kind: 'run-claimed', owner: pen.owner }, ({ finished }) => finished === undefined);
  return writer;
}

function openWriter({ log, clock, place, onFact }: Pen, known: RunState, epoch: number): RunWriter {
  let state = known;
  let count = 0;
  let claimed = false;

  const fold = (newer: readonly StoredEvent[]): void => {
    const fresh = newer.filter(({ sequence }) => sequence > state.sequence);
    const foreign = fresh.find(({ event }) => event.epoch >= epoch && !event.id.startsWith(`${place.run}:in:`));
    if (foreign !== undefined)
      throw new Fenced(`run ${place.run} is at epoch ${foreign.event.epoch}, this owner at ${epoch}`);
    if (!claimed && fresh.some(({ event }) => event.body.kind === 'run-claimed'))
      throw new Fenced(`run ${place.run} was claimed`);
    state = foldRun(fresh, state);
  };

  const append = async (body: EventBody, stillWanted: (state: RunState) => boolean = () => true): Promise<boolean> => {
    const id = `${place.run}:${epoch}:${count}`;
    for (let conflicts = 0; conflicts <= CONFLICTS_MAX; conflicts += 1) {
      if (!stillWanted(state)) return false;
      failPoint(`orchestrator.before-append.${body.kind}`);
      const event = newEvent(id, body);
      const answer = await log.append(place, event, state.sequence);
      if (answer.kind === 'stored') {
        failPoint(`orchestrator.after-append.${body.kind}`);
        count += 1;
        claimed = true;
        const before = state;
        state = evolve(before, { sequence: answer.sequence, event });
        onFact(before, event);
        return true;
      }
      fold(answer.newer);
    }
    throw new Error(`run ${place.run}: overtaken ${CONFLICTS_MAX} times`);
  };

  const newEvent = (id: string, body: EventBody): NewEvent => ({
    schemaVersion: 1,
    id,
    tenant: place.tenant,
    run: place.run,
    epoch,
    at: clock.now().toISOString(),
    traceparent: currentTraceparent(),
    body,
  });

  const serialised = oneAtATime();
  return {
    state: () => state,
    append: (body, stillWanted) => serialised(() => append(body, stillWanted)),
    catchUp: () => serialised(async () => fold(await log.read(place, state.sequence))),
  };
}

/** Runs tasks in the order given, each after the one before has ended. */
function oneAtATime(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const next = last.then(task, task);
    last = next.catch(() => undefined);
    return next;
  };
}
