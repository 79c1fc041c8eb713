/**
 * What a run is, after its log has been folded. Owned by `evolve`; nobody else makes one. Plain values, so that two
 * states can be compared and a transcript can print them.
 */
import type {
  BodyOf,
  Digest,
  FailedCall,
  FirstCall,
  InstanceId,
  JsonObject,
  JsonValue,
  Limits,
  Mode,
  OnBudget,
  Plan,
  PlanStep,
  Repair,
  ReviewResolution,
  Route,
  RunId,
  StepId,
  StopReason,
  TenantId,
  Verdict,
} from '@pitcrew/contracts';
import { usualLimits } from './bounds.ts';
import type { Escalation } from './escalation-phase.ts';

export type Approval =
  | { readonly kind: 'none' }
  | { readonly kind: 'pending'; readonly asked: BodyOf<'approval-requested'> }
  | { readonly kind: 'approved'; readonly decidedBy: string }
  | { readonly kind: 'refused'; readonly decidedBy: string; readonly reason: string }
  | { readonly kind: 'expired' };

/** Arguments that may be performed. R4: an approval holds for exactly these. */
export type ProposedCall = {
  readonly kind: 'proposed';
  readonly arguments: JsonObject;
  readonly argumentDigest: Digest;
  readonly idempotencyKey: string;
  readonly verdict: Verdict | undefined;
  readonly approval: Approval;
  /** Performances recorded so far, all of them transient failures. */
  readonly performances: number;
  /** What the last performance failed with, if it was transient. */
  readonly failure: string | undefined;
  /** The epoch in which the next performance became possible; an owner of a later epoch cannot know whether it was begun (R3). */
  readonly possibleSinceEpoch: number;
};

export type CallPhase =
  | { readonly kind: 'unproposed' }
  | ProposedCall
  | {
      readonly kind: 'performed';
      readonly arguments: JsonObject;
      readonly idempotencyKey: string;
      readonly result: JsonValue;
      readonly verdict: Verdict | undefined;
    }
  | {
      readonly kind: 'failed';
      readonly stopReason: StopReason;
      readonly message: string;
      /** Undefined when nothing could be proposed. */
      readonly proposed: ProposedCall | undefined;
    };

export type Failure = FailedCall & {
  readonly argumentDigest: Digest;
  readonly idempotencyKey: string;
  readonly cause: 'input' | 'call-verdict';
};

/**
 * A performance of which nobody knows whether it took effect; probes clear it up, where the tool has one, and so does a person who
 * has looked. Until then the call stays in doubt, whatever comes of its repetitions.
 */
export type Doubt = {
  readonly arguments: JsonObject;
  readonly idempotencyKey: string;
  readonly performance: number;
  /** How often it was asked about in vain. */
  readonly probes: number;
  /** An earlier owner may have begun it, and may still: only that it happened can be known. */
  readonly anothers: boolean;
};

export type CallState = {
  /** Proposals so far. */
  readonly attempt: number;
  readonly phase: CallPhase;
  /** Arguments that are known to fail, oldest first. */
  readonly failures: readonly Failure[];
  /** Proposals in a row that repeated one of them. */
  readonly repeated: number;
  /** Transient retries of the proposals before this one. */
  readonly retries: number;
  /** Defined = the call may have had its effect (R3). */
  readonly doubt: Doubt | undefined;
  readonly latencyMs: number;
};

export type StepPhase =
  | { readonly kind: 'open' }
  | { readonly kind: 'succeeded'; readonly result: JsonValue }
  | { readonly kind: 'failed'; readonly stopReason: StopReason; readonly message: string }
  | { readonly kind: 'skipped'; readonly message: string };

/** What a person is asked about a failed step. The answer to a pending one makes the step an open one again. */
export type Review =
  | { readonly kind: 'pending'; readonly asked: BodyOf<'review-requested'> }
  | {
      readonly kind: 'resolved';
      readonly asked: BodyOf<'review-requested'>;
      readonly decidedBy: string;
      readonly resolution: ReviewResolution;
    }
  | { readonly kind: 'expired'; readonly asked: BodyOf<'review-requested'> };

export type Clarification =
  | { readonly kind: 'pending'; readonly asked: BodyOf<'clarification-wanted'> }
  | { readonly kind: 'given'; readonly asked: BodyOf<'clarification-wanted'>; readonly answer: string }
  | { readonly kind: 'expired'; readonly asked: BodyOf<'clarification-wanted'> };

export type StepState = {
  readonly step: PlanStep;
  readonly phase: StepPhase;
  /** By item of the step's `for_each`; a step without one has item 0 only. A step with a call is begun. */
  readonly calls: ReadonlyMap<number, CallState>;
  /** The last question to a person about this step. */
  readonly review: Review | undefined;
};

/** A step that met an impossible state, and what was done about it. */
export type Repaired = { readonly tool: string; readonly message: string; readonly repair: Repair };

/** What was asked, and how its caller wants it done. */
export type Requested = {
  readonly requestId: string;
  readonly text: string;
  readonly mode?: Mode;
  readonly onBudget?: OnBudget;
  readonly clarify?: boolean;
};

export type RunState = {
  readonly tenant: TenantId | undefined;
  readonly run: RunId | undefined;
  /** Sequence of the last folded event; 0 before the first. */
  readonly sequence: number;
  readonly epoch: number;
  readonly owner: InstanceId | undefined;
  readonly request: Requested | undefined;
  /** The question to the caller about an unclear request; there is at most one. */
  readonly clarification: Clarification | undefined;
  readonly cancelReason: string | undefined;
  readonly routed: { readonly route: Route; readonly question: string } | undefined;
  readonly plan: Plan | undefined;
  readonly planConfidence: number;
  readonly planRefusal: string | undefined;
  /** What was asked of the frontier, oldest first. */
  readonly escalations: readonly Escalation[];
  /** What the single model wrote last; undefined in a run that is worked on as a chain. */
  readonly scratchpad: string | undefined;
  /** The call that came with the plan. */
  readonly firstCall: FirstCall | undefined;
  /** Whether the plan may be revised after an impossible state. */
  readonly revisable: boolean;
  /** The bounds that hold for this run. */
  readonly limits: Limits;
  /** The revisions of the plan, oldest first. */
  readonly repaired: readonly Repaired[];
  /** The failed step for which no repair was found. */
  readonly replanRefused: StepId | undefined;
  /** Steps that were begun and that a revision took out of the plan; they count (R5). */
  readonly begunBefore: number;
  /** The highest ordinal of a step id so far, of all plans (R3). */
  readonly lastOrdinal: number;
  /** The steps of the plan as it is now. */
  readonly steps: ReadonlyMap<StepId, StepState>;
  readonly errorCount: number;
  /** Questions to people about failed steps, answered ones included (R5). */
  readonly reviewsAsked: number;
  readonly verdict: Verdict | undefined;
  readonly parked: boolean;
  readonly finished: BodyOf<'run-finished'> | undefined;
  readonly submittedAt: string;
  readonly updatedAt: string;
  /** Trace context of the request, the parent of everything that follows (R6). */
  readonly traceparent: string;
};

export const initialState: RunState = {
  tenant: undefined,
  run: undefined,
  sequence: 0,
  epoch: 0,
  owner: undefined,
  request: undefined,
  clarification: undefined,
  cancelReason: undefined,
  routed: undefined,
  plan: undefined,
  planConfidence: 1,
  planRefusal: undefined,
  escalations: [],
  scratchpad: undefined,
  firstCall: undefined,
  revisable: false,
  limits: usualLimits,
  repaired: [],
  replanRefused: undefined,
  begunBefore: 0,
  lastOrdinal: 0,
  steps: new Map(),
  errorCount: 0,
  reviewsAsked: 0,
  verdict: undefined,
  parked: false,
  finished: undefined,
  submittedAt: '',
  updatedAt: '',
  traceparent: '',
};

export const freshCall: CallState = {
  attempt: 0,
  phase: { kind: 'unproposed' },
  failures: [],
  repeated: 0,
  retries: 0,
  doubt: undefined,
  latencyMs: 0,
};

export const performedPhase = (
  { arguments: args, idempotencyKey }: Pick<ProposedCall, 'arguments' | 'idempotencyKey'>,
  result: JsonValue,
  verdict?: Verdict,
): CallPhase => ({ kind: 'performed', arguments: args, idempotencyKey, result, verdict });

/** Results of the succeeded steps, as references resolve them. */
export const resultsOf = (state: RunState): ReadonlyMap<StepId, JsonValue> =>
  new Map(
    [...state.steps].flatMap(([id, { phase }]) => (phase.kind === 'succeeded' ? [[id, phase.result] as const] : [])),
  );

export const isBegun = (step: StepState): boolean => step.calls.size > 0;
