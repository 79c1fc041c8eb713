/**
 * What callers ask of the ledger, and one batch of it: the facts to append, all together, and each one's answer. Pure; the
 * answers hold only once the facts are stored, or, where there are none, if nobody else appended meanwhile.
 */
import {
  assertNever,
  type BudgetFact,
  type CallUsage,
  type GetSpendResponse,
  type Period,
  type SpendScope,
  type TenantId,
} from '@pitcrew/contracts';
import { dueAlerts } from './alerts.ts';
import {
  type ClosingAnswer,
  decideExpiry,
  decideRelease,
  decideSettle,
  type ReservationPlace,
} from './decide-closing.ts';
import {
  type AskedReservation,
  type Decision,
  decideReservation,
  type ReservationAnswer,
  type ReservationRules,
} from './decide-reservation.ts';
import { draftOf, forget, type Moment, record } from './fold.ts';
import { spendReport } from './spend-report.ts';
import { type LedgerState, limitKey, scopesOf } from './state.ts';

export type Command =
  | ({ readonly kind: 'reserve' } & AskedReservation)
  | ({ readonly kind: 'settle'; readonly usage: CallUsage } & ReservationPlace)
  | ({ readonly kind: 'release' } & ReservationPlace)
  | {
      readonly kind: 'set-limit';
      readonly scope: SpendScope;
      readonly period: Period;
      readonly limitMicroUsd: number;
      /** Leave a limit that is already set as it is. */
      readonly onlyFirst: boolean;
    }
  | { readonly kind: 'show'; readonly tenant: TenantId | undefined }
  /** Nothing but what each batch does first: expire what is due. */
  | { readonly kind: 'expire' };
export type CommandOf<Kind extends Command['kind']> = Extract<Command, { kind: Kind }>;

/** What each kind of command is answered with. */
export type Answers = {
  readonly reserve: ReservationAnswer;
  readonly settle: ClosingAnswer;
  readonly release: ClosingAnswer;
  readonly 'set-limit': { readonly kind: 'limit-set' };
  readonly show: { readonly kind: 'spend'; readonly spend: GetSpendResponse };
  readonly expire: { readonly kind: 'expired' };
};
export type Answer = Answers[Command['kind']];

export type Batch = {
  readonly facts: readonly BudgetFact[];
  /** Whether they begin with all limits, as the first ones of their month. */
  readonly carries: boolean;
  /** By the place of the command. */
  readonly answers: readonly Answer[];
  /** Once the facts are stored. */
  readonly state: LedgerState;
};

export function decideBatch(
  state: LedgerState,
  commands: readonly Command[],
  moment: Moment,
  rules: ReservationRules,
): Batch {
  const nowMs = Date.parse(moment.at);
  if (Date.parse(moment.periods.hour.startsAt) < state.forgottenBeforeMs)
    throw new Error(`the clock went back to ${moment.at}, which this ledger has forgotten; start the service again`);
  const draft = draftOf(state);
  const facts: BudgetFact[] = [];
  const answers: Answer[] = [];
  const take = (taken: readonly BudgetFact[]) => {
    for (const fact of taken) record(draft, fact, moment);
    facts.push(...taken);
  };
  const carries = moment.periods.month.startsAt > state.carriedMonth;
  if (carries) take([...state.limits.values()].map((limit) => ({ kind: 'limit-set', ...limit })));
  if (carries) draft.carriedMonth = moment.periods.month.startsAt;
  take(decideExpiry(draft, nowMs));
  forget(draft, nowMs);
  for (const { command, place } of inOrder(commands)) {
    const decision = decide(draft, command, moment, rules);
    take(decision.facts);
    take(dueAlerts(draft, decision.facts.flatMap(scopesRaisedBy), moment));
    answers[place] = decision.answer;
  }
  return { facts, carries, answers, state: draft };
}

function decide(state: LedgerState, command: Command, moment: Moment, rules: ReservationRules): Decision<Answer> {
  switch (command.kind) {
    case 'reserve': {
      const { kind: _, ...asked } = command;
      return decideReservation(state, asked, moment, rules);
    }
    case 'settle': {
      const { kind: _, ...settled } = command;
      return decideSettle(state, settled);
    }
    case 'release':
      return decideRelease(state, { tenant: command.tenant, reservation: command.reservation });
    case 'set-limit': {
      const { onlyFirst, ...fact } = command;
      const known = state.limits.get(limitKey(fact.scope, fact.period));
      const stays = known !== undefined && (onlyFirst || known.limitMicroUsd === fact.limitMicroUsd);
      return { facts: stays ? [] : [{ ...fact, kind: 'limit-set' }], answer: { kind: 'limit-set' } };
    }
    case 'show':
      return { facts: [], answer: { kind: 'spend', spend: spendReport(state, command.tenant, moment) } };
    case 'expire':
      return { facts: [], answer: { kind: 'expired' } };
    default:
      return assertNever(command);
  }
}

/** Whatever frees room first, then the worthier reservations before the others, and what only looks last. */
function inOrder(commands: readonly Command[]): readonly { readonly command: Command; readonly place: number }[] {
  const rank = (command: Command): number => {
    if (command.kind === 'show') return 2;
    return command.kind === 'reserve' ? 1 - (command.worth ?? 1) / 2 : 0;
  };
  return commands
    .map((command, place) => ({ command, place }))
    .sort((one, other) => rank(one.command) - rank(other.command));
}

/** Whose share of a limit may have grown by this fact. */
function scopesRaisedBy(fact: BudgetFact): readonly SpendScope[] {
  if (fact.kind === 'spend-reserved') return scopesOf(fact.tenant);
  return fact.kind === 'limit-set' ? [fact.scope] : [];
}
