/** What an escalation is and where it stands. Plain values; escalation.ts folds them, decide-escalation.ts says what comes next. */
import type { BodyOf, Charge, EscalationCause, StepId } from '@pitcrew/contracts';

export type Reservation = Omit<BodyOf<'spend-reserved'>, 'kind' | 'escalation'>;

export type EscalationPhase =
  /** `tries` counts how often budget was asked for; it is part of the reservation's name. */
  | { readonly kind: 'wanted'; readonly tries: number }
  /** An owner of a later epoch cannot know whether the frontier was asked, so it does not ask again (R3). */
  | { readonly kind: 'reserved'; readonly reserved: Reservation; readonly sinceEpoch: number }
  | {
      readonly kind: 'no-budget';
      readonly tries: number;
      readonly message: string;
      readonly resumesAt: string | undefined;
    }
  | {
      readonly kind: 'over';
      readonly answered: boolean;
      readonly message: string;
      /** What is still to be settled; undefined when nothing was reserved, or all is settled. */
      readonly unsettled: { readonly reserved: Reservation; readonly charge: Charge } | undefined;
    };

export type Escalation = {
  readonly number: number;
  readonly cause: EscalationCause;
  readonly explanation: string;
  /** The call to be rescued; undefined when a plan is wanted. */
  readonly rescue: { readonly step: StepId; readonly item: number } | undefined;
  readonly phase: EscalationPhase;
};
