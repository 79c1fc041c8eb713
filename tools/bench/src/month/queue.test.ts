/**
 * Runs that wait for budget, on a clock that is an argument: when the month turns they wake in any order, the oldest are served
 * first, what does not fit waits for the next month, and none is served twice. The ledger's own decisions grant and refuse.
 */
import { newInstanceId, type Route, RunId, TenantId } from '@pitcrew/contracts';
import { orderPlan } from '@pitcrew/run/scripted';
import { escalatingCrew, hybridRules } from '@pitcrew/run/scripted-escalation';
import {
  decideBatch,
  emptyState,
  type LedgerState,
  longestWaitingFirst,
  periodsAt,
  type ReservationRules,
} from '@pitcrew/service-budget/core';
import { createRunOwner } from '@pitcrew/service-orchestrator/own-run';
import type { Crew, Place, Ports } from '@pitcrew/service-orchestrator/ports';
import { createLog, type SimulatedLog } from '@pitcrew/service-orchestrator/simulated-log';
import { seeded } from '@pitcrew/service-orchestrator/simulated-random';
import { describe, expect, it } from 'vitest';

const TENANT = TenantId.parse('acme');
const PLAN_MICRO_USD = 10_000;
const ROUTE: Route = { workflowConfidence: 0.9, clarity: 'ambiguous', clarityConfidence: 0.9 };

const runOf = (number: number): RunId => RunId.parse(`00000000-0000-4000-8000-${String(number).padStart(12, '0')}`);

/** A month's budget that fits so many plans. */
function world(plansAMonth: number) {
  const rules: ReservationRules = {
    prices: new Map([['big', { inputMicroUsd: 1_000_000, outputMicroUsd: 0 }]]),
    scarceShare: 0,
    expiryMarginMs: 1_000,
  };
  let now = Date.parse('2026-11-30T10:00:00Z');
  let ledger: LedgerState = emptyState();
  const granted: RunId[] = [];
  const logs = new Map<string, SimulatedLog>();
  const timers = new Map<string, number>();
  const inTurn = longestWaitingFirst(5);
  const moment = () => ({ at: new Date(now).toISOString(), periods: periodsAt(new Date(now), 'UTC') });
  const scopes = [{ kind: 'all' }, { kind: 'tenant', tenant: TENANT }] as const;
  const limit = {
    kind: 'set-limit',
    period: 'month',
    limitMicroUsd: plansAMonth * PLAN_MICRO_USD,
    onlyFirst: false,
  } as const;
  ledger = decideBatch(
    ledger,
    scopes.map((scope) => ({ ...limit, scope })),
    moment(),
    rules,
  ).state;

  const script = escalatingCrew({ route: ROUTE }, { budget: ['granted'], frontier: orderPlan });
  const scripted = async (effect: Parameters<typeof script>[0], state: Parameters<typeof script>[1]) =>
    script(effect, state) as never;
  const crew: Crew = {
    route: (state) => scripted({ kind: 'route' }, state),
    plan: (state, effect) => scripted(effect, state),
    replan: (state, effect) => scripted(effect, state),
    propose: (state, effect) => scripted(effect, state),
    judgeCall: (state, effect) => scripted(effect, state),
    judgeStep: (state, effect) => scripted(effect, state),
    judgeRun: (state) => scripted({ kind: 'judge-run' }, state),
    probe: (state, effect) => scripted(effect, state),
    perform: async () => ({ outcome: { kind: 'succeeded', result: { ok: true } }, latencyMs: 1 }),
    askFrontier: (state, effect) => scripted(effect, state),
    settleSpend: (state, effect) => scripted(effect, state),
    reserveSpend: (state, { escalation, reservation }) =>
      inTurn(state.submittedAt, async () => {
        const tokens = { inputTokens: PLAN_MICRO_USD, outputTokensMax: 1, requestWords: 5 };
        const run = state.run as RunId;
        const place = { tenant: TENANT, run, reservation: reservation as never };
        const asked = {
          kind: 'reserve',
          ...place,
          ...tokens,
          model: 'big',
          purpose: 'plan',
          deadlineMs: 1_000,
        } as const;
        const decided = decideBatch(ledger, [asked], moment(), rules);
        ledger = decided.state;
        const [answer] = decided.answers;
        if (answer?.kind === 'granted') {
          granted.push(run);
          const { amountMicroUsd, outputTokensMax, expiresAt } = answer;
          const reserved = { reservation, model: 'big', amountMicroUsd, inputTokens: PLAN_MICRO_USD, outputTokensMax };
          return { kind: 'spend-reserved', escalation, ...reserved, expiresAt };
        }
        if (answer?.kind !== 'refused') throw new Error(`the ledger answered ${answer?.kind}`);
        const { message, resumesAt } = answer;
        return { kind: 'spend-refused', escalation, message, ...(resumesAt && { resumesAt }) };
      }),
  };
  const logOf = ({ run }: Place): SimulatedLog => {
    const known = logs.get(run) ?? createLog(seeded(1), 0);
    logs.set(run, known);
    return known;
  };
  const ports: Ports = {
    log: {
      read: async (place, after) => logOf(place).events.filter(({ sequence }) => sequence > after),
      append: async (place, event, expected) => logOf(place).append(event, expected),
    },
    crew,
    timers: { schedule: async ({ run }, _, at) => void timers.set(run, at.getTime()) },
    clock: { now: () => new Date(now), sleep: async () => undefined },
    rules: hybridRules,
    expiry: { approvalMs: () => 1_000, reviewMs: () => 1_000, clarificationMs: 1_000 },
    onFact: () => undefined,
  };
  const owner = createRunOwner(ports, { ask: async () => 'silent' }, newInstanceId());
  const wake = (number: number) =>
    owner.wake({ tenant: TENANT, run: runOf(number) }, { signal: new AbortController().signal, lastTry: false }, 0);
  return {
    granted,
    submit: async (number: number) => {
      now += 60_000;
      const place = { tenant: TENANT, run: runOf(number) };
      const body = { kind: 'run-requested', requestId: `r${number}`, request: 'the usual', onBudget: 'queue' } as const;
      const event = { schemaVersion: 1, id: `${place.run}:in:0`, ...place, epoch: 0, traceparent: '', body } as const;
      logOf(place).append({ ...event, at: new Date(now).toISOString() }, 0);
      await wake(number);
    },
    /** The clock jumps to the next timer; all that are due then wake in this order. */
    turn: async (order: readonly number[]) => {
      now = Math.min(...[...timers.values()].filter((at) => at > now));
      const due = order.filter((number) => timers.get(runOf(number)) === now);
      for (const number of due) timers.delete(runOf(number));
      await Promise.all(due.map(wake));
    },
    kinds: (number: number) => (logs.get(runOf(number))?.events ?? []).map(({ event }) => event.body.kind),
  };
}

describe('a queue of runs that wait for budget', () => {
  it('is served oldest first when the month turns, and in the months after', async () => {
    const { granted, submit, turn, kinds } = world(3);
    const runs = [1, 2, 3, 4, 5, 6, 7, 8];
    for (const number of runs) await submit(number);
    expect(granted).toEqual([1, 2, 3].map(runOf));
    expect(runs.filter((number) => kinds(number).at(-1) === 'run-parked')).toEqual([4, 5, 6, 7, 8]);
    await turn([8, 5, 7, 4, 6]);
    expect(granted).toEqual([1, 2, 3, 4, 5, 6].map(runOf));
    await turn([8, 7]);
    expect(granted).toEqual(runs.map(runOf));
    for (const number of runs) {
      expect(kinds(number).at(-1)).toBe('run-finished');
      expect(kinds(number).filter((kind) => kind === 'spend-reserved')).toHaveLength(1);
      expect(kinds(number).filter((kind) => kind === 'spend-settled')).toHaveLength(1);
    }
  });
});
