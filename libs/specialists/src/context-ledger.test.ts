import { type StepId, stepId } from '@pitcrew/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ContextPlan,
  type ContextRequest,
  type ContextResult,
  expandResult,
  planContext,
} from './context-ledger.ts';

/** A tokenizer that anybody can check: a token is a word. */
const countTokens = (text: string): number => text.match(/\S+/g)?.length ?? 0;
const words = (count: number): string => 'w '.repeat(count).trim();
/** A line of so many words: `s3/0 w w` is the full rendering of s3, `s3/1` the next. */
const line = (step: StepId, level: number, length: number): string => `${step}/${level} ${words(length - 1)}`.trim();

function result(ordinal: number, lengths: readonly number[], referable = false): ContextResult {
  const [full = '', ...shorter] = lengths.map((length, level) => line(stepId(ordinal), level, length));
  return { step: stepId(ordinal), full, shorter: () => shorter, referable };
}

const requestOf = (window: number, results: readonly ContextResult[], more: Partial<ContextRequest> = {}) => ({
  window,
  reserve: 0,
  countTokens,
  parts: { fixed: [words(20)], step: [words(30)], results, scratchpad: [words(10)] },
  ...more,
});
type Planned = Extract<ContextPlan, { kind: 'planned' }>;
function planned(request: ContextRequest): Planned {
  const plan = planContext(request);
  if (plan.kind === 'overflow') throw new Error(`${plan.needed} tokens do not fit ${plan.window}`);
  return plan;
}
const heads = ({ lines }: Planned): string[] =>
  lines.map((each) => (each.startsWith('[') ? each : each.split(' ')[0]!));

describe('the example of a chain of five steps in a window of 4,096', () => {
  const parts = {
    fixed: [words(500), words(300)],
    step: [words(200)],
    results: [1, 2, 3, 4].map((ordinal) => result(ordinal, [150, 40, 2])),
    scratchpad: [words(120)],
  };

  it('takes 800 + 200 + 4 x 150 + 120 = 1,720 tokens, with every result in full', () => {
    expect(planned({ window: 4096, reserve: 0, countTokens, parts }).ledger).toEqual({
      fixed: 800,
      step: 200,
      results: 600,
      scratchpad: 120,
      total: 1720,
      window: 4096,
      left: 2376,
      summarised: [],
    });
  });

  it.each([
    [1720, 0, []],
    [1719, 0, ['s1']],
    [1720, 1, ['s1']],
    [1610, 0, ['s1']],
    [1609, 0, ['s1', 's2']],
  ])('in a window of %i with %i in reserve it condenses %j', (window, reserve, summarised) => {
    expect(planned({ window, reserve, countTokens, parts }).ledger.summarised).toEqual(summarised);
  });
});

describe('what gives way first', () => {
  const lengths = [20, 10, 5, 2];
  const four = [1, 2, 3, 4].map((ordinal) => result(ordinal, lengths));
  const referable = [result(1, lengths, true), ...four.slice(1)];

  it.each<[why: string, window: number, results: readonly ContextResult[], expected: string[]]>([
    ['nothing while there is room', 140, four, ['s1/0', 's2/0', 's3/0', 's4/0']],
    ['the oldest', 130, four, ['s1/1', 's2/0', 's3/0', 's4/0']],
    ['then the others, one level at a time', 105, four, ['s1/2', 's2/1', 's3/1', 's4/0']],
    ['the newest only after all others have no shorter line', 86, four, ['s1/3', 's2/3', 's3/3', 's4/0']],
    ['nor are shown by themselves', 76, four, ['[3 older results: s1 to s3]', 's4/1']],
    ['what the step may refer to stays, however old', 125, referable, ['s1/0', 's2/1', 's3/1', 's4/0']],
    ['and goes before the newest', 100, referable, ['[2 older results: s2 to s3]', 's1/1', 's4/0']],
    ['at last only a count is left', 66, four, ['[4 older results: s1 to s4]']],
  ])('%s', (_, window, results, expected) => {
    expect(heads(planned(requestOf(window, results)))).toEqual(expected);
  });

  it('leaves out a rendering that is no shorter', () => {
    expect(heads(planned(requestOf(70, [result(1, [20, 20, 25, 3])])))).toEqual(['s1/3']);
  });

  it('leaves a short result in full while the same is still summarised of others', () => {
    const results = [result(1, [20, 10, 5, 2]), result(2, [6, 9, 9, 2]), result(3, [6])];
    expect(heads(planned(requestOf(77, results)))).toEqual(['s1/2', 's2/0', 's3/0']);
    expect(heads(planned(requestOf(76, results)))).toEqual(['s1/3', 's2/0', 's3/0']);
    expect(heads(planned(requestOf(70, results)))).toEqual(['s1/3', 's2/3', 's3/0']);
  });

  it('makes no shorter line while everything fits', () => {
    const costly = { ...result(1, [5]), shorter: () => expect.unreachable() };
    expect(planned(requestOf(100, [costly])).ledger.summarised).toEqual([]);
  });
});

describe('an overflow', () => {
  it('names what the most condensed form needs, reserve included, and has no lines', () => {
    const request = requestOf(60, [result(1, [20, 10]), result(2, [20, 10])], { reserve: 7 });
    expect(planContext(request)).toEqual({ kind: 'overflow', needed: 60 + 6 + 7, window: 60 });
    expect(planned({ ...request, window: 73 }).lines).toEqual(['[2 older results: s1 to s2]']);
  });

  it('comes from the other parts as well', () => {
    expect(planContext(requestOf(59, []))).toEqual({ kind: 'overflow', needed: 60, window: 59 });
  });
});

describe('expanding', () => {
  const results = [1, 2, 3].map((ordinal) => result(ordinal, [20, 5, 2]));

  it('shows a condensed result in full again, and others make room', () => {
    const request = requestOf(95, results);
    expect(heads(planned(request))).toEqual(['s1/1', 's2/1', 's3/0']);
    const plan = expandResult(request, stepId(1)) as Planned;
    expect(heads(plan)).toEqual(['[1 older result: s2]', 's1/0', 's3/1']);
  });

  it('overflows rather than show it shorter', () => {
    expect(expandResult(requestOf(75, results), stepId(1)).kind).toBe('overflow');
  });

  it('of a step without a result is a mistake of the caller', () => {
    expect(() => expandResult(requestOf(95, results), stepId(9))).toThrow(RangeError);
  });
});

/** Results of any lengths; a rendering need not be shorter than the one before. */
const anyResults = (lengthMax: number) =>
  fc
    .array(fc.tuple(fc.array(fc.integer({ min: 1, max: lengthMax }), { minLength: 1, maxLength: 4 }), fc.boolean()), {
      maxLength: 40,
    })
    .map((drawn) => drawn.map(([lengths, referable], index) => result(index + 1, lengths, referable)));
/** The window holds some share of what the results take in full: most draws have to condense something. */
const anyRequest = fc
  .record({
    percent: fc.noBias(fc.integer({ min: 0, max: 120 })),
    reserve: fc.integer({ min: 0, max: 40 }),
    results: fc.noBias(anyResults(60)),
  })
  .map(({ percent, reserve, results }) => {
    const full = countTokens(results.map((each) => each.full).join('\n'));
    return requestOf(60 + reserve + Math.ceil((full * percent) / 100), results, { reserve });
  });

/** How far each result is condensed, read off the lines alone; a counted one is beyond every rendering. */
function levelsOf({ lines }: Planned, results: readonly ContextResult[]): readonly number[] {
  const shown = new Map(lines.map((each) => each.split(' ')[0]!.split('/') as [string, string]));
  return results.map(({ step }) => Number(shown.get(step) ?? 9));
}

describe('for any results', () => {
  it('C1: a plan stays within the window less the reserve, and its ledger is a plain count', () => {
    const property = fc.property(anyRequest, (request) => {
      const plan = planContext(request);
      if (plan.kind === 'overflow') return;
      const { fixed, step, scratchpad } = request.parts;
      const total = countTokens([...fixed, ...step, ...plan.lines, ...scratchpad].join('\n'));
      expect(plan.ledger).toMatchObject({ total, left: request.window - request.reserve - total });
      expect(plan.ledger.left).toBeGreaterThanOrEqual(0);
    });
    expect(() => fc.assert(property)).not.toThrow();
  });

  it('C2: each result stands in one of its renderings, in order, or is counted', () => {
    const property = fc.property(anyRequest, (request) => {
      const { results } = request.parts;
      const plan = planContext(request);
      if (plan.kind === 'overflow') return;
      const counted = plan.lines.filter((each) => each.startsWith('['));
      const own = plan.lines.filter((each) => !each.startsWith('['));
      const count = counted.length === 0 ? 0 : Number(/^\[(\d+) older results?: /.exec(counted[0]!)?.[1]);
      expect(counted.length).toBeLessThanOrEqual(1);
      expect(own.length + count).toBe(results.length);
      const shown = results.filter(({ step }) => own.some((each) => each.startsWith(`${step}/`)));
      expect(shown.map(({ full, shorter }, index) => [full, ...shorter()].includes(own[index]!))).not.toContain(false);
      const inFull = results.filter(({ full }) => own.includes(full)).map(({ step }) => step);
      expect(plan.ledger.summarised).toEqual(results.map(({ step }) => step).filter((step) => !inFull.includes(step)));
    });
    expect(() => fc.assert(property)).not.toThrow();
  });

  it('C3: a bigger window condenses nothing more, and nothing at all when all fits', () => {
    const property = fc.property(anyRequest, fc.nat(500), (request, more) => {
      const { results } = request.parts;
      const [plan, wider] = [planContext(request), planContext({ ...request, window: request.window + more })];
      if (plan.kind === 'overflow') return;
      const levels = levelsOf(plan, results);
      const widerLevels = levelsOf(wider as Planned, results);
      expect(widerLevels.filter((level, index) => level > levels[index]!)).toEqual([]);
      const full = results.map((each) => each.full).join('\n');
      if (60 + countTokens(full) + request.reserve <= request.window) expect(plan.ledger.summarised).toEqual([]);
    });
    expect(() => fc.assert(property)).not.toThrow();
  });

  it('C4: an overflow is true and tight: what it needs is enough, one token less is not', () => {
    const property = fc.property(anyRequest, (request) => {
      const plan = planContext({ ...request, window: 40 });
      if (plan.kind === 'planned') return expect.unreachable();
      expect(planContext({ ...request, window: plan.needed }).kind).toBe('planned');
      expect(planContext({ ...request, window: plan.needed - 1 }).kind).toBe('overflow');
    });
    expect(() => fc.assert(property)).not.toThrow();
  });

  it('keeps the newest and what the step may refer to while another result is still shown', () => {
    const property = fc.property(anyRequest, (request) => {
      const { results } = request.parts;
      const plan = planContext(request);
      if (plan.kind === 'overflow') return;
      const levels = levelsOf(plan, results);
      const kept = (index: number) => results[index]!.referable || index === results.length - 1;
      const othersShown = levels.some((level, index) => !kept(index) && level < 9);
      const keptCondensed = levels.some((level, index) => kept(index) && level > 0);
      expect(othersShown && keptCondensed).toBe(false);
    });
    expect(() => fc.assert(property)).not.toThrow();
  });

  it('a log of 40 steps always fits a window of 2,048', () => {
    const results = fc.array(fc.tuple(fc.integer({ min: 1, max: 400 }), fc.boolean()), {
      minLength: 40,
      maxLength: 40,
    });
    const property = fc.property(results, fc.integer({ min: 0, max: 900 }), (drawn, stepTokens) => {
      const logged = drawn.map(([length, referable], index) =>
        result(index + 1, [length, Math.min(length, 150), 40, 3], referable),
      );
      const parts = { fixed: [words(800)], step: [words(stepTokens)], results: logged, scratchpad: [words(120)] };
      const plan = planned({ window: 2048, reserve: 100, countTokens, parts });
      expect(plan.ledger.total).toBeLessThanOrEqual(1948);
      const counted = Number(/^\[(\d+) /.exec(plan.lines[0] ?? '')?.[1] ?? 0);
      expect(plan.lines.filter((each) => !each.startsWith('[')).length + counted).toBe(40);
    });
    expect(() => fc.assert(property, { numRuns: 40 })).not.toThrow();
  });
});
