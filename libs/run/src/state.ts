/**
 * What a run is, after its log has been folded. Owned by `evolve`; nobody else makes one. Plain values, so that two
 * states can be compared and a transcript can print them.
 */
import type {
  BodyOf,
  Digest,
  Executed,
  FailedCall,
  FirstCall,
  InstanceId,
  JsonObject,
  JsonValue,
  Mode,
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
  /** The last transient failure; once one left it unknown whether the call was executed, it stays unknown. */
  readonly failure: { readonly message: string; readonly executed: Executed } | undefined;
  /** A person had a call repeated whose outcome is unknown; whatever comes of this one, that one may have been done (R3). */
  readonly mayBeDone: boolean;
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
      /** Whether the call may have had its effect all the same. */
      readonly executed: Executed;
      /** Undefined when nothing could be proposed. */
      readonly proposed: ProposedCall | undefined;
    };

export type Failure = FailedCall & {
  readonly argumentDigest: Digest;
  readonly idempotencyKey: string;
  readonly executed: Executed;
  readonly cause: 'input' | 'call-verdict';
};

export type CallState = {
  /** Proposals so far. */
  readonly attempt: number;
  readonly phase: CallPhase;
  /** Arguments that are known to fail, oldest first. */
  readonly failures: readonly Failure[];
  /** Proposals in a row that repeated one of them. */
  readonly repeated: number;
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

export type RunState = {
  readonly tenant: TenantId | undefined;
  readonly run: RunId | undefined;
  /** Sequence of the last folded event; 0 before the first. */
  readonly sequence: number;
  readonly epoch: number;
  readonly owner: InstanceId | undefined;
  readonly request:
    | { readonly requestId: string; readonly text: string; readonly mode?: Mode; readonly clarify?: boolean }
    | undefined;
  /** The question to the caller about an unclear request; there is at most one. */
  readonly clarification: Clarification | undefined;
  readonly cancelReason: string | undefined;
  readonly routed: { readonly route: Route; readonly question: string } | undefined;
  readonly plan: Plan | undefined;
  readonly planConfidence: number;
  readonly planRefusal: string | undefined;
  /** What the single model wrote last; undefined in a run that is worked on as a chain. */
  readonly scratchpad: string | undefined;
  /** The call that came with the plan. */
  readonly firstCall: FirstCall | undefined;
  /** Whether the plan may be revised after an impossible state. */
  readonly revisable: boolean;
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
  scratchpad: undefined,
  firstCall: undefined,
  revisable: false,
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
  latencyMs: 0,
};

/** Results of the succeeded steps, as references resolve them. */
export const resultsOf = (state: RunState): ReadonlyMap<StepId, JsonValue> =>
  new Map(
    [...state.steps].flatMap(([id, { phase }]) => (phase.kind === 'succeeded' ? [[id, phase.result] as const] : [])),
  );

export const isBegun = (step: StepState): boolean => step.calls.size > 0;
