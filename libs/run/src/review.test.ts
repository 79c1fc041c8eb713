/** What a person may answer about a failed step, and what becomes of an answer that does not fit. */
import type { BodyOf, EventBody, JsonObject, Outcome, Plan, ReviewResolution, StepId } from '@pitcrew/contracts';
import { describe, expect, it } from 'vitest';
import { MAX_REVIEWS } from './bounds.ts';
import { decide } from './decide.ts';
import { effectKey } from './effect.ts';
import { foldRun } from './evolve.ts';
import { answerProblem } from './review-answer.ts';
import { reviewsOf } from './reviews-of.ts';
import {
  failed,
  orderPlan,
  planOf,
  play,
  REVIEWED,
  rules,
  type Script,
  scriptedCrew,
  storedEvent,
  succeeded,
} from './scripted.ts';

const reviewed = (plan: Plan): Plan => ({ ...plan, workflow: REVIEWED });
const onHold: Script = {
  plan: reviewed(orderPlan),
  perform: (tool, _, args) =>
    tool === 'confirm_order' && args.order_id === 4521 ? failed('logic', 'it is on hold') : succeeded({ ok: true }),
};
const retry = (args: JsonObject, didNothing = false): ReviewResolution => ({
  kind: 'retry',
  arguments: args,
  didNothing,
});

/** A run that waits for an answer about its last step, and what it does once these facts have come. */
function waiting(script: Script = onHold) {
  const { events } = play(rules, 'go', scriptedCrew(script));
  const asked = events.map(({ event }) => event.body).findLast((body) => body.kind === 'review-requested');
  if (asked?.kind !== 'review-requested') throw new Error('nobody was asked');
  const after = (...bodies: readonly EventBody[]) => {
    const all = [...events];
    for (const body of bodies) all.push(storedEvent(all, 1, body));
    const state = foldRun(all);
    return { state, events: all, wants: decide(rules, state).map(effectKey), effects: decide(rules, state) };
  };
  const answer = (resolution: ReviewResolution, change: Partial<BodyOf<'review-resolved'>> = {}): EventBody => {
    const { step, item, attempt } = asked;
    return { kind: 'review-resolved', step, item, attempt, decidedBy: 'kim', resolution, ...change };
  };
  return { asked, after, answer };
}

describe('an answer', () => {
  const { asked, after, answer } = waiting();

  it('that fits is done', () => {
    expect(after().wants).toEqual(['park']);
    expect(after(answer(retry({ order_id: 1 }))).effects).toMatchObject([
      { kind: 'append', body: { kind: 'call-proposed', step: 's4', attempt: 2, arguments: { order_id: 1 } } },
    ]);
  });

  it.each<[string, EventBody]>([
    ['about another step', answer({ kind: 'skip' }, { step: 's3' as StepId })],
    ['about a step that is not there', answer({ kind: 'skip' }, { step: 's9' as StepId })],
    ['about another item', answer({ kind: 'skip' }, { item: 1 })],
    ['to an earlier question', answer({ kind: 'skip' }, { attempt: asked.attempt - 1 })],
    ['with arguments of the wrong type', answer(retry({ order_id: 'x' }))],
    ['with a result that lacks a field', answer({ kind: 'take-over', result: { done: true } })],
  ])('%s changes nothing', (_, forged) => {
    const { state, wants } = after(forged);
    expect({ ...state, sequence: 0, updatedAt: '' }).toEqual({ ...after().state, sequence: 0, updatedAt: '' });
    expect(wants).toEqual(['park']);
  });

  it.each<[string, EventBody]>([
    ['after another answer', answer({ kind: 'skip' })],
    ['after the time was over', { kind: 'timer-fired', timer: 'review:s4:0' }],
    [
      'after the end of the run',
      { kind: 'run-finished', status: 'partial', stopReason: 'internal_error', result: {}, account: '', confidence: 1 },
    ],
  ])('%s changes nothing', (_, earlier) => {
    const late = after(earlier, answer(retry({ order_id: 1 })));
    expect(late.state.steps).toEqual(after(earlier).state.steps);
    expect(late.wants).toEqual(after(earlier).wants);
  });

  it('that comes after a timer of an earlier wait is still heard', () => {
    const { wants } = after({ kind: 'timer-fired', timer: 'approval:s4:0' }, answer({ kind: 'skip' }));
    expect(wants).toEqual(['append']);
  });
});

/** The answer of the first call is lost; the second ends so. */
const twice =
  (second: Outcome): NonNullable<Script['perform']> =>
  (_, __, ___, ____, attempt) =>
    attempt === 1 ? failed('logic', 'lost', 'unknown') : second;

describe('R3: what may be done again', () => {
  const launch = reviewed(planOf({ s1: ['launch'] }));
  const lost = waiting({ plan: launch, perform: () => failed('transient', 'timeout', 'unknown') });
  const sure = waiting();
  const keyAfter = ({ after, answer }: ReturnType<typeof waiting>, resolution: ReviewResolution) => {
    const [effect] = after(answer(resolution)).effects;
    return effect?.kind === 'append' && effect.body.kind === 'call-proposed' ? effect.body.idempotencyKey : undefined;
  };
  const same = { order_id: 4521 };

  it('an unknown outcome is told, with the call as it was made', () => {
    expect(lost.asked).toMatchObject({
      stopReason: 'outcome_unknown',
      call: { arguments: same, executed: 'unknown', message: 'timeout' },
    });
    expect(sure.asked).toMatchObject({ stopReason: 'logic_error', call: { arguments: same, executed: 'no' } });
  });

  it.each<[string, ReturnType<typeof waiting>, ReviewResolution, 'the same key' | 'a new key' | 'nothing']>([
    ['it did nothing, the same call', sure, retry(same), 'a new key'],
    ['it did nothing, another call', sure, retry({ order_id: 1 }), 'a new key'],
    ['nobody knows, the same call', lost, retry(same), 'the same key'],
    ['nobody knows, another call', lost, retry({ order_id: 1 }), 'nothing'],
    ['a person has looked, the same call', lost, retry(same, true), 'a new key'],
    ['a person has looked, another call', lost, retry({ order_id: 1 }, true), 'a new key'],
  ])('%s', (_, run, resolution, expected) => {
    const key = keyAfter(run, resolution);
    const was = run.asked.call?.idempotencyKey;
    expect(key === undefined ? 'nothing' : key === was ? 'the same key' : 'a new key').toBe(expected);
  });

  it.each<[string, string, Partial<Script>]>([
    ['said it did nothing', 'launch', { perform: twice(failed('transient', 'busy')) }],
    ['was refused for its arguments', 'launch', { perform: twice(failed('input', 'no such order')) }],
    ['is asked about in vain, before and after', 'ship', { perform: twice(failed('transient', 'timeout', 'unknown')) }],
  ])('a call that a person repeats stays in doubt, whatever comes of it: it %s', (_, tool, script) => {
    const { asked } = waiting({
      plan: reviewed(planOf({ s1: [tool] })),
      ...script,
      resolveReview: (_, nth) => (nth === 1 ? retry(same) : 'expire'),
    });
    expect(asked).toMatchObject({ attempt: 2, stopReason: 'outcome_unknown', call: { executed: 'unknown' } });
  });

  it('the doubt is over once a probe says so of the repeated call', () => {
    let asked = 0;
    const run = waiting({
      plan: reviewed(planOf({ s1: ['ship'] })),
      perform: twice(failed('logic', 'half done', 'unknown')),
      probe: () => (++asked <= 3 ? { kind: 'not-known', message: 'under way' } : { kind: 'did-nothing' }),
      resolveReview: (_, nth) => (nth === 1 ? retry(same) : 'expire'),
    });
    expect(run.asked).toMatchObject({ attempt: 2, stopReason: 'logic_error', call: { executed: 'no' } });
    expect(keyAfter(run, retry({ order_id: 1 }))).not.toBe(run.asked.call?.idempotencyKey);
  });

  it('what has a result is not offered to be done again', () => {
    let performed = 0;
    const { asked } = waiting({
      ...onHold,
      resolveReview: (_, asked) => (asked === 1 ? retry({ order_id: 1 }) : 'expire'),
      perform: (tool) => {
        performed += tool === 'confirm_order' ? 1 : 0;
        return tool === 'confirm_order' && performed === 1
          ? failed('logic', 'it is on hold')
          : succeeded({ ok: false });
      },
      judgeStep: (tool) => ({ passed: tool !== 'confirm_order', confidence: 0.9, findings: ['it is not ok.'] }),
    });
    expect(asked).toMatchObject({ attempt: 2, stopReason: 'verdict_failed', offers: ['skip', 'take-over', 'abort'] });
  });
});

describe('who is asked', () => {
  const stopOf = (script: Script) => {
    const { state, events } = play(rules, 'go', scriptedCrew(script));
    const questions = events.filter(({ event }) => event.body.kind === 'review-requested').length;
    return { questions, stopReason: state.finished?.stopReason };
  };

  it.each<[string, Script, number, string | undefined]>([
    ['nobody, unless the workflow wants it', { ...onHold, plan: orderPlan }, 0, 'logic_error'],
    [
      'nobody, where arguments are wrong',
      { plan: reviewed(orderPlan), perform: () => failed('input', 'no') },
      0,
      'input_error',
    ],
    [
      'nobody, where another step failed for good',
      {
        plan: reviewed(planOf({ s1: ['read'], s2: ['read'] })),
        perform: (_, __, ___, step) => failed(step === 's1' ? 'input' : 'logic', 'no'),
      },
      0,
      'input_error',
    ],
    ['somebody, who may not answer', { ...onHold, resolveReview: () => 'expire' }, 1, 'review_expired'],
    [
      'somebody, again and again, but not for ever',
      { ...onHold, resolveReview: () => retry({ order_id: 4521 }) },
      MAX_REVIEWS,
      'logic_error',
    ],
  ])('%s', (_, script, questions, stopReason) => {
    expect(stopOf(script)).toEqual({ questions, stopReason });
  });

  it('two branches at once, and each answer reaches its own step', () => {
    const plan = reviewed(planOf({ s1: ['read'], s2: ['read'] }));
    const { asked, after, answer } = waiting({
      plan,
      perform: (_, __, args) => (args.order_id === 4521 ? failed('logic', 'impossible') : succeeded({ ok: true })),
    });
    expect(asked.step).toBe('s2');
    const { state, effects } = after(
      answer(retry({ order_id: 2 })),
      answer({ kind: 'skip' }, { step: 's1' as StepId }),
    );
    expect(effects).toMatchObject([
      { body: { kind: 'step-skipped', step: 's1' } },
      { body: { kind: 'call-proposed', step: 's2', arguments: { order_id: 2 } } },
    ]);
    expect(state.reviewsAsked).toBe(2);
  });
});

describe('R4: other arguments void an approval', () => {
  it('a retry of what was approved is approved anew', () => {
    const pay = waiting({
      plan: reviewed(planOf({ s1: ['pay'] })),
      decideApproval: 'approve',
      perform: () => failed('logic', 'the account is closed'),
    });
    const [proposal] = pay.after(pay.answer(retry({ order_id: 4521 }))).effects;
    if (proposal?.kind !== 'append') throw new Error('nothing is proposed');
    const { wants } = pay.after(pay.answer(retry({ order_id: 4521 })), proposal.body);
    expect(wants).toEqual([expect.stringMatching(/^request-approval:s1:0:/)]);
  });
});

describe('what fits the declaration of a tool', () => {
  const question = {
    ...waiting().asked,
    declared: {
      arguments: {
        id: { type: 'integer', optional: false, minimum: 1, maximum: 9 },
        speed: { type: 'enum', values: ['slow', 'fast'], optional: true },
        names: { type: 'string[]', optional: true },
      },
      result: { 'items[].sku': 'string', total: 'number', tags: 'string[]' },
    },
  } as const;

  it.each<[JsonObject, RegExp | undefined]>([
    [{ id: 1 }, undefined],
    [{ id: 9, speed: 'fast', names: ['a'] }, undefined],
    [{}, /id is missing/],
    [{ id: 1.5 }, /id must be integer, at least 1, at most 9/],
    [{ id: 10 }, /at most 9/],
    [{ id: 1, speed: 'quick' }, /one of slow, fast/],
    [{ id: 1, names: ['a', 1] }, /names must be string\[\]/],
    [{ id: 1, constructor: 1 }, /no argument constructor/],
    [{ id: 1, names: ['x'.repeat(70_000)] }, /at most 65536/],
  ])('arguments %j', (args, message) => {
    const problem = answerProblem(question as never, retry(args));
    expect(problem?.message ?? '').toMatch(message ?? /^$/);
  });

  it.each<[ReviewResolution extends infer R ? (R extends { result: infer V } ? V : never) : never, RegExp | undefined]>(
    [
      [{ items: [{ sku: 'a' }], total: 1, tags: [] }, undefined],
      [{ items: [], total: 1.5, tags: ['x'], more: true }, undefined],
      [{ items: [{}], total: 1, tags: [] }, /items\[\]\.sku, string/],
      [{ items: {}, total: 1, tags: [] }, /items\[\]\.sku/],
      [{ items: [], tags: [] }, /total, number/],
      [{ items: [], total: 1, tags: 'x' }, /tags, string\[\]/],
      [[], /JSON object/],
      [null, /JSON object/],
    ],
  )('result %j', (result, message) => {
    const problem = answerProblem(question as never, { kind: 'take-over', result });
    expect(problem?.message ?? '').toMatch(message ?? /^$/);
  });

  it('only what is offered', () => {
    expect(answerProblem({ ...question, offers: ['skip'] } as never, { kind: 'abort', reason: '' })?.kind).toBe(
      'not-offered',
    );
  });
});

it('the log has all that an example needs: what was asked for, tried, said and done instead', () => {
  const { events, state } = play(
    rules,
    'Process order 4521',
    scriptedCrew({
      ...onHold,
      resolveReview: (_, asked) => (asked === 1 ? retry({ order_id: 4521 }) : retry({ order_id: 1 })),
    }),
  );
  expect(state.request?.text).toBe('Process order 4521');
  expect(reviewsOf(events)).toMatchObject([
    {
      reviewState: 'resolved',
      decidedBy: 'kim',
      asked: { step: 's4', tool: 'confirm_order', message: 'it is on hold', call: { arguments: { order_id: 4521 } } },
      resolution: { kind: 'retry', arguments: { order_id: 4521 } },
    },
    { reviewState: 'resolved', asked: { attempt: 2 }, resolution: { kind: 'retry', arguments: { order_id: 1 } } },
  ]);
});

it('a person who ends a run is told what was under way and may have taken effect', () => {
  const plan = reviewed(planOf({ s1: ['confirm_order'], s2: ['launch'] }));
  const crew = scriptedCrew({ plan });
  const { events, state: begun } = play(rules, 'go', (effect, state) =>
    effect.kind === 'perform' ? undefined : crew(effect, state),
  );
  const log = [...events];
  let state = begun;
  const append = (body: EventBody): void => {
    const stored = storedEvent(log, 1, body);
    log.push(stored);
    state = foldRun(log);
  };
  const next = () => decide(rules, state).find(({ kind }) => kind !== 'perform');
  const untilOnlyPerforming = (): void => {
    for (let effect = next(); effect !== undefined; effect = next())
      append(effect.kind === 'append' ? effect.body : (crew(effect, state) as EventBody));
  };
  const performed = (step: string, outcome: Outcome): EventBody => ({
    kind: 'call-performed',
    ...{ step: step as StepId, item: 0, attempt: 1, performance: 1 },
    outcome,
    latencyMs: 1,
  });
  untilOnlyPerforming();
  append(performed('s2', failed('logic', 'the pad is closed')));
  untilOnlyPerforming();
  append(performed('s1', failed('transient', 'stopped with its run', 'unknown')));
  const resolution = { kind: 'abort', reason: 'no more' } as const;
  append({ kind: 'review-resolved', step: 's2' as StepId, item: 0, attempt: 1, decidedBy: 'kim', resolution });
  const account = expect.stringMatching(/kim ended the run at launch: no more\..*may have taken effect: confirm_order/);
  expect(decide(rules, state)).toMatchObject([
    { body: { kind: 'run-finished', stopReason: 'review_aborted', account } },
  ]);
});
