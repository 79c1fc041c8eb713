import { type CaseResult, type EvalCase, parseCases } from '@pitcrew/cli/eval';
import type { Pack } from '@pitcrew/workflow';
import { describe, expect, it } from 'vitest';
import { endedRight, outcomeOf, type Shape, shapeOf } from './outcome.ts';

const when = { reference: 'match.match', operator: 'eq', literal: true } as const;
const pack = { name: 'invoices', template: { post: { when }, match: {}, note: {} } } as unknown as Pack;

const caseOf = (expect: object, rest: object = {}): EvalCase => {
  const [evalCase] = parseCases(JSON.stringify({ request: 'x', expect, ...rest }), 'f');
  if (evalCase === undefined) throw new Error('no case');
  return evalCase;
};

const match = { tool: 'match' };
const post = { tool: 'post', after: ['match'] };

describe('the shape of a case', () => {
  it.each<[why: string, plan: unknown, shape: Shape]>([
    ['nothing is planned', [], { steps: 0, branches: false, fansOut: false }],
    ['a line', [match, { tool: 'note', after: ['match'] }], { steps: 2, branches: false, fansOut: false }],
    [
      'a condition of the template',
      [match, { ...post, when: '$match.match eq true' }],
      { steps: 2, branches: true, fansOut: false },
    ],
    [
      'a condition of the request',
      [match, { tool: 'note', after: ['match'], when: '$match.total gt 5' }],
      { steps: 2, branches: false, fansOut: false },
    ],
    [
      'a list',
      [match, { tool: 'note', after: ['match'], for_each: '$match.lines' }],
      { steps: 2, branches: false, fansOut: true },
    ],
    ['the first of several plans', [[match], [match, post]], { steps: 1, branches: false, fansOut: false }],
  ])('%s', (_, plan, shape) => {
    expect(shapeOf([pack], caseOf({ workflow: 'invoices', plan }))).toEqual(shape);
  });

  it('is nothing when the case names no plan, and without branches when nobody knows the workflow', () => {
    expect(shapeOf([pack], caseOf({ outcome: 'failed' })).steps).toBe(0);
    const strange = caseOf({ workflow: 'other', plan: [match, { ...post, when: '$match.match eq true' }] });
    expect(shapeOf([pack], strange)).toEqual({ steps: 2, branches: false, fansOut: false });
  });
});

describe('the right end', () => {
  const covered: Shape = { steps: 2, branches: false, fansOut: false };
  const none: Shape = { ...covered, steps: 0 };
  const all = { workflow: true, plan: true, calls: true, outcome: true, stop_reason: true };
  it.each([
    ['all is right', covered, all, true],
    ['a plan may differ when the calls do not', covered, { ...all, plan: false }, true],
    ['a call is wrong, missing, or made twice', covered, { ...all, calls: false }, false],
    ['another outcome', covered, { ...all, outcome: false }, false],
    ['another reason to stop', covered, { ...all, stop_reason: false }, false],
    ['no reason is expected', covered, { calls: true, outcome: true }, true],
    ['a plan without its calls tells nothing', covered, { plan: true, outcome: true }, undefined],
    ['no outcome tells nothing', covered, { calls: true }, undefined],
    ['refused as expected', none, { workflow: true, outcome: true, stop_reason: true }, true],
    ['refused for another reason', none, { workflow: true, outcome: true, stop_reason: false }, false],
  ])('%s', (_, shape, right, ended) => {
    expect(endedRight({ shape, right })).toBe(ended);
  });
});

it('joins a case with what came of it', () => {
  const result: CaseResult = {
    line: 1,
    request: 'x',
    tenant: 't',
    run: 'r',
    passed: false,
    keys: {
      calls: { passed: true, expected: [], got: [] },
      stop_reason: { passed: false, expected: 'completed', got: 'verdict_failed' },
    },
    steps: 9,
    stepsBegun: 2,
    sampledTokens: 7,
    latencyMs: 1200,
    finished: true,
  };
  expect(outcomeOf([pack], caseOf({ workflow: 'invoices', plan: [match] }, { class: 'logic' }), result)).toEqual({
    line: 1,
    request: 'x',
    failure: 'logic',
    shape: { steps: 1, branches: false, fansOut: false },
    right: { calls: true, stop_reason: false },
    stopReason: 'verdict_failed',
    finished: true,
    latencyMs: 1200,
    stepsBegun: 2,
    sampledTokens: 7,
  });
});
