/**
 * A month of requests against a budget, by the ledger's own decisions and a clock that is an argument: what is asked of the
 * frontier, from when on nothing is, which alerts are raised. Pure and the same for a seed.
 */
import { RunId, TenantId } from '@pitcrew/contracts';
import {
  decideBatch,
  emptyState,
  type LedgerState,
  periodsAt,
  type ReservationRules,
} from '@pitcrew/service-budget/core';

export type Month = {
  readonly requestsADay: number;
  readonly days: number;
  readonly limitMicroUsd: number;
  /** What one plan costs, reserved and charged alike. */
  readonly planMicroUsd: number;
};

export type MonthReport = {
  readonly requests: number;
  /** Numbers of the traffic's requests whose plan was paid for, each once. */
  readonly answered: ReadonlySet<number>;
  readonly escalated: number;
  readonly refused: number;
  readonly spentMicroUsd: number;
  /** From 1; undefined when the budget lasted. */
  readonly ranOutOnDay: number | undefined;
  readonly alerts: readonly { readonly percent: number; readonly day: number }[];
};

const TENANT = TenantId.parse('month');
const FIRST = Date.UTC(2026, 10, 1);
const DAY_MS = 24 * 60 * 60_000;
const MODEL = 'frontier';

/** `wanted` says of each request of the traffic whether the crew would escalate it; `draw` gives the next number, 0 to below its bound. */
export function playMonth(wanted: readonly boolean[], draw: (bound: number) => number, month: Month): MonthReport {
  // A price of one micro-dollar a token of input, and the plan's price as tokens: the amount is exact.
  const rules: ReservationRules = {
    prices: new Map([[MODEL, { inputMicroUsd: 1_000_000, outputMicroUsd: 0 }]]),
    scarceShare: 0,
    expiryMarginMs: 30_000,
  };
  let state = limited(rules, month.limitMicroUsd);
  const answered = new Set<number>();
  const alerts: { percent: number; day: number }[] = [];
  let [escalated, refused, spent] = [0, 0, 0];
  let ranOutOnDay: number | undefined;
  for (let count = 0; count < month.days * month.requestsADay; count += 1) {
    const request = draw(wanted.length);
    if (!wanted[request]) continue;
    const at = new Date(FIRST + Math.floor((count * DAY_MS) / month.requestsADay));
    const day = 1 + Math.floor(count / month.requestsADay);
    const { granted, next, raised } = ask(state, rules, at, count, month.planMicroUsd);
    state = next;
    alerts.push(...raised.map((percent) => ({ percent, day })));
    if (!granted) {
      refused += 1;
      ranOutOnDay ??= day;
      continue;
    }
    escalated += 1;
    spent += month.planMicroUsd;
    answered.add(request);
  }
  const requests = month.days * month.requestsADay;
  return { requests, answered, escalated, refused, spentMicroUsd: spent, ranOutOnDay, alerts };
}

function limited(rules: ReservationRules, limitMicroUsd: number): LedgerState {
  const limit = { kind: 'set-limit', period: 'month', limitMicroUsd, onlyFirst: false } as const;
  const scopes = [{ kind: 'all' }, { kind: 'tenant', tenant: TENANT }] as const;
  const commands = scopes.map((scope) => ({ ...limit, scope }));
  return decideBatch(emptyState(), commands, momentOf(new Date(FIRST)), rules).state;
}

function ask(state: LedgerState, rules: ReservationRules, at: Date, count: number, planMicroUsd: number) {
  const run = RunId.parse(`00000000-0000-4000-8000-${String(count).padStart(12, '0')}`);
  const place = { tenant: TENANT, reservation: String(count) as never };
  const tokens = { inputTokens: planMicroUsd, outputTokensMax: 1, requestWords: 10 };
  const asked = { ...place, ...tokens, run, model: MODEL, purpose: 'plan', deadlineMs: 1_000 } as const;
  const reserved = decideBatch(state, [{ kind: 'reserve', ...asked }], momentOf(at), rules);
  const granted = reserved.answers[0]?.kind === 'granted';
  const usage = { kind: 'used', inputTokens: planMicroUsd, outputTokens: 0 } as const;
  const settled = granted
    ? decideBatch(reserved.state, [{ kind: 'settle', ...place, usage }], momentOf(at), rules)
    : reserved;
  const facts = granted ? [...reserved.facts, ...settled.facts] : reserved.facts;
  const raised = facts.flatMap((fact) =>
    fact.kind === 'alert-raised' && fact.scope.kind === 'tenant' ? [fact.thresholdPercent] : [],
  );
  return { granted, next: settled.state, raised };
}

const momentOf = (at: Date) => ({ at: at.toISOString(), periods: periodsAt(at, 'UTC') });
