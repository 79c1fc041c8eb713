/** What a run waits for that a time ends. The machine has no clock: its owner schedules these, and tells it as `timer-fired` when one is due. */
import type { RunState } from './state.ts';

/** `timer` names what it ends: `approval:s4:0`, `budget:1`. `at` is an ISO time. */
export type PendingTimer = { readonly timer: string; readonly at: string };

export const pendingTimers = (state: RunState): readonly PendingTimer[] => [...approvals(state), ...budget(state)];

const approvals = (state: RunState): PendingTimer[] =>
  [...state.steps.values()].flatMap(({ calls }) =>
    [...calls.values()].flatMap(({ phase }): PendingTimer[] => {
      if (phase.kind !== 'proposed' || phase.approval.kind !== 'pending') return [];
      const { step, item, expiresAt } = phase.approval.asked;
      return [{ timer: `approval:${step}:${item}`, at: expiresAt }];
    }),
  );

const budget = ({ escalations, request }: RunState): PendingTimer[] =>
  escalations.flatMap(({ number, phase }): PendingTimer[] =>
    phase.kind === 'no-budget' && phase.resumesAt !== undefined && request?.onBudget === 'queue'
      ? [{ timer: `budget:${number}:${phase.tries}`, at: phase.resumesAt }]
      : [],
  );
