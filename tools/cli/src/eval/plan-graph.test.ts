import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type GraphNode, type PlanGraph, samePlan, transitiveReduction } from './plan-graph.ts';

const node = (id: string, tool: string, after: string[] = [], more: Partial<GraphNode> = {}): GraphNode => ({
  id,
  tool,
  after,
  ...more,
});
const le = (reference: string, literal: number) => ({ reference, operator: 'le', literal }) as const;

const diamond = [node('a', 'look'), node('b', 'left', ['a']), node('c', 'right', ['a']), node('d', 'join', ['b', 'c'])];

const cases: [string, PlanGraph, PlanGraph, boolean][] = [
  ['two empty plans', [], [], true],
  ['other ids', [node('a', 'x'), node('b', 'y', ['a'])], [node('s1', 'x'), node('s2', 'y', ['s1'])], true],
  ['another order of independent steps', diamond, [diamond[0], diamond[2], diamond[1], diamond[3]] as PlanGraph, true],
  [
    'an edge that others imply',
    [node('a', 'x'), node('b', 'y', ['a']), node('c', 'z', ['b'])],
    [node('a', 'x'), node('b', 'y', ['a']), node('c', 'z', ['a', 'b'])],
    true,
  ],
  ['a missing edge', [node('a', 'x'), node('b', 'y', ['a'])], [node('a', 'x'), node('b', 'y')], false],
  ['a reversed edge', [node('a', 'x'), node('b', 'y', ['a'])], [node('b', 'y'), node('a', 'x', ['b'])], false],
  ['another tool', [node('a', 'x')], [node('a', 'y')], false],
  ['a step too many', [node('a', 'x')], [node('a', 'x'), node('b', 'x')], false],
  [
    'a repeated tool whose two uses have different dependants',
    [node('a', 'x'), node('b', 'x'), node('c', 'y', ['b']), node('d', 'z', ['a'])],
    [node('a', 'x'), node('b', 'x'), node('c', 'y', ['a']), node('d', 'z', ['b'])],
    true,
  ],
  [
    'a repeated tool joined where it should be apart',
    [node('a', 'x'), node('b', 'x'), node('c', 'y', ['a']), node('d', 'z', ['b'])],
    [node('a', 'x'), node('b', 'x'), node('c', 'y', ['a']), node('d', 'z', ['a'])],
    false,
  ],
  [
    'a for_each over the same step under another id',
    [node('a', 'x'), node('b', 'y', ['a'], { forEach: '$a.items' })],
    [node('s1', 'x'), node('s2', 'y', ['s1'], { forEach: '$s1.items' })],
    true,
  ],
  [
    'a for_each over another path',
    [node('a', 'x'), node('b', 'y', ['a'], { forEach: '$a.items' })],
    [node('a', 'x'), node('b', 'y', ['a'], { forEach: '$a.people' })],
    false,
  ],
  [
    'a for_each that one plan lacks',
    [node('a', 'x'), node('b', 'y', ['a'], { forEach: '$a.items' })],
    [node('a', 'x'), node('b', 'y', ['a'])],
    false,
  ],
  [
    'a condition with another literal',
    [node('a', 'x'), node('b', 'y', ['a'], { when: [le('$a.cost', 500)] })],
    [node('a', 'x'), node('b', 'y', ['a'], { when: [le('$a.cost', 50)] })],
    false,
  ],
  [
    'a condition on the other of two equal tools',
    [node('a', 'x'), node('b', 'x', ['a']), node('c', 'y', ['b'], { when: [le('$a.cost', 5)] })],
    [node('a', 'x'), node('b', 'x', ['a']), node('c', 'y', ['b'], { when: [le('$b.cost', 5)] })],
    false,
  ],
  [
    'the same two conditions in another order',
    [node('a', 'x'), node('b', 'y', ['a'], { when: [le('$a.cost', 500), le('$a.days', 3)] })],
    [node('s1', 'x'), node('s2', 'y', ['s1'], { when: [le('$s1.days', 3), le('$s1.cost', 500)] })],
    true,
  ],
  [
    'a second condition that one plan lacks',
    [node('a', 'x'), node('b', 'y', ['a'], { when: [le('$a.cost', 500), le('$a.days', 3)] })],
    [node('a', 'x'), node('b', 'y', ['a'], { when: [le('$a.cost', 500)] })],
    false,
  ],
  [
    'a condition twice for two',
    [node('a', 'x'), node('b', 'y', ['a'], { when: [le('$a.cost', 500), le('$a.cost', 500)] })],
    [node('a', 'x'), node('b', 'y', ['a'], { when: [le('$a.cost', 500), le('$a.days', 500)] })],
    false,
  ],
  ['no condition, said as nothing and as none', [node('a', 'x', [], { when: [] })], [node('a', 'x')], true],
  [
    'a number and its text',
    [node('a', 'x'), node('b', 'y', ['a'], { when: [le('$a.cost', 5)] })],
    [node('a', 'x'), node('b', 'y', ['a'], { when: [{ ...le('$a.cost', 5), literal: '5' }] })],
    false,
  ],
];

describe('plans as graphs', () => {
  it.each(cases)('%s', (_, left, right, same) => {
    expect(samePlan(left, right)).toBe(same);
    expect(samePlan(right, left)).toBe(same);
  });

  it('drops implied edges and no others', () => {
    const reduced = transitiveReduction([
      node('a', 'x'),
      node('b', 'y', ['a']),
      node('c', 'z', ['a', 'b']),
      node('d', 'w', ['c', 'a']),
    ]);
    expect(reduced.map(({ after }) => after)).toEqual([[], ['a'], ['b'], ['c']]);
  });
});

/** A random DAG over few tools, so that tools repeat. */
const graph: fc.Arbitrary<PlanGraph> = fc
  .array(fc.record({ tool: fc.constantFrom('x', 'y'), bits: fc.nat(255) }), { minLength: 1, maxLength: 6 })
  .map((rows) =>
    rows.map(({ tool, bits }, index) =>
      node(
        `n${index}`,
        tool,
        rows.flatMap((__, before) => (before < index && (bits >> before) & 1 ? [`n${before}`] : [])),
      ),
    ),
  );

const permutations = <T>(list: readonly T[]): T[][] =>
  list.length === 0
    ? [[]]
    : list.flatMap((head, at) => permutations(list.toSpliced(at, 1)).map((rest) => [head, ...rest]));

/** The dumb model: every renaming of every node, edge for edge. */
function sameByTrial(left: PlanGraph, right: PlanGraph): boolean {
  if (left.length !== right.length) return false;
  const shape = (plan: PlanGraph, names: readonly string[]) => {
    const rename = new Map(plan.map(({ id }, index) => [id, names[index]]));
    return transitiveReduction(plan)
      .map(({ id, tool, after }) => `${rename.get(id)} ${tool} ${after.map((before) => rename.get(before)).sort()}`)
      .sort()
      .join(';');
  };
  const names = left.map((_, index) => `p${index}`);
  const wanted = shape(left, names);
  return permutations(names).some((renamed) => shape(right, renamed) === wanted);
}

describe('against trying every renaming', () => {
  it('agrees on any two plans', () => {
    fc.assert(
      fc.property(graph, graph, (left, right) => samePlan(left, right) === sameByTrial(left, right)),
      { numRuns: 300 },
    );
  });

  it('knows a shuffled and renamed plan again', () => {
    fc.assert(
      fc.property(graph, fc.infiniteStream(fc.nat()), (plan, random) => {
        const keyed = plan.map((step) => ({ step, key: random.next().value ?? 0 }));
        const shuffled = keyed.toSorted((a, b) => a.key - b.key).map(({ step }) => step);
        const renamed = shuffled.map(({ id, tool, after }) =>
          node(
            `r-${id}`,
            tool,
            after.map((before) => `r-${before}`),
          ),
        );
        return samePlan(plan, renamed);
      }),
    );
  });
});
