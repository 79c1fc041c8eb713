/**
 * Folds the questions about failed steps, and their answers. An answer to another question, to one that is answered or expired,
 * or one that does not fit (review-answer.ts) changes nothing. An answer makes the failed step an open one again; what it says
 * is then done by the run's owner, so nothing has an effect before its own `call-proposed` is stored (R3).
 */
import { assertNever, type BodyOf, type StepId } from '@pitcrew/contracts';
import { IllegalFact } from './illegal-fact.ts';
import { doubtLeft, passedByPerson } from './retry.ts';
import { answerProblem } from './review-answer.ts';
import { type CallState, freshCall, performedPhase, type Review, type RunState, type StepState } from './state.ts';

export function requestReview(state: RunState, asked: BodyOf<'review-requested'>): RunState {
  const found = state.steps.get(asked.step);
  if (found?.phase.kind !== 'failed') throw new IllegalFact(`a review of ${asked.step}, which did not fail`);
  return {
    ...withStep(state, { ...found, review: { kind: 'pending', asked } }),
    reviewsAsked: state.reviewsAsked + 1,
  };
}

export function resolveReview(state: RunState, body: BodyOf<'review-resolved'>): RunState {
  const found = state.steps.get(body.step);
  if (state.finished !== undefined || found?.review?.kind !== 'pending') return state;
  const { asked } = found.review;
  const { item, attempt, decidedBy, resolution } = body;
  if (asked.item !== item || asked.attempt !== attempt || answerProblem(asked, resolution) !== undefined) return state;
  const review: Review = { kind: 'resolved', asked, decidedBy, resolution };
  switch (resolution.kind) {
    case 'abort':
      return withStep(state, { ...found, review });
    case 'skip':
      return withStep(state, { ...found, review, phase: { kind: 'open' } });
    case 'retry': {
      // What failed before is in the log; the person's call is not to be taken for a repetition of it.
      const change = (call: CallState): CallState => ({
        ...call,
        phase: { kind: 'unproposed' },
        failures: [],
        repeated: 0,
        doubt: doubtLeft({ asked, resolution }, call, state.epoch),
      });
      return withStep(state, reopened(found, review, item, change));
    }
    case 'take-over': {
      const call = asked.call ?? { arguments: {}, idempotencyKey: '' };
      const phase = performedPhase(call, resolution.result, passedByPerson);
      return withStep(
        state,
        reopened(found, review, item, (before) => ({ ...before, doubt: undefined, phase })),
      );
    }
    default:
      return assertNever(resolution);
  }
}

/** One that comes too late ends nothing. */
export function expireReview(state: RunState, step: StepId): RunState {
  const found = state.steps.get(step);
  if (found?.review?.kind !== 'pending') return state;
  return withStep(state, { ...found, review: { kind: 'expired', asked: found.review.asked } });
}

function reopened(found: StepState, review: Review, item: number, change: (call: CallState) => CallState): StepState {
  const calls = new Map(found.calls).set(item, change(found.calls.get(item) ?? freshCall));
  return { ...found, review, phase: { kind: 'open' }, calls };
}

const withStep = (state: RunState, step: StepState): RunState => ({
  ...state,
  steps: new Map(state.steps).set(step.step.id, step),
});
