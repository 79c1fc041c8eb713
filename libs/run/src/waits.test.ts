/** What a time ends: every wait of a run has a timer, and the timer ends that wait and no other. */
import type { EventBody } from '@pitcrew/contracts';
import { describe, expect, it } from 'vitest';
import { decide } from './decide.ts';
import { evolve, foldRun } from './evolve.ts';
import {
  failed,
  orderPlan,
  planOf,
  play,
  REVIEWED,
  routes,
  rules,
  type Script,
  scriptedCrew,
  storedEvent,
  succeeded,
} from './scripted.ts';
import { escalatingCrew, hybridRules, NEXT_MONTH } from './scripted-escalation.ts';
import { waitsBegun, waitsOf } from './waits.ts';

const TOMORROW = '2026-01-02T00:00:00.000Z';
const heldOrder: Script = {
  plan: { ...orderPlan, workflow: REVIEWED },
  perform: (tool) => (tool === 'confirm_order' ? failed('logic', 'it is on hold') : succeeded({ ok: true })),
};
const people = (script: Script) => play(rules, 'go', scriptedCrew(script), script);
const withoutBudget = (onBudget?: 'queue') =>
  play(hybridRules, 'go', escalatingCrew({ route: routes.ambiguous }, { budget: ['refused'], frontier: orderPlan }), {
    ...(onBudget && { onBudget }),
  });

describe('a run that waits', () => {
  it.each([
    [
      'for two approvals',
      people({ plan: planOf({ s1: ['pay'], s2: ['pay'] }) }),
      ['approval:s1:0', 'approval:s2:0'],
      TOMORROW,
    ],
    ['for the answer to a review', people(heldOrder), ['review:s4:0'], TOMORROW],
    ['for what its request means', people({ route: routes.ambiguous, clarify: true }), ['clarification'], TOMORROW],
    ['for budget', withoutBudget('queue'), ['budget:1:1'], NEXT_MONTH],
    ['for nothing, because it goes on without budget', withoutBudget(), [], ''],
  ])('%s', (_, { state, events }, timers, until) => {
    expect(waitsOf(state)).toEqual(timers.map((timer) => ({ timer, until })));
    for (const timer of timers) {
      const fired = evolve(state, storedEvent(events, 1, { kind: 'timer-fired', timer }));
      expect(waitsOf(fired).map((wait) => wait.timer)).toEqual(timers.filter((other) => other !== timer));
      expect(timers.length > 1 || decide(hybridRules, fired).length > 0).toBe(true);
    }
  });
});

it('begins each wait with the fact that asks, and a second question about the same step anew', () => {
  const { events } = people({
    ...heldOrder,
    resolveReview: (_, nth) =>
      nth === 1 ? { kind: 'retry', arguments: { order_id: 1 }, didNothing: false } : 'expire',
  });
  const later = '2026-01-03T00:00:00.000Z';
  const asked = events.map(({ event }) => event.body).findLastIndex(({ kind }) => kind === 'review-requested');
  const before = foldRun(events.slice(0, asked));
  const question = events[asked]?.event.body as Extract<EventBody, { kind: 'review-requested' }>;
  const after = evolve(before, storedEvent(events.slice(0, asked), 1, { ...question, expiresAt: later }));
  expect(waitsBegun(before, after)).toEqual([{ timer: 'review:s4:0', until: later }]);
  expect(waitsBegun(after, after)).toEqual([]);
});
