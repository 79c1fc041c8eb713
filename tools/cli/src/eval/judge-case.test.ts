import { describe, expect, it } from 'vitest';
import { orderRun, troubledRun, uncoveredRun } from '../story/run.fixture.ts';
import { parseCases } from './case.ts';
import { judgeCase, passed, performedCalls } from './judge-case.ts';

const judge = (expectation: object, events = orderRun) => {
  const [evalCase] = parseCases(JSON.stringify({ request: 'x', expect: expectation }), 'f');
  if (evalCase === undefined) throw new Error('no case');
  return judgeCase(evalCase, events);
};

const goldPlan = [
  { tool: 'validate_order' },
  { tool: 'calculate_shipping', after: ['validate_order'] },
  { tool: 'confirm_order', after: ['calculate_shipping'] },
];
const goldCalls = [
  { tool: 'validate_order', arguments: { order_id: '4521', customer: 'acme-corp' } },
  { tool: 'calculate_shipping', arguments: { order_id: 4521, zone: 'east', weight_kg: 37.5 } },
  { tool: 'confirm_order', arguments: { order_id: 4521, shipping_method: 'ground', shipping_cost: 42.5 } },
];

describe('a run against its case', () => {
  it('is judged by the keys that the case has, and no others', () => {
    expect(judge({})).toEqual({});
    expect(Object.keys(judge({ outcome: 'succeeded', workflow: 'order-processing' }))).toEqual(['workflow', 'outcome']);
  });

  it('is right when all keys are', () => {
    const judgement = judge({
      workflow: 'order-processing',
      plan: goldPlan,
      calls: goldCalls,
      outcome: 'succeeded',
      stop_reason: 'completed',
    });
    expect(passed(judgement)).toBe(true);
    expect(Object.keys(judgement)).toHaveLength(5);
  });

  it.each<[string, object]>([
    ['workflow', { workflow: 'incident-triage' }],
    ['workflow', { workflow: null }],
    ['plan', { plan: goldPlan.slice(0, 2) }],
    ['plan', { plan: [] }],
    ['calls', { calls: goldCalls.slice(1) }],
    ['outcome', { outcome: 'partial' }],
    ['stop_reason', { stop_reason: 'no_workflow' }],
  ])('is wrong in its %s', (key, expectation) => {
    expect(judge(expectation)).toMatchObject({ [key]: { passed: false } });
  });

  it('takes any of several acceptable plans', () => {
    expect(judge({ plan: [goldPlan.slice(0, 1), goldPlan] }).plan?.passed).toBe(true);
  });

  it('may expect that nothing was planned', () => {
    expect(passed(judge({ workflow: null, plan: [], calls: [], stop_reason: 'no_workflow' }, uncoveredRun))).toBe(true);
  });

  it('counts a call that succeeded, with its last arguments, and none that failed', () => {
    expect(performedCalls(troubledRun)).toEqual([{ tool: 'validate_order', arguments: { order_id: 4523 } }]);
  });
});
