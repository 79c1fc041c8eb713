/** What driving a run needs of the world. Production passes the bus and the specialists; the simulation passes its own. */
import type { FactBody, Finding, Outcome, RunEvent, RunId, StoredEvent, TenantId } from '@pitcrew/contracts';
import type { Effect, RunRules, RunState } from '@pitcrew/run';

export type Place = { readonly tenant: TenantId; readonly run: RunId };

/** An event before the log has chained it to the one before. */
export type NewEvent = Omit<RunEvent, 'previousDigest'>;

export type Appended =
  | { readonly kind: 'stored'; readonly sequence: number }
  /** Somebody else wrote first: everything after the expected sequence, oldest first. */
  | { readonly kind: 'conflict'; readonly newer: readonly StoredEvent[] };

export type RunLog = {
  /** `upTo`: an event that the caller knows of; rejects rather than give a log that ends before it. */
  read(place: Place, after: number, upTo?: number): Promise<readonly StoredEvent[]>;
  append(place: Place, event: NewEvent, expectedSequence: number): Promise<Appended>;
};

type OfKind<K extends Effect['kind']> = Extract<Effect, { kind: K }>;

/** The specialists, each answering with the fact to record. They wait out outages of their services until the signal fires. */
export type Crew = {
  route(state: RunState, signal: AbortSignal): Promise<FactBody>;
  plan(state: RunState, effect: OfKind<'plan'>, signal: AbortSignal): Promise<FactBody>;
  replan(state: RunState, effect: OfKind<'replan'>, signal: AbortSignal): Promise<FactBody>;
  propose(state: RunState, effect: OfKind<'propose'>, signal: AbortSignal): Promise<FactBody>;
  judgeCall(state: RunState, effect: OfKind<'judge-call'>, signal: AbortSignal): Promise<FactBody>;
  judgeStep(state: RunState, effect: OfKind<'judge-step'>, signal: AbortSignal): Promise<FactBody>;
  judgeRun(state: RunState, signal: AbortSignal): Promise<FactBody>;
  reserveSpend(state: RunState, effect: OfKind<'reserve-spend'>, signal: AbortSignal): Promise<FactBody>;
  askFrontier(state: RunState, effect: OfKind<'ask-frontier'>, signal: AbortSignal): Promise<FactBody>;
  settleSpend(state: RunState, effect: OfKind<'settle-spend'>, signal: AbortSignal): Promise<FactBody>;
  perform(
    state: RunState,
    effect: OfKind<'perform'>,
    signal: AbortSignal,
  ): Promise<{ readonly outcome: Outcome; readonly latencyMs: number }>;
  probe(
    state: RunState,
    effect: OfKind<'probe'>,
    signal: AbortSignal,
  ): Promise<{ readonly finding: Finding; readonly latencyMs: number }>;
};

export type Clock = {
  now(): Date;
  /** Rejects when the signal fires. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
};

/** Wakes some orchestrator for this run at a time, even if this process is gone by then. The same id again changes nothing. */
export type Timers = { schedule(place: Place, timer: string, at: Date): Promise<void> };

/** How long people have to answer, in milliseconds. */
export type Expiry = {
  approvalMs(workflow: string): number;
  reviewMs(workflow: string): number;
  readonly clarificationMs: number;
};

/** Told about each fact once its owner has stored it, with the state of the run before it. */
export type OnFact = (before: RunState, fact: NewEvent) => void;

export type Ports = {
  readonly log: RunLog;
  readonly crew: Crew;
  readonly timers: Timers;
  readonly clock: Clock;
  readonly rules: RunRules;
  readonly expiry: Expiry;
  readonly onFact: OnFact;
};
