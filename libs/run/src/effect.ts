/** What the run machine wants done next. The orchestrator does it and appends the fact that comes of it. */
import type { BodyOf, Digest, FactBody, JsonObject, StepId, StopReason, WorkingMode } from '@pitcrew/contracts';

type CallPlace = { readonly step: StepId; readonly item: number; readonly attempt: number };

export type Effect =
  /** Ask the router -> run-routed. */
  | { readonly kind: 'route' }
  /** Ask the planner, or the single model -> plan-proposed or plan-refused. */
  | { readonly kind: 'plan'; readonly workflow: string; readonly mode: WorkingMode }
  /** Ask the planner for a repair of the plan -> plan-revised or replan-refused. */
  | {
      readonly kind: 'replan';
      readonly step: StepId;
      readonly message: string;
      readonly firstOrdinal: number;
      readonly stepsLeft: number;
    }
  /** Ask the executor for a call -> call-proposed or call-refused. */
  | ({ readonly kind: 'propose' } & CallPlace)
  /** Ask the validator about a call that will have an effect -> call-judged. */
  | ({ readonly kind: 'judge-call' } & CallPlace)
  /** Ask a person; the owner sets the expiry and its timer -> approval-requested. */
  | {
      readonly kind: 'request-approval';
      readonly step: StepId;
      readonly item: number;
      readonly planVersion: number;
      readonly tool: string;
      readonly arguments: JsonObject;
      readonly argumentDigest: Digest;
      readonly summary: string;
    }
  /** Ask a person about a failed step; the owner sets the expiry and its timer -> review-requested. */
  | ({ readonly kind: 'request-review' } & Readonly<Omit<BodyOf<'review-requested'>, 'kind' | 'expiresAt'>>)
  /** Ask the caller what an unclear request means; the owner sets the expiry and its timer -> clarification-wanted. */
  | { readonly kind: 'request-clarification'; readonly question: string }
  /** Have the executor perform a call, after a wait -> call-performed. R3: only once its call-proposed is acknowledged. */
  | ({
      readonly kind: 'perform';
      readonly tool: string;
      readonly arguments: JsonObject;
      readonly idempotencyKey: string;
      readonly performance: number;
      readonly delayMs: number;
    } & CallPlace)
  /** Ask the validator about a result -> step-judged. */
  | ({ readonly kind: 'judge-step' } & CallPlace)
  /** Ask the validator about the whole -> run-judged. */
  | { readonly kind: 'judge-run' }
  /** Record a conclusion that needs nobody. */
  | { readonly kind: 'append'; readonly body: FactBody }
  /** Nothing to do until a person decides -> run-parked, and the run is let go of. */
  | { readonly kind: 'park'; readonly waitingFor: readonly StepId[] };

/** One effect has one key, so that an owner that decides again while it is under way does not begin it twice. */
export function effectKey(effect: Effect): string {
  switch (effect.kind) {
    case 'propose':
    case 'judge-call':
    case 'judge-step':
      return `${effect.kind}:${effect.step}:${effect.item}:${effect.attempt}`;
    case 'perform':
      return `perform:${effect.step}:${effect.item}:${effect.attempt}:${effect.performance}`;
    case 'replan':
      return `replan:${effect.step}`;
    case 'request-approval':
      return `request-approval:${effect.step}:${effect.item}:${effect.argumentDigest}`;
    case 'request-review':
      return `request-review:${effect.step}:${effect.item}:${effect.attempt}`;
    default:
      return effect.kind;
  }
}

export const stepFailed = (step: StepId, stopReason: StopReason, message: string): Effect => ({
  kind: 'append',
  body: { kind: 'step-failed', step, stopReason, message },
});
