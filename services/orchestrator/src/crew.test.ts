/** What the crew asks the planner after an impossible state, and what it tells the validator of a run whose plan was revised. */
import { Plan } from '@pitcrew/contracts';
import type { Effect, RunState } from '@pitcrew/run';
import {
  failed,
  orderPlan,
  packDigest,
  play,
  rules,
  type Script,
  scriptedCrew,
  succeeded,
  usage,
} from '@pitcrew/run/scripted';
import { scriptedRepair } from '@pitcrew/run/scripted-repair';
import { expect, it } from 'vitest';
import { createCrew, type Specialists } from './crew.ts';

const signal = new AbortController().signal;
const unrecoverable: Script = {
  perform: (tool) => (tool === 'confirm_order' ? failed('logic', 'confirmed before') : succeeded({ ok: true })),
};

/** A run as it stands when the machine wants this, and the crew's clients, which keep what they are asked. */
function at(kind: 'replan' | 'judge-run') {
  const script: Script = { ...unrecoverable, replan: (state, effect) => scriptedRepair(rules, state, effect, 'skip') };
  const answer = scriptedCrew(script);
  const { state, effects } = play(rules, 'go', (effect, now) =>
    effect.kind === kind ? undefined : answer(effect, now),
  );
  const asked: unknown[] = [];
  const keeps = (reply: object) => async (request: unknown) => {
    asked.push(request);
    return reply;
  };
  const revised = { ...orderPlan, version: 2, steps: orderPlan.steps.slice(0, 3) };
  const replanning = { kind: 'revised', plan: revised, repair: 'skip', packDigest, confidence: 0.8, usage };
  const missing = { proposal: { kind: 'missing', argument: 'order_id' } };
  const passed = { verdict: { passed: true, confidence: 1, findings: [] }, usage };
  const clients = {
    executor: { propose: keeps(missing) },
    planner: { replan: keeps({ replanning }) },
    validator: { judgeRun: keeps(passed), judgeCall: keeps(passed) },
  };
  const crew = createCrew(clients as unknown as Specialists, rules);
  return { state: state as RunState, effect: effects.at(-1), asked, crew };
}

it('the planner is told where the run stands, and no result', async () => {
  const { state, effect, asked, crew } = at('replan');
  if (effect?.kind !== 'replan') throw new Error('the machine wants no revision');
  const fact = await crew.replan(state, effect, signal);
  expect(asked[0]).toMatchObject({
    workflow: 'order-processing',
    finished: ['s1', 's2', 's3'],
    failedStep: 's4',
    message: 'confirmed before',
    firstOrdinal: 5,
    stepsLeft: 4,
  });
  expect(JSON.stringify(asked[0])).not.toContain('"ok"');
  expect(fact).toMatchObject({ kind: 'plan-revised', failedStep: 's4', repair: 'skip', confidence: 0.8 });
  expect(Plan.parse(fact.kind === 'plan-revised' && fact.plan).version).toBe(2);
});

it('the validator hears that a repair left a tool out', async () => {
  const { state, asked, crew } = at('judge-run');
  await crew.judgeRun(state, signal);
  expect(asked[0]).toMatchObject({ skipped: ['confirm_order'] });
});

/** Plays until the machine wants this of the nth call of a step; each of its calls fails on its arguments. */
function untilAttempt<Kind extends 'propose' | 'judge-call'>(
  kind: Kind,
  refused: { readonly step: string; readonly tool: string },
  attempt: number,
  args: Script['arguments'],
) {
  const script: Script = {
    ...(args && { arguments: args }),
    perform: (tool) => (tool === refused.tool ? failed('input', 'not in warehouse_east') : succeeded({ ok: true })),
  };
  const answer = scriptedCrew(script);
  const { state, effects } = play(rules, 'go', (effect, now) =>
    effect.kind === kind && effect.step === refused.step && effect.attempt === attempt
      ? undefined
      : answer(effect, now),
  );
  const effect = effects.at(-1);
  if (effect?.kind !== kind) throw new Error(`the machine wants no ${kind}`);
  return { state, effect: effect as Extract<Effect, { kind: Kind }> };
}

async function toldOf(attempt: number, args: Script['arguments']): Promise<unknown> {
  const { state, effect } = untilAttempt('propose', { step: 's2', tool: 'check_inventory' }, attempt, args);
  const { crew, asked } = at('judge-run');
  await crew.propose(state, effect, signal);
  return (asked[0] as { failures: unknown }).failures;
}

it('the executor is told of each failed call, with its error', async () => {
  const failures = await toldOf(2, (_, attempt) => ({ attempt }));
  expect(failures).toEqual([{ arguments: { attempt: 1 }, message: 'not in warehouse_east' }]);
});

it('a proposal that repeats what failed is told of once more, so that the next one samples otherwise', async () => {
  const failure = { arguments: { same: true }, message: 'not in warehouse_east' };
  expect(await toldOf(3, () => ({ same: true }))).toEqual([failure, failure]);
});

it.each([
  [1, false],
  [2, true],
])(
  'the validator hears whether call %i takes the place of one that its tool has refused',
  async (attempt, afterRefusal) => {
    const confirming = { step: 's4', tool: 'confirm_order' };
    const { state, effect } = untilAttempt('judge-call', confirming, attempt, (_, nth) => ({ attempt: nth }));
    const { crew, asked } = at('judge-run');
    await crew.judgeCall(state, effect, signal);
    expect(asked[0]).toMatchObject({ arguments: { attempt }, afterRefusal });
  },
);

it.each([
  ['its workflow’s bounds', { maxSteps: 4, maxErrors: 2, stepTimeoutMs: 900 }],
  ['no bounds where the workflow sets none', undefined],
])('a plan is recorded with %s', async (_, limits) => {
  const planned = { planning: { kind: 'planned', plan: orderPlan, packDigest, confidence: 1, usage } };
  const planner = { plan: async () => planned } as unknown as Specialists['planner'];
  const crew = createCrew({ planner } as Specialists, { ...rules, limitsOf: () => limits });
  const { state } = at('judge-run');
  const fact = await crew.plan(state, { kind: 'plan', workflow: 'order-processing', mode: 'chain' }, signal);
  expect(fact.kind === 'plan-proposed' && fact.limits).toEqual(limits);
});
