/**
 * The call that a person wants after a review. R3: a new key, and so a new call, only when the earlier one surely did nothing or
 * the person has looked and says so; otherwise the same call is repeated under its own key. The person stands above the
 * validator, which is not asked about it; who approves what is high-stakes is (R4).
 */
import {
  type BodyOf,
  digestOf,
  type FactBody,
  nothingUsed,
  type ReviewResolution,
  type StepId,
  type Verdict,
} from '@pitcrew/contracts';
import { standingDoubt } from './doubt.ts';
import type { CallState, Doubt, RunState } from './state.ts';

export type Retry = {
  readonly asked: BodyOf<'review-requested'>;
  readonly resolution: Extract<ReviewResolution, { kind: 'retry' }>;
};

/** What a person decides or gives has passed. */
export const passedByPerson: Verdict = { passed: true, confidence: 1, findings: [] };

/** The retry that a person last asked for at this place. */
export function retryOf({ steps }: RunState, step: StepId, item: number): Retry | undefined {
  const review = steps.get(step)?.review;
  if (review?.kind !== 'resolved' || review.resolution.kind !== 'retry' || review.asked.item !== item) return undefined;
  return { asked: review.asked, resolution: review.resolution };
}

/** The verdict on a proposal that a person asked for; undefined of any other. */
export const verdictOfPerson = (
  state: RunState,
  { step, item, attempt }: BodyOf<'call-proposed'>,
): Verdict | undefined => (retryOf(state, step, item)?.asked.attempt === attempt - 1 ? passedByPerson : undefined);

/** The same call once more, under its key. */
const repeats = ({ asked: { call }, resolution }: Retry): boolean =>
  call?.executed === 'unknown' && !resolution.didNothing;

/** Whatever comes of a call that is repeated, the one before may have been done; the person who has looked knows better. */
export const doubtLeft = (retry: Retry, call: CallState, epoch: number): Doubt | undefined =>
  repeats(retry) ? standingDoubt(call, epoch) : undefined;

export function proposalOf({ run }: RunState, retry: Retry): FactBody {
  const { asked, resolution } = retry;
  const { step, item, tool, call } = asked;
  const attempt = asked.attempt + 1;
  const argumentDigest = digestOf(resolution.arguments);
  const newKey = digestOf([run ?? '', step, item, argumentDigest, attempt]);
  return {
    kind: 'call-proposed',
    step,
    item,
    attempt,
    tool,
    arguments: resolution.arguments,
    sources: [],
    argumentDigest,
    idempotencyKey: call !== undefined && repeats(retry) ? call.idempotencyKey : newKey,
    usage: nothingUsed(''),
  };
}
