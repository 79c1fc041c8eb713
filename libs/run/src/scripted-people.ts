/** People as a script has them: what the owner records when they are asked, and what they answer once the run is parked. */
import type { EventBody } from '@pitcrew/contracts';
import type { Effect } from './effect.ts';
import type { Script } from './script.ts';
import type { RunState } from './state.ts';

const EXPIRES_AT = '2026-01-02T00:00:00.000Z';

type Asking = Extract<Effect, { kind: 'request-approval' | 'request-review' | 'request-clarification' | 'park' }>;

export function answerOfPeople(effect: Asking, state: RunState, script: Script): EventBody | undefined {
  switch (effect.kind) {
    case 'request-approval': {
      const { kind: _, ...asked } = effect;
      return { kind: 'approval-requested', ...asked, expiresAt: EXPIRES_AT };
    }
    case 'request-review': {
      const { kind: _, ...asked } = effect;
      return { kind: 'review-requested', ...asked, expiresAt: EXPIRES_AT };
    }
    case 'request-clarification':
      return { kind: 'clarification-wanted', question: effect.question, expiresAt: EXPIRES_AT };
    case 'park':
      return (
        decideParked(state, script.decideApproval ?? 'wait') ??
        resolveParked(state, script) ??
        answerParked(state, script)
      );
  }
}

function decideParked(state: RunState, decision: NonNullable<Script['decideApproval']>): EventBody | undefined {
  const [asked] = [...state.steps.values()].flatMap(({ calls }) =>
    [...calls.values()].flatMap(({ phase }) =>
      phase.kind === 'proposed' && phase.approval.kind === 'pending' ? [phase.approval.asked] : [],
    ),
  );
  if (decision === 'wait' || asked === undefined) return undefined;
  const { step, item, planVersion, tool, argumentDigest } = asked;
  if (decision === 'expire') return { kind: 'timer-fired', timer: `approval:${step}:${item}` };
  const approved = decision === 'approve';
  return {
    kind: 'approval-decided',
    step,
    item,
    planVersion,
    tool,
    argumentDigest,
    approved,
    decidedBy: 'kim',
    reason: approved ? '' : 'too dear',
  };
}

function resolveParked(state: RunState, { resolveReview }: Script): EventBody | undefined {
  const asked = [...state.steps.values()].flatMap(({ review }) =>
    review?.kind === 'pending' ? [review.asked] : [],
  )[0];
  if (asked === undefined || resolveReview === undefined) return undefined;
  const { step, item, attempt } = asked;
  const resolution = resolveReview(asked, state.reviewsAsked);
  if (resolution === 'expire') return { kind: 'timer-fired', timer: `review:${step}:${item}` };
  return { kind: 'review-resolved', step, item, attempt, decidedBy: 'kim', resolution };
}

function answerParked({ clarification }: RunState, { answer }: Script): EventBody | undefined {
  if (clarification?.kind !== 'pending' || answer === undefined) return undefined;
  return answer === 'expire'
    ? { kind: 'timer-fired', timer: 'clarification' }
    : { kind: 'clarification-given', answer };
}
