/**
 * From a compact answer to a plan, or to what is wrong with it. Code adds what the pack knows, as `expandPlan` does: ids in
 * topological order, dependencies, the template's lists and conditions. The plan then passes the same check as a local one.
 *
 * - P1: nothing of the template's conditions is lost; what the request adds stands beside them.
 * - P2: one workflow, each tool at most once, at most STEPS_MAX steps.
 */
import { Plan, type PlanStep, type StepId, stepId } from '@pitcrew/contracts';
import { askedArguments, GIVEN, NOT_GIVEN, requestCandidates } from '@pitcrew/specialists';
import { checkPlan, type Pack, STEPS_MAX, toolOf } from '@pitcrew/workflow';
import { type Bindings, conditionOf } from './bindings.ts';
import { stepOrder } from './order.ts';
import type { PlanAnswer } from './plan-letter.ts';

export type ReadPlan =
  | { readonly kind: 'plan'; readonly plan: Plan }
  | { readonly kind: 'refused'; readonly problems: readonly string[] };

type AnswerStep = PlanAnswer['steps'][number];

export function readPlan(pack: Pack, { steps }: PlanAnswer, bindings: Bindings): ReadPlan {
  const problems = formProblems(pack, steps);
  if (problems.length > 0) return { kind: 'refused', problems };
  const order = stepOrder(
    pack,
    steps.map((step) => ({ tool: step.tool, waitsFor: waitsFor(pack, step) })),
  );
  if (order.kind === 'cycle')
    return { kind: 'refused', problems: [`the steps wait for each other: ${order.tools.join(', ')}`] };
  const idOf = new Map(order.tools.map((tool, index) => [tool, stepId(index + 1)]));
  const byTool = new Map(steps.map((step) => [step.tool, step]));
  const written = order.tools.map((tool) => stepOf(pack, byTool.get(tool) as AnswerStep, idOf, bindings));
  const faults = written.flatMap((step) => ('problem' in step ? [step.problem] : []));
  if (faults.length > 0) return { kind: 'refused', problems: faults };
  const parsed = Plan.safeParse({
    workflow: pack.name,
    variation: variationOf(pack, new Set(order.tools)),
    version: 1,
    steps: written.map((step, index) => ({
      ...step,
      dependsOn: order.dependsOn[index]?.map((need) => idOf.get(need)),
    })),
  });
  if (!parsed.success) return { kind: 'refused', problems: parsed.error.issues.map(({ message }) => message) };
  const found = checkPlan(pack, parsed.data);
  return found.length > 0 ? { kind: 'refused', problems: found } : { kind: 'plan', plan: parsed.data };
}

/** What makes every further step pointless, first of all its number: nothing here grows faster than the plan. */
function formProblems(pack: Pack, steps: readonly AnswerStep[]): string[] {
  if (steps.length === 0) return ['the plan has no step'];
  if (steps.length > STEPS_MAX) return [`the plan has ${steps.length} steps; at most ${STEPS_MAX} are allowed`];
  const tools = steps.map(({ tool }) => tool);
  const named = steps.flatMap(({ tool, after }) => (after ?? []).map((need) => [tool, need] as const));
  return [
    ...tools.filter((tool) => toolOf(pack, tool) === undefined).map((tool) => `${tool} is not a tool of ${pack.name}`),
    ...tools.filter((tool, index) => tools.indexOf(tool) < index).map((tool) => `${tool} stands in the plan twice`),
    ...named
      .filter(([, need]) => !tools.includes(need))
      .map(([tool, need]) => `${tool} waits for ${need}, which is not in the plan`),
  ];
}

/** Beside what the tool needs: what the answer says, and the steps whose results it reads. */
const waitsFor = (pack: Pack, { tool, after, for_each, when }: AnswerStep): string[] => {
  const { forEach, when: standing } = pack.template[tool] ?? {};
  const read = [for_each ?? forEach, when?.field, standing?.reference].flatMap((path) => path?.split('.')[0] ?? []);
  return [...(after ?? []), ...read];
};

type WrittenStep = Omit<PlanStep, 'dependsOn'>;

function stepOf(
  pack: Pack,
  { tool, for_each, when, given }: AnswerStep,
  idOf: ReadonlyMap<string, StepId>,
  bindings: Bindings,
): WrittenStep | { readonly problem: string } {
  const referenceTo = (path: string): string => {
    const [source = '', ...fields] = path.split('.');
    return `$${[idOf.get(source) ?? source, ...fields].join('.')}`;
  };
  const template = pack.template[tool] ?? {};
  const asked = when ? conditionOf(pack, when, bindings) : undefined;
  if (asked?.kind === 'problem') return { problem: `${tool}: ${asked.message}` };
  const conditions = [template.when, asked?.condition].filter((each) => each !== undefined);
  const [first, second] = [
    ...new Map(
      conditions.map((each) => [JSON.stringify([each.reference, each.operator, each.literal]), each]),
    ).values(),
  ];
  const forEach = for_each ?? template.forEach;
  const read = givenOf(pack, tool, given ?? undefined, bindings);
  if (read?.kind === 'problem') return { problem: `${tool}: ${read.message}` };
  return {
    id: idOf.get(tool) as StepId,
    tool,
    ...(forEach && { forEach: referenceTo(forEach) }),
    ...(first && {
      when: { reference: referenceTo(first.reference), operator: first.operator, literal: first.literal },
    }),
    ...(second && {
      andWhen: { reference: referenceTo(second.reference), operator: second.operator, literal: second.literal },
    }),
    ...(read && { given: { arguments: read.arguments } }),
  };
}

/** What a request has no words for is not given, whatever the answer says. */
function givenOf(
  pack: Pack,
  tool: string,
  given: AnswerStep['given'],
  { request }: Bindings,
):
  | { readonly kind: 'given'; readonly arguments: Record<string, string> }
  | { readonly kind: 'problem'; readonly message: string }
  | undefined {
  const asked = askedArguments(pack, tool);
  const strange = (given ?? []).find(({ argument }) => !asked.some(([name]) => name === argument));
  if (strange)
    return { kind: 'problem', message: `${strange.argument} is not an optional argument that a request gives` };
  if (asked.length === 0) return undefined;
  const said = new Map((given ?? []).map(({ argument, value }) => [argument, value]));
  const entries = asked.map(([name, argument]): [string, string] => {
    const value = said.get(name);
    if (value === undefined) return [name, NOT_GIVEN];
    const sayable = requestCandidates(request, name, argument);
    if (argument.type === 'enum') return [name, sayable.includes(value) ? value : NOT_GIVEN];
    return [name, sayable.length > 0 ? GIVEN : NOT_GIVEN];
  });
  return { kind: 'given', arguments: Object.fromEntries(entries) };
}

/** The variation that leaves out what the plan leaves out; else the one that leaves out the most of it and nothing that the plan has. */
function variationOf(pack: Pack, tools: ReadonlySet<string>): string {
  const fitting = Object.entries(pack.variations).filter(([, { without }]) => !without.some((tool) => tools.has(tool)));
  const [best] = fitting.sort(([, one], [, other]) => other.without.length - one.without.length);
  return best?.[0] ?? '';
}
