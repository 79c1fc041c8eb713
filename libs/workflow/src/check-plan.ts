/**
 * The static check that a plan passes before its first step begins, whoever wrote it: a variation's expansion, a writer
 * or a frontier model. It is the first rung of the ladder of reliability, and it looks at no result.
 */
import { conditionsOf, type Plan, type PlanStep, Reference, type StepId } from '@pitcrew/contracts';
import { declares } from './declares.ts';
import { presentNeeds } from './expand-plan.ts';
import { type Pack, STEPS_MAX, toolOf, variationOf } from './pack.ts';

/** One sentence for each fault of the plan; empty when it may run. */
export function checkPlan(pack: Pack, plan: Plan): readonly string[] {
  const before = ancestors(plan);
  return [
    ...wholeProblems(pack, plan),
    ...plan.steps.flatMap((step, index) => orderProblems(plan, step, index)),
    ...plan.steps.flatMap((step) => toolProblems(pack, plan, step, before.get(step.id) ?? new Set())),
    ...plan.steps.flatMap((step) => referenceProblems(pack, plan, step, before.get(step.id) ?? new Set())),
  ];
}

function wholeProblems(pack: Pack, { workflow, variation, steps }: Plan): string[] {
  const problems: string[] = [];
  if (workflow !== pack.name) problems.push(`the plan is for ${workflow}, not for ${pack.name}`);
  if (!variationOf(pack, variation)) problems.push(`${pack.name} has no variation ${variation}`);
  if (steps.length === 0) problems.push('the plan has no step');
  if (steps.length > STEPS_MAX) problems.push(`the plan has ${steps.length} steps; at most ${STEPS_MAX} are allowed`);
  return problems;
}

/** Ids are unique and every dependency stands earlier, so the plan is in topological order and has no circle. */
function orderProblems({ steps }: Plan, { id, dependsOn }: PlanStep, index: number): string[] {
  const earlier = new Set(steps.slice(0, index).map((step) => step.id));
  const late = dependsOn.filter((dependency) => !earlier.has(dependency));
  return [
    ...(earlier.has(id) ? [`the id ${id} is used twice`] : []),
    ...late.map((dependency) => `${id} depends on ${dependency}, which is not an earlier step`),
  ];
}

function toolProblems(pack: Pack, plan: Plan, step: PlanStep, before: ReadonlySet<StepId>): string[] {
  const { id, tool } = step;
  if (!toolOf(pack, tool)) return [`${id} uses ${tool}, which is not a tool of ${pack.name}`];
  // What a person has to approve may be more than the request asked for.
  if (!step.needsApproval && variationOf(pack, plan.variation)?.without.includes(tool))
    return [`${id} uses ${tool}, which the variation ${plan.variation} leaves out`];
  const present = new Set(plan.steps.map((step) => step.tool));
  const done = new Set(plan.steps.filter((step) => before.has(step.id)).map((step) => step.tool));
  return [...presentNeeds(pack, tool, present)]
    .filter((need) => !done.has(need))
    .map((need) => `${id} must wait for ${need}, because ${tool} needs it`);
}

function referenceProblems(pack: Pack, plan: Plan, step: PlanStep, before: ReadonlySet<StepId>): string[] {
  const { id, forEach } = step;
  const problem = (reference: string, usage: 'for_each' | 'when'): string[] => {
    if (!Reference.safeParse(reference).success) return [`${id}: ${reference} is not a reference`];
    const [head = '', ...parts] = reference.slice(1).split('.');
    if (head === 'item')
      return usage === 'when' && forEach
        ? []
        : [`${id}: ${reference} has a meaning only in the condition of a for_each`];
    if (!before.has(head as StepId)) return [`${id}: ${reference} refers to a step that ${id} does not wait for`];
    const source = plan.steps.find((candidate) => candidate.id === head);
    const result = toolOf(pack, source?.tool ?? '')?.result ?? {};
    return declares(result, parts.join('.'), usage)
      ? []
      : [`${id}: ${source?.tool} declares no result for ${reference}`];
  };
  const conditions = conditionsOf(step).flatMap(({ reference }) => problem(reference, 'when'));
  return [...(forEach ? problem(forEach, 'for_each') : []), ...conditions];
}

/** For each step, the steps that are done when it begins. */
export function ancestors({ steps }: Plan): ReadonlyMap<StepId, ReadonlySet<StepId>> {
  const before = new Map<StepId, ReadonlySet<StepId>>();
  for (const { id, dependsOn } of steps)
    before.set(id, new Set(dependsOn.flatMap((dependency) => [dependency, ...(before.get(dependency) ?? [])])));
  return before;
}
