/**
 * What a run waits for that a time ends (R5), each wait with the name of its timer: `approval:s4:0`, `review:s4:0`, `clarification`,
 * `budget:1:2`. The machine has no clock: whoever drives the run sets the timers, and tells it as `timer-fired` when one is due.
 */
import type { RunState } from './state.ts';

/** `until` is an ISO time. */
export type Wait = { readonly timer: string; readonly until: string };

export const waitsOf = (state: RunState): readonly Wait[] => [
  ...approvals(state),
  ...reviews(state),
  ...clarification(state),
  ...budget(state),
];

/** The waits that began between two states of a run. A second question about the same place has the timer of the first, and its own time. */
export function waitsBegun(before: RunState, after: RunState): readonly Wait[] {
  const known = waitsOf(before);
  return waitsOf(after).filter(
    ({ timer, until }) => !known.some((wait) => wait.timer === timer && wait.until === until),
  );
}

const approvals = ({ steps }: RunState): Wait[] =>
  [...steps.values()].flatMap(({ calls }) =>
    [...calls.values()].flatMap(({ phase }): Wait[] => {
      if (phase.kind !== 'proposed' || phase.approval.kind !== 'pending') return [];
      const { step, item, expiresAt } = phase.approval.asked;
      return [{ timer: `approval:${step}:${item}`, until: expiresAt }];
    }),
  );

const reviews = ({ steps }: RunState): Wait[] =>
  [...steps.values()].flatMap(({ review }): Wait[] => {
    if (review?.kind !== 'pending') return [];
    const { step, item, expiresAt } = review.asked;
    return [{ timer: `review:${step}:${item}`, until: expiresAt }];
  });

const clarification = ({ clarification: question }: RunState): Wait[] =>
  question?.kind === 'pending' ? [{ timer: 'clarification', until: question.asked.expiresAt }] : [];

const budget = ({ escalations, request }: RunState): Wait[] =>
  escalations.flatMap(({ number, phase }): Wait[] =>
    phase.kind === 'no-budget' && phase.resumesAt !== undefined && request?.onBudget === 'queue'
      ? [{ timer: `budget:${number}:${phase.tries}`, until: phase.resumesAt }]
      : [],
  );
