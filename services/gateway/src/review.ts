/**
 * Whether an answer to a question about a failed step may be recorded: the question is pending at that place of the run, it is
 * this very question and not an earlier one about the same step, and the answer fits it. Anything else is refused with its reason.
 */
import { type BodyOf, canonicalJson, type StoredEvent } from '@pitcrew/contracts';
import { type AnswerProblem, answerProblem, type RunState, reviewsOf } from '@pitcrew/run';
import { pendingReviews } from './view.ts';

export type Answer = BodyOf<'review-resolved'>;

export type Ruling =
  | { readonly kind: 'record' }
  /** This very answer is in the log: the caller repeats a call whose answer got lost. */
  | { readonly kind: 'recorded' }
  | { readonly kind: 'refused'; readonly reason: string; readonly message: string; readonly field?: string };

export function ruleOnAnswer(answer: Answer, state: RunState, events: readonly StoredEvent[], now: Date): Ruling {
  const { step, item, attempt } = answer;
  const asked = pendingReviews(state).find((review) => review.step === step && review.item === item);
  if (asked?.attempt !== attempt) return nothingPending(answer, state, events, asked !== undefined);
  if (new Date(asked.expiresAt) <= now)
    return refused('REVIEW_EXPIRED', `the review of ${step} expired at ${asked.expiresAt}`);
  const problem = answerProblem(asked, answer.resolution);
  return problem === undefined
    ? { kind: 'record' }
    : { kind: 'refused', message: problem.message, ...REFUSALS[problem.kind] };
}

/** A wrong value is the caller's to mend; the rest is how the run stands. */
const REFUSALS: Readonly<Record<AnswerProblem['kind'], { readonly reason: string; readonly field?: string }>> = {
  'not-offered': { reason: 'NOT_OFFERED' },
  'outcome-unknown': { reason: 'OUTCOME_UNKNOWN' },
  arguments: { reason: 'INVALID_ARGUMENTS', field: 'resolution.arguments' },
  result: { reason: 'INVALID_RESULT', field: 'resolution.result' },
};

function nothingPending(answer: Answer, state: RunState, events: readonly StoredEvent[], isAsked: boolean): Ruling {
  const { step, item, attempt } = answer;
  const earlier = reviewsOf(events).find(
    ({ asked }) => asked.step === step && asked.item === item && asked.attempt === attempt,
  );
  if (earlier?.reviewState === 'resolved') {
    const isSame = earlier.decidedBy === answer.decidedBy && text(earlier.resolution) === text(answer.resolution);
    if (isSame) return { kind: 'recorded' };
    return refused('ALREADY_RESOLVED', `${step} was already resolved otherwise or by somebody else`);
  }
  if (state.finished !== undefined) return refused('RUN_FINISHED', 'the run is finished');
  if (isAsked) return refused('REVIEW_CHANGED', `${step} has failed again since attempt ${attempt}`);
  return refused('NO_PENDING_REVIEW', `${step}, item ${item}, waits for no review`);
}

const text = (resolution: Answer['resolution'] | undefined): string =>
  resolution === undefined ? '' : canonicalJson(resolution);

const refused = (reason: string, message: string): Ruling => ({
  kind: 'refused',
  reason,
  message: `${message}; get the run again to see what it waits for`,
});
