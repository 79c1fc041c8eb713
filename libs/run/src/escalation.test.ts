/** What a run does when the local crew can't plan by itself: as stories, and as what holds for all of them. */
import type { OnBudget, Plan, RunEvent } from '@pitcrew/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkHistory } from './check-history.ts';
import { decide } from './decide.ts';
import { evolve, foldRun } from './evolve.ts';
import type { RunRules } from './rules.ts';
import { failed, orderPlan, planOf, play, routes, rules, type Script, storedEvent, succeeded } from './scripted.ts';
import { escalatingCrew, type FrontierScript, hybridRules } from './scripted-escalation.ts';
import { transcript } from './transcript.ts';

const { ambiguous, novel, incomplete } = routes;
const answered: FrontierScript = { budget: ['granted'], frontier: orderPlan };
const REQUEST = 'Do the usual with #4521';

const run = (script: Script, frontier: FrontierScript, onBudget?: OnBudget, used = hybridRules) =>
  play(used, REQUEST, escalatingCrew(script, frontier), { ...script, ...(onBudget && { onBudget }) });

type Story = {
  readonly name: string;
  readonly script: Script;
  readonly frontier: FrontierScript;
  readonly onBudget?: OnBudget;
};
const later: FrontierScript = { budget: ['refused', 'granted'], frontier: orderPlan, waiting: 'period-turns' };
const STORIES: readonly Story[] = [
  { name: 'escalation-ambiguous', script: { route: ambiguous }, frontier: answered },
  { name: 'escalation-novel', script: { route: novel }, frontier: answered },
  { name: 'escalation-unsure-plan', script: {}, frontier: answered },
  {
    name: 'escalation-without-key',
    script: { route: novel },
    frontier: { budget: ['granted'], frontier: 'unavailable' },
  },
  { name: 'escalation-failed', script: {}, frontier: { budget: ['granted'], frontier: 'failed' } },
  { name: 'escalation-without-budget', script: {}, frontier: { budget: ['refused'], frontier: orderPlan } },
  { name: 'escalation-queued', script: {}, frontier: later, onBudget: 'queue' },
  {
    name: 'escalation-queued-limit-raised',
    script: { route: ambiguous },
    frontier: { budget: ['refused', 'refused', 'granted'], frontier: orderPlan, waiting: 'limit-raised' },
    onBudget: 'queue',
  },
];

/** The shelf is short until somebody has the right warehouse looked at. */
const short: Script = {
  perform: (tool, _, args) =>
    tool === 'check_inventory' && args.warehouse !== 'west'
      ? failed('logic', 'W-200: 30 available, 40 wanted')
      : succeeded({ ok: true }),
};
const rescuing: RunRules = { ...hybridRules, planConfidenceMin: () => 0, onLogicError: () => 'frontier' };
const RESCUES: readonly Story[] = [
  {
    name: 'rescue-by-the-frontier',
    script: short,
    frontier: { budget: ['granted'], frontier: orderPlan, rescue: { warehouse: 'west' } },
  },
  {
    name: 'rescue-in-vain',
    script: short,
    frontier: { budget: ['granted'], frontier: orderPlan, rescue: { warehouse: 'north' } },
  },
  { name: 'rescue-without-budget', script: short, frontier: { budget: ['refused'], frontier: orderPlan } },
];

describe('a rescue', () => {
  it.each(RESCUES)('$name', async ({ name, script, frontier, onBudget }) => {
    const { events } = run(script, frontier, onBudget, rescuing);
    expect(checkHistory(events, { ended: true })).toEqual([]);
    await expect(transcript(events)).toMatchFileSnapshot(`./transcripts/${name}.txt`);
  });

  it.each<[string, Script, RunRules]>([
    ['the workflow does not want it', short, { ...rescuing, onLogicError: () => 'partial' }],
    ['there is no frontier', short, { ...rescuing, hybrid: false }],
    [
      'the call may have had its effect (R3)',
      {
        perform: (tool) =>
          tool === 'confirm_order' ? failed('logic', 'half of it was written', 'unknown') : succeeded({ ok: true }),
      },
      rescuing,
    ],
  ])('is not wanted where %s', (_, script, used) => {
    const { events } = run(script, { budget: ['granted'], frontier: orderPlan }, undefined, used);
    expect(kinds(events)).not.toContain('escalation-wanted');
  });
});

describe('an escalation', () => {
  it.each(STORIES)('$name', async ({ name, script, frontier, onBudget }) => {
    const { events } = run(script, frontier, onBudget);
    expect(checkHistory(events, { ended: true })).toEqual([]);
    await expect(transcript(events)).toMatchFileSnapshot(`./transcripts/${name}.txt`);
  });

  it('that waits for budget parks, and wants nothing until it is told', () => {
    const { events, state } = run({}, { budget: ['refused'], frontier: orderPlan }, 'queue');
    expect(events.at(-1)?.event.body).toEqual({ kind: 'run-parked', waitingFor: [], waitingForBudget: true });
    expect(decide(hybridRules, state)).toEqual([]);
  });

  it('is not wanted of a request that lacks something: what is missing nobody else knows', () => {
    const { events } = run({ route: incomplete, question: 'Which order?' }, answered);
    expect(kinds(events)).not.toContain('escalation-wanted');
  });

  it('is not wanted where there is no frontier', () => {
    const { events } = run({ route: novel }, answered, undefined, rules);
    expect(kinds(events)).not.toContain('escalation-wanted');
  });

  it('whose owner died between reservation and answer is charged in full and not asked again', () => {
    const { events } = run({ route: ambiguous }, answered);
    const reserved = events.slice(0, kinds(events).indexOf('spend-reserved') + 1);
    const claimed = storedEvent(reserved, 2, {
      kind: 'run-claimed',
      owner: '00000000-0000-4000-8000-00000000000b' as never,
    });
    const [effect] = decide(hybridRules, evolve(foldRun(reserved), claimed));
    expect(effect).toMatchObject({
      kind: 'append',
      body: { kind: 'escalation-failed', charge: { kind: 'unknown' } },
    });
  });
});

const frontiers: fc.Arbitrary<FrontierScript> = fc.record({
  budget: fc.array(fc.constantFrom('granted' as const, 'refused' as const), { minLength: 1, maxLength: 4 }),
  frontier: fc.constantFrom<Plan | 'failed' | 'unavailable'>(
    orderPlan,
    planOf({ s1: ['validate_order'] }),
    'failed',
    'unavailable',
  ),
});
const histories = fc
  .tuple(
    frontiers,
    fc.constantFrom(ambiguous, novel, incomplete, undefined),
    fc.constantFrom<OnBudget | undefined>('serve_with_disclaimer', 'queue', undefined),
  )
  .map(([frontier, route, onBudget]) => run(route === undefined ? {} : { route }, frontier, onBudget));

describe('every run', () => {
  it('ends or waits for budget, and settles what was reserved before it ends', () => {
    const property = fc.property(histories, ({ events, state }) => {
      expect(checkHistory(events, { ended: !state.parked })).toEqual([]);
      const bodies = events.map(({ event }) => event.body);
      const of = (kind: string) => bodies.filter((body) => body.kind === kind);
      expect(of('escalation-wanted').length).toBeLessThanOrEqual(1);
      expect(of('spend-settled').length).toBe(of('spend-reserved').length);
    });
    expect(() => fc.assert(property, { numRuns: 200 })).not.toThrow();
  });

  it('says to its caller when it was served without the frontier that it wanted', () => {
    const property = fc.property(histories, ({ state, events }) => {
      if (state.finished === undefined || !kinds(events).includes('escalation-wanted')) return;
      const planned = events.some(({ event: { body } }) => body.kind === 'plan-proposed' && body.escalation === 1);
      expect(state.finished.disclaimer === undefined).toBe(planned);
      if (!planned) expect(state.finished.confidence).toBeLessThanOrEqual(0.5);
    });
    expect(() => fc.assert(property, { numRuns: 200 })).not.toThrow();
  });
});

const kinds = (events: readonly { readonly event: RunEvent }[]): readonly string[] =>
  events.map(({ event }) => event.body.kind);
