/** Compares what a run did, as its events tell, with what its case expects: one verdict for each key of `expect`. */
import type { JsonObject, StoredEvent } from '@pitcrew/contracts';
import { callDifference, sameCalls, type ToolCall } from './calls.ts';
import type { EvalCase, Expectation } from './case.ts';
import { graphOf } from './gold-plan.ts';
import { type PlanGraph, samePlan } from './plan-graph.ts';

export const KEYS = ['workflow', 'plan', 'calls', 'outcome', 'stop_reason'] as const;
export type Key = (typeof KEYS)[number];

export type Compared = {
  readonly passed: boolean;
  readonly expected: unknown;
  readonly got: unknown;
  readonly difference?: unknown;
};

/** Only the keys that the case expects something of. */
export type Judgement = Readonly<Partial<Record<Key, Compared>>>;

export function judgeCase({ expect }: Pick<EvalCase, 'expect'>, events: readonly StoredEvent[]): Judgement {
  const got = whatHappened(events);
  const same = (expected: unknown, found: unknown): Compared => ({ expected, got: found, passed: expected === found });
  return {
    ...(expect.workflow !== undefined && { workflow: same(expect.workflow, got.workflow) }),
    ...(expect.plan !== undefined && { plan: comparePlan(expect.plan, got.plan) }),
    ...(expect.calls !== undefined && { calls: compareCalls(expect.calls, got.calls) }),
    ...(expect.outcome !== undefined && { outcome: same(expect.outcome, got.outcome) }),
    ...(expect.stop_reason !== undefined && { stop_reason: same(expect.stop_reason, got.stop_reason) }),
  };
}

export const passed = (judgement: Judgement): boolean => Object.values(judgement).every((compared) => compared.passed);

/** Steps of the expected plan: of the one that the run's plan is, where several are acceptable. Undefined without one. */
export const expectedSteps = ({ plan }: Expectation, events: readonly StoredEvent[]): number | undefined => {
  const got = whatHappened(events).plan;
  return (plan?.find((graph) => samePlan(graph, got)) ?? plan?.[0])?.length;
};

/** The tools that the case's plans contain: what `approve: planned` approves. Undefined when it expects no plan. */
export const plannedTools = ({ plan }: Expectation): ReadonlySet<string> | undefined =>
  plan && new Set(plan.flatMap((graph) => graph.map(({ tool }) => tool)));

export function whatHappened(events: readonly StoredEvent[]) {
  const bodies = events.map(({ event }) => event.body);
  const route = bodies.findLast((body) => body.kind === 'run-routed')?.route;
  const plan = bodies.findLast((body) => body.kind === 'plan-proposed')?.plan;
  const finished = bodies.find((body) => body.kind === 'run-finished');
  return {
    workflow: route?.workflow ?? null,
    plan: plan === undefined ? [] : graphOf(plan),
    calls: performedCalls(events),
    outcome: finished?.status ?? null,
    stop_reason: finished?.stopReason ?? null,
  };
}

/** The calls that succeeded, with the arguments that were proposed for them last. */
export function performedCalls(events: readonly StoredEvent[]): readonly ToolCall[] {
  const proposed = new Map<string, { readonly tool: string; readonly arguments: JsonObject }>();
  return events.flatMap(({ event: { body } }) => {
    if (body.kind === 'call-proposed')
      proposed.set(`${body.step}/${body.item}`, { tool: body.tool, arguments: body.arguments });
    if (body.kind !== 'call-performed' || body.outcome.kind !== 'succeeded') return [];
    return proposed.get(`${body.step}/${body.item}`) ?? [];
  });
}

function comparePlan(expected: readonly PlanGraph[], got: PlanGraph): Compared {
  const [only] = expected;
  const written = expected.length === 1 ? only?.map(asWritten) : expected.map((graph) => graph.map(asWritten));
  return { expected: written, got: got.map(asWritten), passed: expected.some((graph) => samePlan(graph, got)) };
}

const asWritten = ({ id, tool, after, forEach, when }: PlanGraph[number]) => ({
  id,
  tool,
  after,
  for_each: forEach,
  when,
});

const compareCalls = (expected: readonly ToolCall[], got: readonly ToolCall[]): Compared => ({
  expected,
  got,
  passed: sameCalls(expected, got),
  ...(sameCalls(expected, got) ? {} : { difference: callDifference(expected, got) }),
});
