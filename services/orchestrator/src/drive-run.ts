/**
 * Drives one claimed run: asks the machine what is next, does it, appends the fact, until the run parks or ends.
 * Owns the work under way, one promise an effect; results that arrive together queue up and none is dropped. Decides nothing.
 */
import type { EventBody } from '@pitcrew/contracts';
import { decide, type Effect, effectKey, isStopped, type RunState, type Wait, waitsBegun, waitsOf } from '@pitcrew/run';
import { doEffect } from './do-effect.ts';
import type { Place, Ports } from './ports.ts';
import type { RunWriter } from './run-writer.ts';

/** How long a stopped run waits for what is under way to stop; whoever stopped it is told within a second. */
const CANCEL_GRACE_MS = 500;

export type Driver = {
  /** Settles when the run has parked or finished; rejects with Fenced, or when the lease or the bus is lost. */
  readonly done: Promise<'parked' | 'finished'>;
  /** Somebody has appended a fact from outside, or a timer went off: look. */
  poke(): void;
};

type UnderWay = { readonly effect: Effect; readonly ended: Promise<void> };
type Result = { readonly key: string; readonly body: EventBody };

export function driveRun(ports: Ports, place: Place, writer: RunWriter, lease: AbortSignal): Driver {
  const work = new AbortController();
  const underWay = new Map<string, UnderWay>();
  const results: Result[] = [];
  const bell = createBell();
  let failure: unknown;
  let poked = true;

  const begin = (effect: Effect): void => {
    const key = effectKey(effect);
    if (underWay.has(key)) return;
    const ended = doEffect(ports, writer.state(), effect, work.signal)
      .then((body) => void results.push({ key, body }))
      .catch((error: unknown) => {
        if (!work.signal.aborted) failure = error;
      })
      .finally(() => bell.ring());
    underWay.set(key, { effect, ended });
  };

  const record = async ({ key, body }: Result): Promise<void> => {
    const isOutcome = body.kind === 'call-performed';
    const before = writer.state();
    await writer.append(body, (state) => (isOutcome ? state.finished === undefined : wants(state, key)));
    underWay.delete(key);
    await scheduleTimers(ports, place, waitsBegun(before, writer.state()));
  };

  const wants = (state: RunState, key: string): boolean =>
    decide(ports.rules, state).some((effect) => effectKey(effect) === key);

  /** One turn: what has come in, then what is next. undefined = go on. */
  const turn = async (): Promise<'parked' | 'finished' | undefined> => {
    if (failure !== undefined) throw failure;
    lease.throwIfAborted();
    const result = results.shift();
    if (result !== undefined) return void (await record(result));
    if (poked) {
      poked = false;
      await writer.catchUp();
      await fireDueTimers(ports, writer);
    }
    const state = writer.state();
    if (state.finished !== undefined) return 'finished';
    if (isStopped(state) && underWay.size > 0) return void (await drain());
    return act(decide(ports.rules, state));
  };

  const act = async (effects: readonly Effect[]): Promise<'parked' | undefined> => {
    const [first] = effects.filter(({ kind }) => kind === 'append' || kind === 'park');
    if (first?.kind === 'append') {
      const key = JSON.stringify(first.body);
      await writer.append(first.body, (state) =>
        decide(ports.rules, state).some((e) => e.kind === 'append' && JSON.stringify(e.body) === key),
      );
      return undefined;
    }
    if (first?.kind === 'park') {
      const parked = await writer.append(parkedFact(first), (state) => wants(state, 'park'));
      return parked ? 'parked' : undefined;
    }
    for (const effect of effects) begin(effect);
    if (results.length === 0 && !poked) await bell.next(lease);
    return undefined;
  };

  /** Stops what is under way, and keeps the outcomes that still come in. */
  const drain = async (): Promise<void> => {
    work.abort(new Error('the run was stopped'));
    const ended = Promise.allSettled([...underWay.values()].map((each) => each.ended));
    await Promise.race([ended, ports.clock.sleep(CANCEL_GRACE_MS, lease)]);
    for (const result of results.splice(0)) if (result.body.kind === 'call-performed') await record(result);
    for (const [key, { effect }] of underWay)
      if (effect.kind === 'perform') await record({ key, body: abandoned(effect) });
    underWay.clear();
  };

  const loop = async (): Promise<'parked' | 'finished'> => {
    try {
      for (;;) {
        const end = await turn();
        if (end !== undefined) return end;
      }
    } finally {
      work.abort(new Error('the run is no longer driven here'));
    }
  };

  const poke = (): void => {
    poked = true;
    bell.ring();
  };
  return { done: loop(), poke };
}

/** A call that was stopped has no outcome that anybody knows; the run's account says so of what may have had an effect. */
const abandoned = ({ step, item, attempt, performance }: Extract<Effect, { kind: 'perform' }>): EventBody => ({
  kind: 'call-performed',
  ...{ step, item, attempt, performance },
  outcome: { kind: 'failed', errorClass: 'transient', executed: 'unknown', message: 'stopped with its run' },
  latencyMs: 0,
});

/** The machine has no clock: what its time is over for is told to it as a fact. */
async function fireDueTimers({ clock }: Ports, writer: RunWriter): Promise<void> {
  const now = clock.now().getTime();
  for (const { timer, until } of waitsOf(writer.state()))
    if (Date.parse(until) <= now) await writer.append({ kind: 'timer-fired', timer });
}

/** Scheduling one again changes nothing. */
export async function scheduleTimers({ timers }: Ports, place: Place, waits: readonly Wait[]): Promise<void> {
  for (const { timer, until } of waits) await timers.schedule(place, timer, new Date(until));
}

const parkedFact = ({ waitingFor, waitingForBudget }: Extract<Effect, { kind: 'park' }>): EventBody => ({
  kind: 'run-parked',
  waitingFor: [...waitingFor],
  ...(waitingForBudget && { waitingForBudget }),
});

/** A wait that cannot miss a ring: one that came while nobody waited ends the next wait at once. */
function createBell() {
  let rung = false;
  let wake: (() => void) | undefined;
  return {
    ring(): void {
      rung = true;
      wake?.();
    },
    async next(signal: AbortSignal): Promise<void> {
      if (!rung)
        await new Promise<void>((resolve, reject) => {
          const abort = () => reject(signal.reason);
          signal.addEventListener('abort', abort, { once: true });
          wake = () => {
            signal.removeEventListener('abort', abort);
            resolve();
          };
        });
      rung = false;
      wake = undefined;
    },
  };
}
