/**
 * Whether a person is asked about a failed step, where the workflow wants that: after an impossible state that no repair of the
 * plan got over, after an unknown outcome that may not be repeated (R3), and when what a person asked for failed too. R5: at most
 * MAX_REVIEWS questions a run, each bounded by a timer; where another step failed for good, nobody is asked.
 */
import { assertNever, type ReviewedCall, type ReviewOffer, type StopReason } from '@pitcrew/contracts';
import { summaryOfDone } from './account.ts';
import { MAX_REVIEWS } from './bounds.ts';
import { decideCall } from './decide-call.ts';
import { mayHaveTakenEffect } from './doubt.ts';
import type { Effect } from './effect.ts';
import type { RunRules } from './rules.ts';
import type { CallState, RunState, StepState } from './state.ts';

const FIRST: readonly StopReason[] = ['logic_error', 'outcome_unknown'];
/** After a person has answered: the answer's own failures are theirs to look at as well. */
const AGAIN: readonly StopReason[] = [...FIRST, 'input_error', 'transient_error', 'verdict_failed'];

export function reviewsWanted(rules: RunRules, state: RunState): readonly Effect[] {
  if (rules.onLogicError(state.plan?.workflow ?? '') !== 'review') return [];
  const failed = [...state.steps.values()].filter(({ phase }) => phase.kind === 'failed');
  if (!failed.every(isReviewable)) return [];
  return failed
    .filter(({ review }) => review?.kind !== 'pending')
    .slice(0, Math.max(0, MAX_REVIEWS - state.reviewsAsked))
    .map((step) => request(rules, state, step));
}

function isReviewable({ phase, review }: StepState): boolean {
  if (phase.kind !== 'failed' || review?.kind === 'expired') return false;
  return (review === undefined ? FIRST : AGAIN).includes(phase.stopReason);
}

function request(rules: RunRules, state: RunState, failed: StepState): Effect {
  const { step, phase } = failed;
  const { stopReason, message } = phase as Extract<StepState['phase'], { kind: 'failed' }>;
  const [item, call] = failedCall(rules, state, failed) ?? [0, undefined];
  const isRead = rules.effectOf(state.plan?.workflow ?? '', step.tool) === 'read';
  const reviewed = call && reviewedCall(state, call, isRead);
  return {
    kind: 'request-review',
    step: step.id,
    item,
    attempt: call?.attempt ?? 0,
    tool: step.tool,
    stopReason,
    message,
    summary: summaryOfDone(state),
    ...(reviewed && { call: reviewed }),
    offers: offersFor(failed, call),
    declared: rules.declarationOf(state.plan?.workflow ?? '', step.tool),
  };
}

/** The first call that the step cannot go on from; none when the step failed before its calls. */
export const failedCall = (rules: RunRules, state: RunState, { step, calls }: StepState) =>
  [...calls]
    .sort(([one], [other]) => one - other)
    .find(([item, call]) =>
      decideCall(rules, state, step, item, call).some(
        (effect) => effect.kind === 'append' && effect.body.kind === 'step-failed',
      ),
    );

/** A read does nothing, whatever became of it; what has a result was done. */
function reviewedCall(state: RunState, call: CallState, isRead: boolean): ReviewedCall | undefined {
  const made = callMade(call);
  if (made === undefined) return undefined;
  const isDone = call.phase.kind === 'performed' || mayHaveTakenEffect(call, state.epoch);
  return { ...made, executed: isDone && !isRead ? 'unknown' : 'no' };
}

/** The last call that was made, or could be, and what was said of it. */
function callMade({ phase, failures }: CallState): Omit<ReviewedCall, 'executed'> | undefined {
  switch (phase.kind) {
    case 'failed':
      return phase.proposed && made(phase.proposed, phase.message);
    case 'proposed':
      return made(phase, phase.failure ?? '');
    case 'performed':
      return made(phase, phase.verdict?.findings.join(' ') ?? '');
    case 'unproposed': {
      const last = failures.at(-1);
      return last && made(last, last.message);
    }
    default:
      return assertNever(phase);
  }
}

type Made = Pick<ReviewedCall, 'arguments' | 'idempotencyKey'>;
const made = ({ arguments: args, idempotencyKey }: Made, message: string) => ({
  arguments: args,
  idempotencyKey,
  message,
});

/** What has a result is not done again, be it a bad one; the list of a `for_each` that cannot be read has no one result. */
function offersFor({ step }: StepState, call: CallState | undefined): ReviewOffer[] {
  const canRetry = call !== undefined && call.phase.kind !== 'performed';
  const canTakeOver = call !== undefined || step.forEach === undefined;
  return [...(canRetry ? (['retry'] as const) : []), 'skip', ...(canTakeOver ? (['take-over'] as const) : []), 'abort'];
}

/** Why a person ended the run, in words; undefined while nobody did. */
export function abortOf({ steps }: RunState): string | undefined {
  for (const { step, review } of steps.values())
    if (review?.kind === 'resolved' && review.resolution.kind === 'abort') {
      const { reason } = review.resolution;
      return `${review.decidedBy} ended the run at ${step.tool}${reason === '' ? '' : `: ${reason}`}`;
    }
  return undefined;
}

/** Somebody has stopped the run: what is under way is of no more use. */
export const isStopped = (state: RunState): boolean =>
  state.cancelReason !== undefined || (state.finished === undefined && abortOf(state) !== undefined);
