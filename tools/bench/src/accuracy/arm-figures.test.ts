import { describe, expect, it } from 'vitest';
import { figuresOf, type Metric, type RoleFigure, type Scenario } from './arm-figures.ts';
import { outcome, refused } from './outcome.fixture.ts';
import type { Outcome, Shape } from './outcome.ts';

const shaped = (steps: number, change: Partial<Shape> = {}, right: Outcome['right'] = {}): Outcome =>
  outcome({ shape: { steps, branches: false, fansOut: false, ...change }, right });
const wrong = { calls: false };
const recovery = (failure: NonNullable<Outcome['failure']>, right: Outcome['right'] = {}): Outcome =>
  outcome({ failure, right });

describe('the figures of an arm', () => {
  const { metrics } = figuresOf([
    shaped(3),
    shaped(3, {}, wrong),
    shaped(3, {}, { plan: false }),
    shaped(5, {}, { outcome: false }),
    shaped(4),
    refused(),
    recovery('transient'),
    recovery('input', wrong),
    recovery('input', { stop_reason: false }),
    recovery('logic'),
  ]);

  it.each<[Metric, number, number]>([
    ['threeSteps', 2, 3],
    ['fiveSteps', 0, 1],
    ['anySteps', 3, 5],
    ['plan', 4, 5],
    ['recovery', 2, 4],
    ['recoveryTransient', 1, 1],
    ['recoveryInput', 0, 2],
    ['recoveryLogic', 1, 1],
  ])('%s: %i of %i', (name, right, of) => {
    expect(metrics[name]).toMatchObject({ kind: 'share', right, of });
  });

  it('takes the time of finished runs of covered requests, and their tokens over their steps', () => {
    const { metrics: found } = figuresOf([
      outcome({ latencyMs: 900, stepsBegun: 2, sampledTokens: 10 }),
      outcome({ latencyMs: 1100, stepsBegun: 4, sampledTokens: 8 }),
      outcome({ latencyMs: 99_000, finished: false, stepsBegun: 0, sampledTokens: 0 }),
      outcome({ latencyMs: 5, failure: 'transient', stepsBegun: 9, sampledTokens: 900 }),
      refused({ latencyMs: 5 }),
    ]);
    expect(found.latency).toMatchObject({ value: 900, of: 2 });
    expect(found.tokensPerStep).toMatchObject({ value: 3, of: 6 });
  });

  it('has no figure of what was not measured', () => {
    expect(figuresOf([])).toEqual({ metrics: {}, scenarios: {}, roles: {} });
    expect(figuresOf([shaped(3)]).metrics.recovery).toBeUndefined();
  });
});

describe('the scenarios', () => {
  const { scenarios } = figuresOf([
    shaped(1),
    shaped(2),
    shaped(3, {}, wrong),
    shaped(4),
    shaped(6),
    shaped(7),
    shaped(2, { branches: true }),
    shaped(5, { branches: true, fansOut: true }, wrong),
    shaped(3, { fansOut: true }),
    refused(),
    refused({ right: { outcome: false } }),
    // Several plans are acceptable, so nobody says which calls are right.
    { ...shaped(4), right: { plan: true, outcome: true } },
    recovery('logic', wrong),
    recovery('transient'),
  ]);

  it.each<[Scenario, number, number]>([
    ['shortLine', 1, 2],
    ['longLine', 2, 2],
    ['branching', 1, 2],
    ['dynamicCount', 1, 2],
    ['replanning', 0, 1],
    ['manyTypes', 8, 11],
  ])('%s: %i of %i', (name, right, of) => {
    expect(scenarios[name]).toMatchObject({ right, of });
  });
});

describe('the roles', () => {
  const { roles } = figuresOf([
    outcome(),
    outcome({ right: { workflow: false, plan: false, calls: false } }),
    outcome({ right: { plan: false, calls: false } }),
    outcome({ right: { calls: false }, stopReason: 'verdict_failed' }),
    outcome({ right: { outcome: false, stop_reason: false }, stopReason: 'verdict_failed' }),
    refused({ right: { workflow: false, outcome: false } }),
    // An unclear request, of which no route is expected.
    refused({ right: { outcome: true } }),
    recovery('input', { workflow: false }),
  ]);

  it.each<[RoleFigure, number, number]>([
    ['route', 4, 6],
    ['plan', 3, 4],
    ['calls', 2, 3],
    ['falseVerdicts', 1, 2],
  ])('%s: %i of %i', (name, right, of) => {
    expect(roles[name]).toMatchObject({ right, of });
  });
});
