import { describe, expect, it } from 'vitest';
import { EVEN_THRESHOLDS } from './decision.ts';
import { decision, packs } from './fixtures.ts';
import { parseRoute, routerLabels, routerRow } from './router.ts';

const answer = (workflow: Record<string, number>, clarity: Record<string, number>) =>
  decision({ workflow, clarity: { clear: 0, ambiguous: 0, incomplete: 0, ...clarity } });
const order = { 'order-processing': 0.9, none: 0.1 };
const limits = { ...EVEN_THRESHOLDS.router, workflow: 0.4 };
const route = (given: ReturnType<typeof answer>, request: string) => parseRoute(given, request, packs, limits);

describe('a route', () => {
  it.each([
    ['clear', order, { clear: 0.9 }, 'push 4521 through', 'order-processing', 'clear', ''],
    [
      'lacks a number by the head',
      order,
      { incomplete: 0.8 },
      'book it by 14:30',
      'order-processing',
      'incomplete',
      'Which order',
    ],
    [
      'lacks a number by code',
      order,
      { clear: 0.99 },
      'book the acme order',
      'order-processing',
      'incomplete',
      'Which order',
    ],
    [
      'lacks an id by code',
      { 'incident-triage': 1 },
      { clear: 1 },
      'why did it fire',
      'incident-triage',
      'incomplete',
      'Which alert',
    ],
    ['has no workflow', { none: 0.9 }, { clear: 0.9 }, 'cancel 4521', undefined, 'clear', ''],
    [
      'has no workflow, so nothing is missing',
      { none: 0.9 },
      { incomplete: 0.9 },
      'tell a joke',
      undefined,
      'clear',
      '',
    ],
    ['is open', order, { ambiguous: 0.7, incomplete: 0.3 }, 'do 4521', 'order-processing', 'ambiguous', 'The crew can'],
    [
      'is open before it is incomplete',
      order,
      { ambiguous: 0.9 },
      'the usual',
      'order-processing',
      'ambiguous',
      'What should be done',
    ],
    [
      'is doubted below the limit',
      { 'order-processing': 0.35, none: 0.3 },
      { clear: 1 },
      '4521',
      undefined,
      'clear',
      '',
    ],
  ])('%s', (_, workflow, clarity, request, expected, expectedClarity, question) => {
    const routed = route(answer(workflow, clarity), request);
    expect(routed.route.workflow).toBe(expected);
    expect(routed.route.clarity).toBe(expectedClarity);
    if (question === '') expect(routed.question).toBe('');
    else expect(routed.question).toContain(question);
  });

  it('names every workflow when it asks what to do', () => {
    const { question } = route(answer(order, { ambiguous: 1 }), 'deal with 4521');
    for (const { covers } of packs) expect(question).toContain(covers);
  });

  it('is surest about being incomplete when code says so', () => {
    expect(route(answer(order, { clear: 1 }), 'book it').route.clarityConfidence).toBe(1);
  });

  it('turns the confidence round when the workflow is not believed', () => {
    expect(
      route(answer({ 'order-processing': 0.3, none: 0.2 }, { clear: 1 }), '4521').route.workflowConfidence,
    ).toBeCloseTo(0.7);
  });

  it('refuses a model without its heads', () => {
    expect(() => parseRoute(decision({ workflow: { none: 1 } }), 'x', packs, limits)).toThrow(/no head "clarity"/);
  });
});

it('labels every pack and none', () => {
  expect(routerLabels(packs).workflow).toEqual([...packs.map(({ name }) => name), 'none']);
});

it('leaves out the label of a head that does not apply', () => {
  expect(routerRow('do 4521', { clarity: 'ambiguous' }, 'v01')).toEqual({
    text: 'do 0000',
    labels: { clarity: 'ambiguous' },
    voice: 'v01',
  });
});
