/** What holds for every run, whatever the crew answers: drawn plans, drawn failures, drawn verdicts. */
import type { BodyOf, EventBody, Finding, Outcome, Plan, ReviewResolution, Verdict } from '@pitcrew/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_ERRORS, MAX_REPLANS, MAX_REVIEWS, MAX_STEPS, TRANSIENT_RETRIES_MAX } from './bounds.ts';
import { checkHistory } from './check-history.ts';
import { decide } from './decide.ts';
import { foldRun } from './evolve.ts';
import {
  failed,
  passed,
  planOf,
  play,
  REVIEWED,
  type Replan,
  rules,
  type Script,
  scriptedCrew,
  succeeded,
} from './scripted.ts';
import { scriptedRepair } from './scripted-repair.ts';
import type { RunState } from './state.ts';
import { transcript } from './transcript.ts';

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
  answer: typeof answers extends fc.Arbitrary<infer A> ? A : never,
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

/** Whether a probe found out that the call did nothing. */
const wasClearedUp = (after: readonly EventBody[], { step, item }: BodyOf<'call-performed'>): boolean =>
  after.some(
    (body) =>
      body.kind === 'call-probed' && body.step === step && body.item === item && body.finding.kind === 'did-nothing',
  );

const played = scripts.map((script) => play(rules, 'go', scriptedCrew(script), script));

describe('every run', () => {
  it('ends, and its history is legal (R5, I1, I2)', () => {
    fc.assert(
      fc.property(played, ({ events }) => {
        expect(checkHistory(events, { ended: true }), transcript(events)).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it('keeps its bounds', () => {
    fc.assert(
      fc.property(played, ({ state, events }) => {
        const bodies = events.map(({ event }) => event.body);
        const begun = new Set(bodies.flatMap((body) => (body.kind === 'call-proposed' ? [body.step] : [])));
        expect(begun.size).toBeLessThanOrEqual(Math.min(MAX_STEPS, state.limits.maxSteps));
        expect(bodies.filter(({ kind }) => kind === 'plan-revised').length).toBeLessThanOrEqual(MAX_REPLANS);
        for (const { event } of events)
          if (event.body.kind === 'call-performed')
            expect(event.body.performance).toBeLessThanOrEqual(TRANSIENT_RETRIES_MAX + 1);
        const attempts = [...state.steps.values()].flatMap(({ calls }) =>
          [...calls.values()].map(({ attempt }) => attempt),
        );
        const reviews = bodies.filter(({ kind }) => kind === 'review-requested').length;
        expect(reviews).toBeLessThanOrEqual(MAX_REVIEWS);
        // A person's proposals count beside those of the crew.
        expect(Math.max(...attempts, 0)).toBeLessThanOrEqual(MAX_ERRORS + 2 + reviews);
      }),
      { numRuns: 200 },
    );
  });

  it('wants the same of whoever folds the same log, all at once or in two parts (R1)', () => {
    fc.assert(
      fc.property(played, fc.nat(), ({ events }, cut) => {
        const at = cut % (events.length + 1);
        const inTwo = foldRun(events.slice(at), foldRun(events.slice(0, at)));
        expect(inTwo).toEqual(foldRun(events));
        expect(decide(rules, inTwo)).toEqual(decide(rules, foldRun(events)));
      }),
      { numRuns: 200 },
    );
  });

  it('changes no arguments and repeats nothing that cannot be undone while the call before may have taken effect (R3)', () => {
    fc.assert(
      fc.property(played, ({ events }) => {
        const doubted = new Set<string>();
        /** Made once more because a person wanted it so: whatever comes of it, the one before may have been done. */
        const repeated = new Set<string>();
        const tools = new Map<string, string>();
        for (const { event } of events) {
          const { body } = event;
          if (body.kind === 'call-proposed') {
            tools.set(body.step, body.tool);
            if (body.tool !== 'read') expect(doubted).not.toContain(body.step);
          }
          if (body.kind === 'review-resolved' && body.resolution.kind !== 'skip') {
            const { resolution, step } = body;
            if (resolution.kind === 'retry' && !resolution.didNothing && doubted.has(step)) repeated.add(step);
            doubted.delete(step);
          }
          if (body.kind === 'call-probed' && body.finding.kind !== 'not-known') doubted.delete(body.step);
          if (body.kind !== 'call-performed') continue;
          if (['launch', 'ship'].includes(tools.get(body.step) ?? '')) expect(doubted).not.toContain(body.step);
          if (body.outcome.kind === 'succeeded') doubted.delete(body.step);
          else if (body.outcome.executed === 'unknown' || repeated.has(body.step)) doubted.add(body.step);
        }
      }),
      { numRuns: 600 },
    );
  });

  it('has one step under way at a time where a scratchpad is kept', () => {
    fc.assert(
      fc.property(played, ({ events, state }) => {
        if (state.scratchpad === undefined) return;
        let current: string | undefined;
        for (const { event } of events) {
          const { body } = event;
          if (body.kind === 'call-proposed') {
            expect([undefined, body.step]).toContain(current);
            current = body.step;
          }
          if (body.kind === 'step-succeeded' || body.kind === 'step-failed') current = undefined;
        }
      }),
      { numRuns: 200 },
    );
  });

  it('begins nothing between an impossible state and the revision of its plan, and revises only what did nothing', () => {
    fc.assert(
      fc.property(played, ({ events }) => {
        const bodies = events.map(({ event }) => event.body);
        bodies.forEach((body, index) => {
          if (body.kind !== 'plan-revised' && body.kind !== 'replan-refused') return;
          const step = body.kind === 'plan-revised' ? body.failedStep : body.step;
          const failure = bodies.findIndex((each) => each.kind === 'step-failed' && each.step === step);
          const began = (each: (typeof bodies)[number]) => each.kind === 'call-proposed' && each.attempt === 1;
          expect(failure).toBeLessThan(index);
          expect(bodies.slice(failure, index).filter(began)).toEqual([]);
          const tool = bodies.find((each) => each.kind === 'call-proposed' && each.step === step);
          const before = bodies.slice(0, index);
          const unknown = before.filter(
            (each, at) =>
              each.kind === 'call-performed' &&
              each.step === step &&
              (each.outcome.kind === 'succeeded' ||
                (each.outcome.executed === 'unknown' && !wasClearedUp(before.slice(at), each))),
          );
          if (tool?.kind === 'call-proposed' && tool.tool !== 'read') expect(unknown).toEqual([]);
        });
      }),
      { numRuns: 400 },
    );
  });

  it('counts each revision once, and a step succeeds once under its id (R3)', () => {
    fc.assert(
      fc.property(played, ({ events, state }) => {
        const bodies = events.map(({ event }) => event.body);
        const revised = bodies.filter(({ kind }) => kind === 'plan-revised').length;
        expect(state.repaired.length).toBe(revised);
        expect(state.plan?.version ?? 1).toBe(1 + revised);
        const succeededSteps = bodies.flatMap((body) => (body.kind === 'step-succeeded' ? [body.step] : []));
        expect(new Set(succeededSteps).size).toBe(succeededSteps.length);
      }),
      { numRuns: 200 },
    );
  });

  it('after an unknown outcome makes the same call under its key, unless a person says that it did nothing (R3)', () => {
    fc.assert(
      fc.property(played, ({ events }) => {
        const last = new Map<string, { readonly key: string; mayHaveBeenDone: boolean }>();
        for (const { event } of events) {
          const { body } = event;
          if (!('step' in body) || !('item' in body)) continue;
          const place = `${body.step}:${body.item}`;
          const earlier = last.get(place);
          if (body.kind === 'review-resolved' && body.resolution.kind === 'retry' && body.resolution.didNothing)
            last.delete(place);
          if (body.kind === 'call-proposed') {
            const isRead = body.tool === 'read';
            if (earlier?.mayHaveBeenDone === true && !isRead)
              expect(body.idempotencyKey, transcript(events)).toBe(earlier.key);
            last.set(place, { key: body.idempotencyKey, mayHaveBeenDone: earlier?.mayHaveBeenDone ?? false });
          }
          const now = last.get(place);
          if (now === undefined) continue;
          if (body.kind === 'call-probed' && body.finding.kind === 'did-nothing') now.mayHaveBeenDone = false;
          if (body.kind === 'call-performed' && body.outcome.kind === 'failed')
            now.mayHaveBeenDone ||= body.outcome.executed === 'unknown';
        }
      }),
      { numRuns: 400 },
    );
  });

  it('draws runs in which a person is asked about a failed step, and answers in every way', () => {
    const bodies = fc
      .sample(played, { numRuns: 1500, seed: 11 })
      .flatMap(({ events }) => events.map(({ event }) => event.body));
    const ways = new Set(bodies.flatMap((body) => (body.kind === 'review-resolved' ? [body.resolution.kind] : [])));
    expect([...ways].sort()).toEqual(['abort', 'retry', 'skip', 'take-over']);
    expect(bodies.some((body) => body.kind === 'timer-fired' && body.timer.startsWith('review:'))).toBe(true);
  });

  it('draws runs whose plan is revised', () => {
    const runs = fc.sample(played, { numRuns: 1500, seed: 7 });
    const revised = runs.filter(({ state }) => state.repaired.length > 0);
    expect(revised.length).toBeGreaterThan(20);
    expect(revised.some(({ state }) => state.repaired.length === MAX_REPLANS)).toBe(true);
  });

  it('performs nothing with a side effect before the validator passed it, nor what is high-stakes before a person did (R4)', () => {
    fc.assert(
      fc.property(played, ({ events }) => {
        const allowed = new Set<string>();
        for (const { event } of events) {
          const { body } = event;
          if (body.kind === 'call-judged' && body.verdict.passed) allowed.add(`judged ${body.step} ${body.attempt}`);
          if (body.kind === 'review-resolved' && body.resolution.kind === 'retry')
            allowed.add(`asked for ${body.step} ${body.attempt + 1}`);
          if (body.kind === 'approval-requested') allowed.delete(`approved ${body.step} ${body.argumentDigest}`);
          if (body.kind === 'approval-decided' && body.approved)
            allowed.add(`approved ${body.step} ${body.argumentDigest}`);
          if (body.kind !== 'call-performed') continue;
          const proposed = events
            .map((each) => each.event.body)
            .findLast((b) => b.kind === 'call-proposed' && b.step === body.step && b.attempt === body.attempt);
          if (proposed?.kind !== 'call-proposed' || proposed.tool === 'read') continue;
          // A person stands above the validator, but not above who approves.
          expect(
            ['judged', 'asked for'].some((word) => allowed.has(`${word} ${body.step} ${body.attempt}`)),
            `${body.step} ${body.attempt}`,
          ).toBe(true);
          if (proposed.tool === 'pay') expect(allowed).toContain(`approved ${body.step} ${proposed.argumentDigest}`);
        }
      }),
      { numRuns: 300 },
    );
  });
});
