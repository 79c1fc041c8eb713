/**
 * Every question about a failed step of a run, with what became of it, read off its log. Nothing else is needed to learn from
 * an answer later: the question has the tool, what was tried and what came of it, the answer what a person did instead, and the
 * first facts of the log have the request and its workflow.
 */
import { assertNever, type ReviewRecord, type StepId, type StoredEvent } from '@pitcrew/contracts';
import { evolve } from './evolve.ts';
import { initialState, type Review, type RunState } from './state.ts';

export type ReviewOfRun = Pick<ReviewRecord, 'asked' | 'reviewState' | 'decidedBy' | 'resolution'>;

/** Oldest first. The machine itself says which answer fitted, so a forged or late one is nobody's example. */
export function reviewsOf(events: readonly StoredEvent[]): readonly ReviewOfRun[] {
  const reviews: ReviewOfRun[] = [];
  const latest = new Map<StepId, number>();
  let state: RunState = initialState;
  for (const stored of events) {
    state = evolve(state, stored);
    const { body } = stored.event;
    if (body.kind === 'review-requested') latest.set(body.step, reviews.length);
    for (const [step, index] of latest) {
      const review = state.steps.get(step)?.review;
      if (review !== undefined) reviews[index] = told(review);
    }
  }
  return state.finished === undefined ? reviews : reviews.map(endedWithRun);
}

function told(review: Review): ReviewOfRun {
  const { kind: _, ...asked } = review.asked;
  switch (review.kind) {
    case 'pending':
    case 'expired':
      return { asked, reviewState: review.kind };
    case 'resolved':
      return { asked, reviewState: 'resolved', decidedBy: review.decidedBy, resolution: review.resolution };
    default:
      return assertNever(review);
  }
}

const endedWithRun = (review: ReviewOfRun): ReviewOfRun =>
  review.reviewState === 'pending' ? { ...review, reviewState: 'void' } : review;
