/**
 * R4: whether a decision of a person may be recorded. It has to bind the plan version, the tool and the digest of the
 * arguments of the approval that is pending at that place of the run; anything else is refused with its reason.
 * Approving re-runs nothing: the decision only becomes a fact.
 */
import type { BodyOf, StoredEvent } from '@pitcrew/contracts';
import type { RunState } from '@pitcrew/run';
import { pendingApprovals } from './view.ts';

export type Decision = BodyOf<'approval-decided'>;

export type Ruling =
  | { readonly kind: 'record' }
  /** This very decision is in the log: the caller repeats a call whose answer got lost. */
  | { readonly kind: 'recorded' }
  | { readonly kind: 'refused'; readonly reason: string; readonly message: string };

export function ruleOn(decision: Decision, state: RunState, events: readonly StoredEvent[], now: Date): Ruling {
  const { step, item } = decision;
  const pending = pendingApprovals(state).find((approval) => approval.step === step && approval.item === item);
  // A call that a person had repeated is asked about again, with the same binding: an earlier decision is not one on it.
  const isAsked = pending !== undefined && binds(pending, decision);
  const earlier = isAsked ? [] : decisionsLike(decision, events);
  if (earlier.some((body) => body.approved === decision.approved && body.decidedBy === decision.decidedBy))
    return { kind: 'recorded' };
  if (pending === undefined) return nothingPending(decision, state, earlier.length > 0);
  if (pending.planVersion !== decision.planVersion)
    return refused(
      'PLAN_VERSION_CHANGED',
      `the plan is now version ${pending.planVersion}, not ${decision.planVersion}`,
    );
  if (pending.tool !== decision.tool)
    return refused('TOOL_CHANGED', `${step} waits for ${pending.tool}, not ${decision.tool}`);
  if (pending.argumentDigest !== decision.argumentDigest)
    return refused('ARGUMENTS_CHANGED', `the arguments of ${step} are not those of the decision`);
  if (new Date(pending.expiresAt) <= now)
    return refused('APPROVAL_EXPIRED', `the approval of ${step} expired at ${pending.expiresAt}`);
  return { kind: 'record' };
}

function nothingPending({ step, item }: Decision, state: RunState, decided: boolean): Ruling {
  if (decided) return refused('ALREADY_DECIDED', `${step} was already decided otherwise or by somebody else`);
  if (state.finished !== undefined) return refused('RUN_FINISHED', 'the run is finished');
  return refused('NO_PENDING_APPROVAL', `${step}, item ${item}, waits for no approval`);
}

const refused = (reason: string, message: string): Ruling => ({
  kind: 'refused',
  reason,
  message: `${message}; get the run again to see what it waits for`,
});

const decisionsLike = (decision: Decision, events: readonly StoredEvent[]): readonly Decision[] =>
  events.flatMap(({ event: { body } }) => (body.kind === 'approval-decided' && binds(body, decision) ? [body] : []));

type Binding = Pick<Decision, 'step' | 'item' | 'planVersion' | 'tool' | 'argumentDigest'>;

const binds = (one: Binding, other: Binding): boolean =>
  one.step === other.step &&
  one.item === other.item &&
  one.planVersion === other.planVersion &&
  one.tool === other.tool &&
  one.argumentDigest === other.argumentDigest;
