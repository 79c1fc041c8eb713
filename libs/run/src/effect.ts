/** What the run machine wants done next. The orchestrator does it and appends the fact that comes of it. */

import type { BodyOf, Charge, Digest, FactBody, JsonObject, StepId, StopReason, WorkingMode } from '@pitcrew/contracts';
import type { Reservation } from './escalation-phase.ts';

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
  /** Ask a read whether a performance of unknown outcome took effect, after a wait -> call-probed. */
  | ({
      readonly kind: 'probe';
      readonly tool: string;
      readonly field: string;
      readonly arguments: JsonObject;
      /** Of the call that is asked about. */
      readonly idempotencyKey: string;
      readonly performance: number;
      readonly probe: number;
      readonly delayMs: number;
    } & CallPlace)
  /** Ask the validator about a result -> step-judged. */
  | ({ readonly kind: 'judge-step' } & CallPlace)
  /** Ask the validator about the whole -> run-judged. */
  | { readonly kind: 'judge-run' }
  /** Record a conclusion that needs nobody. */
  | { readonly kind: 'append'; readonly body: FactBody }
  /** Ask the budget for what an escalation may cost -> spend-reserved, spend-refused or escalation-failed. */
  | { readonly kind: 'reserve-spend'; readonly escalation: number; readonly reservation: string }
  /** Ask the frontier for a plan, within the reservation -> plan-proposed or escalation-failed. */
  | { readonly kind: 'ask-frontier'; readonly escalation: number; readonly reserved: Reservation }
  /** Tell the budget what was charged -> spend-settled. */
  | {
      readonly kind: 'settle-spend';
      readonly escalation: number;
      readonly reserved: Reservation;
      readonly charge: Charge;
    }
  /** Nothing to do until a person decides, or there is budget again -> run-parked, and the run is let go of. */
  | { readonly kind: 'park'; readonly waitingFor: readonly StepId[]; readonly waitingForBudget?: true };

/** One effect has one key, so that an owner that decides again while it is under way does not begin it twice. */
export function effectKey(effect: Effect): string {
  switch (effect.kind) {
    case 'propose':
    case 'judge-call':
    case 'judge-step':
      return `${effect.kind}:${effect.step}:${effect.item}:${effect.attempt}`;
    case 'perform':
      return `perform:${effect.step}:${effect.item}:${effect.attempt}:${effect.performance}`;
    case 'probe':
      return `probe:${effect.step}:${effect.item}:${effect.attempt}:${effect.performance}:${effect.probe}`;
    case 'replan':
      return `replan:${effect.step}`;
    case 'reserve-spend':
      return `reserve-spend:${effect.reservation}`;
    case 'ask-frontier':
    case 'settle-spend':
      return `${effect.kind}:${effect.escalation}`;
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
