/** What holds for every run, whatever the crew answers. */
import type { BodyOf, EventBody, StoredEvent } from '@pitcrew/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_ERRORS, MAX_REPLANS, MAX_REVIEWS, MAX_STEPS, TRANSIENT_RETRIES_MAX } from './bounds.ts';
import { checkHistory } from './check-history.ts';
import { decide } from './decide.ts';
import { played } from './drawn-runs.fixture.ts';
import { foldRun } from './evolve.ts';
import { transcript } from './transcript.ts';

/** Whether a probe found out that the call did nothing. */
const wasClearedUp = (after: readonly EventBody[], { step, item }: BodyOf<'call-performed'>): boolean =>
  after.some(
    (body) =>
      body.kind === 'call-probed' && body.step === step && body.item === item && body.finding.kind === 'did-nothing',
  );

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
      fc.property(played, fc.nat(), ({ events, rules: used }, cut) => {
        const at = cut % (events.length + 1);
        const inTwo = foldRun(events.slice(at), foldRun(events.slice(0, at)));
        expect(inTwo).toEqual(foldRun(events));
        expect(decide(used, inTwo)).toEqual(decide(used, foldRun(events)));
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

  it('draws runs in which the frontier plans, a probe is asked and a person answers', () => {
    const runs = fc.sample(played, { numRuns: 1500, seed: 3 }).map(({ events }) => new Set(kinds(events)));
    const all = ['spend-settled', 'call-probed', 'review-resolved'] as const;
    expect(runs.filter((of) => all.every((kind) => of.has(kind))).length).toBeGreaterThan(5);
    expect(runs.some((of) => of.has('clarification-given') && of.has('escalation-wanted'))).toBe(true);
  });

  it('asks the caller before the frontier, where the caller allows it, and never the frontier about what is missing', () => {
    fc.assert(
      fc.property(played, ({ events, state }) => {
        const told = kinds(events);
        const wanted = told.indexOf('escalation-wanted');
        if (wanted < 0) return;
        const routed = events.slice(0, wanted).findLast(({ event }) => event.body.kind === 'run-routed')?.event.body;
        expect(routed?.kind === 'run-routed' && routed.route.clarity).not.toBe('incomplete');
        if (routed?.kind === 'run-routed' && routed.route.clarity === 'ambiguous' && state.request?.clarify)
          expect(told.slice(0, wanted)).toContain('clarification-wanted');
      }),
      { numRuns: 400 },
    );
  });

  it('settles what was reserved before it ends (R8)', () => {
    fc.assert(
      fc.property(played, ({ events }) => {
        const told = kinds(events);
        const count = (kind: EventBody['kind']) => told.filter((each) => each === kind).length;
        expect(count('spend-settled'), transcript(events)).toBe(count('spend-reserved'));
      }),
      { numRuns: 400 },
    );
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

const kinds = (events: readonly StoredEvent[]): readonly EventBody['kind'][] =>
  events.map(({ event }) => event.body.kind);
