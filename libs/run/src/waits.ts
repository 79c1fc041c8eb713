/**
 * What a run waits for people with, each with the name of the timer that bounds the wait (R5): `approval:s4:0`, `review:s4:0`,
 * `clarification`. The machine has no clock: whoever drives the run sets the timers and tells it when one is due.
 */
import type { EventBody } from '@pitcrew/contracts';
import type { RunState } from './state.ts';

export type Wait = { readonly timer: string; readonly expiresAt: string };

/** The wait that a fact begins. */
export function waitBegunBy(body: EventBody): Wait | undefined {
  switch (body.kind) {
    case 'approval-requested':
      return { timer: `approval:${body.step}:${body.item}`, expiresAt: body.expiresAt };
    case 'review-requested':
      return { timer: `review:${body.step}:${body.item}`, expiresAt: body.expiresAt };
    case 'clarification-wanted':
      return { timer: 'clarification', expiresAt: body.expiresAt };
    default:
      return undefined;
  }
}

export function waitsOf({ steps, clarification }: RunState): readonly Wait[] {
  const asked = [...steps.values()].flatMap(({ calls, review }) => [
    ...[...calls.values()].flatMap(({ phase }) =>
      phase.kind === 'proposed' && phase.approval.kind === 'pending' ? [phase.approval.asked] : [],
    ),
    ...(review?.kind === 'pending' ? [review.asked] : []),
  ]);
  const question = clarification?.kind === 'pending' ? [clarification.asked] : [];
  return [...asked, ...question].flatMap((body) => waitBegunBy(body) ?? []);
}
