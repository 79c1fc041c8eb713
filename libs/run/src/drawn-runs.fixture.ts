/** Whole runs drawn for the properties: plans, failures, verdicts, what probes find, what people say, what a frontier answers and costs. */
import type { BodyOf, Finding, Outcome, Plan, ReviewResolution, Verdict } from '@pitcrew/contracts';
import fc from 'fast-check';
import {
  failed,
  passed,
  planOf,
  play,
  REVIEWED,
  type Replan,
  routes,
  rules,
  type Script,
  scriptedCrew,
  succeeded,
} from './scripted.ts';
import { escalatingCrew, hybridRules } from './scripted-escalation.ts';
import { scriptedRepair } from './scripted-repair.ts';
import type { RunState } from './state.ts';

type Drawn<A> = A extends fc.Arbitrary<infer T> ? T : never;

const refused: Verdict = { passed: false, confidence: 0.9, findings: ['it is wrong.'] };

/** A plan of up to ten steps; each depends on some of those before it. */
const plans: fc.Arbitrary<Plan> = fc
  .array(fc.record({ tool: fc.constantFrom('read', 'confirm_order', 'pay', 'launch', 'ship'), edges: fc.nat(255) }), {
    minLength: 1,
    maxLength: 10,
  })
  .map((nodes) =>
    planOf(
      Object.fromEntries(
        nodes.map(({ tool, edges }, index) => {
          const before = Array.from({ length: index }, (_, i) => i).filter((i) => (edges >> (i % 8)) & 1);
          return [`s${index + 1}`, [tool, ...before.map((i) => `s${i + 1}`)] as const];
        }),
      ),
    ),
  );

const outcomes: fc.Arbitrary<Outcome> = fc.oneof(
  { weight: 6, arbitrary: fc.constant(succeeded({ ok: true })) },
  { weight: 1, arbitrary: fc.constantFrom(failed('transient', 'busy'), failed('transient', 'timeout', 'unknown')) },
  { weight: 1, arbitrary: fc.constantFrom(failed('input', 'no such thing'), failed('input', 'half done', 'unknown')) },
  { weight: 1, arbitrary: fc.constant(failed('logic', 'half done', 'unknown')) },
  { weight: 1, arbitrary: fc.constant(failed('logic', 'impossible')) },
);

const findings: fc.Arbitrary<Finding> = fc.constantFrom<Finding>(
  { kind: 'took-effect', result: { ok: true } },
  { kind: 'did-nothing' },
  { kind: 'not-known', message: 'under way' },
);

/** What a person says about a failed step. */
const answers = fc.constantFrom(
  ...(['retry', 'retry-other', 'did-nothing', 'skip', 'take-over', 'abort', 'expire'] as const),
);
function drawnAnswer(
  answer: Drawn<typeof answers>,
  { call, offers }: BodyOf<'review-requested'>,
): ReviewResolution | 'expire' {
  const retry = (order_id: number, didNothing: boolean): ReviewResolution | 'expire' =>
    offers.includes('retry') && (didNothing || call?.executed === 'no')
      ? { kind: 'retry', arguments: { order_id }, didNothing }
      : 'expire';
  switch (answer) {
    case 'retry':
      return offers.includes('retry') && call?.arguments.order_id !== undefined
        ? { kind: 'retry', arguments: call.arguments, didNothing: false }
        : 'expire';
    case 'retry-other':
      return retry(1, false);
    case 'did-nothing':
      return retry(2, true);
    case 'skip':
      return { kind: 'skip' };
    case 'take-over':
      return offers.includes('take-over') ? { kind: 'take-over', result: { ok: true } } : 'expire';
    case 'abort':
      return { kind: 'abort', reason: '' };
    case 'expire':
      return 'expire';
  }
}

const scripts: fc.Arbitrary<Script> = fc
  .record({
    plan: plans,
    outcomes: fc.array(outcomes, { minLength: 1, maxLength: 30 }),
    verdicts: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 30 }),
    changing: fc.boolean(),
    decideApproval: fc.constantFrom('approve', 'refuse', 'expire'),
    mode: fc.constantFrom('chain' as const, 'scratchpad' as const),
    limits: fc.option(
      fc.record({ maxSteps: fc.nat(9), maxErrors: fc.nat(4), stepTimeoutMs: fc.constant(5000) }).map((limits) => ({
        ...limits,
        maxSteps: limits.maxSteps + 1,
        maxErrors: limits.maxErrors + 1,
      })),
    ),
    findings: fc.array(findings, { minLength: 1, maxLength: 5 }),
    reviewed: fc.option(fc.array(answers, { minLength: 1, maxLength: 6 })),
    repairs: fc.option(fc.array(fc.constantFrom('refresh', 'skip', 'none'), { minLength: 1, maxLength: 3 })),
  })
  .map((drawn): Script => {
    const { plan, verdicts, changing, decideApproval, mode, limits, reviewed, repairs } = drawn;
    let performed = 0;
    let probed = 0;
    let judged = 0;
    const verdict = (): Verdict => ((verdicts[judged++ % verdicts.length] ?? 1) === 0 ? refused : passed);
    return {
      plan: reviewed === null ? plan : { ...plan, workflow: REVIEWED },
      mode,
      decideApproval: decideApproval as 'approve',
      ...(reviewed !== null && {
        resolveReview: (asked, nth) => drawnAnswer(reviewed[(nth - 1) % reviewed.length] ?? 'expire', asked),
      }),
      arguments: (_, attempt) => ({ order_id: changing ? 4520 + attempt : 4520 }),
      perform: () => drawn.outcomes[performed++ % drawn.outcomes.length] as Outcome,
      judgeCall: verdict,
      judgeStep: verdict,
      probe: () => drawn.findings[probed++ % drawn.findings.length] as Finding,
      ...(limits !== null && { limits }),
      ...(repairs !== null && { replan: (state, failure) => drawnRepair(repairs, state, failure) }),
    };
  });

/** It heeds no bound: those are the machine's. */
function drawnRepair(repairs: readonly ('refresh' | 'skip' | 'none')[], state: RunState, failure: Replan) {
  const repair = repairs[state.repaired.length % repairs.length] ?? 'none';
  return repair === 'none' ? undefined : scriptedRepair(rules, state, failure, repair);
}

/** Requests that are unclear, whose callers may be asked and may answer; a frontier that is asked for what is still unclear. */
const beginnings = fc.record({
  route: fc.constantFrom(undefined, undefined, routes.ambiguous, routes.incomplete, routes.novel),
  routeAnew: fc.constantFrom(undefined, routes.ambiguous, routes.incomplete),
  clarify: fc.boolean(),
  answer: fc.constantFrom('order 4521', 'expire' as const),
});
const frontiers = fc.record({
  budget: fc.array(fc.constantFrom('granted' as const, 'refused' as const), { maxLength: 3 }),
  answers: fc.constantFrom('plan', 'plan', 'failed' as const, 'unavailable' as const),
  waiting: fc.constantFrom('period-turns' as const, 'limit-raised' as const),
  onBudget: fc.constantFrom(undefined, 'queue' as const, 'serve_with_disclaimer' as const),
});

/** With the rules that it was played by. */
export const played = fc
  .tuple(scripts, fc.option(beginnings), fc.option(frontiers))
  .map(([steps, beginning, frontier]) => {
    const script: Script = { ...steps, ...(beginning && drawnBeginning(beginning)) };
    if (frontier === null) return { ...play(rules, 'go', scriptedCrew(script), script), rules };
    const { answers, budget, waiting, onBudget } = frontier;
    const planned = answers === 'plan' ? (script.plan as Plan) : answers;
    const crew = escalatingCrew(script, { budget: [...budget, 'granted'], frontier: planned, waiting });
    const asking = { ...script, ...(onBudget && { onBudget }) };
    return { ...play(hybridRules, 'go', crew, asking), rules: hybridRules };
  });

function drawnBeginning({ route, routeAnew, ...rest }: Drawn<typeof beginnings>): Partial<Script> {
  return { ...rest, ...(route && { route }), ...(routeAnew && { routeAnew }) };
}
