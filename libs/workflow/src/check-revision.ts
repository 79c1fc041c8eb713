/**
 * What a revised plan must keep of the plan before, whoever wrote it. checkPlan looks at the plan alone; this looks at what was
 * done already: done effects stay, ids are never reused (R3), and an effect that the request's plan lacked, or had only under a
 * condition, is a person's to approve (R7).
 */
import { conditionsOf, type Plan, type PlanStep } from '@pitcrew/contracts';
import { type Pack, toolOf, variationOf } from './pack.ts';
import type { Situation } from './replan-plan.ts';

/** One sentence for each fault; empty when the run may go on with the revised plan. */
export function checkRevision(pack: Pack, situation: Situation, revised: Plan): readonly string[] {
  const { plan, finished } = situation;
  const before = new Map(plan.steps.map((step) => [step.id, step]));
  const kept = new Set(revised.steps.map(({ id }) => id));
  const lost = plan.steps.filter(
    (step) => finished.has(step.id) && !kept.has(step.id) && toolOf(pack, step.tool)?.effect !== 'read',
  );
  const repeated = revised.steps.filter(
    ({ tool }, index) => revised.steps.findIndex((other) => other.tool === tool) < index,
  );
  return [
    ...repeated.map(({ id, tool }) => `${id} repeats ${tool}, whose older result would stay beside the new one`),
    ...(revised.version === plan.version + 1 ? [] : [`version ${revised.version} follows version ${plan.version}`]),
    ...(revised.workflow === plan.workflow && revised.variation === plan.variation
      ? []
      : ['a revision keeps workflow and variation']),
    ...lost.map(({ id, tool }) => `${id} ${tool} is done and must stay`),
    ...revised.steps.flatMap((step) => stepProblems(pack, situation, before.get(step.id), step)),
  ];
}

function stepProblems(pack: Pack, situation: Situation, before: PlanStep | undefined, step: PlanStep): string[] {
  const { id, tool } = step;
  const { plan, finished, firstOrdinal } = situation;
  if (finished.has(id)) return JSON.stringify(before) === JSON.stringify(step) ? [] : [`${id} is done and was changed`];
  if (before !== undefined || Number(id.slice(1)) < firstOrdinal) return [`the id ${id} was used before`];
  if (step.needsApproval || toolOf(pack, tool)?.effect === 'read') return [];
  if (variationOf(pack, plan.variation)?.without.includes(tool))
    return [`${id} ${tool} has an effect that was not asked for, so it needs approval`];
  const earlier = plan.steps.find((other) => other.tool === tool);
  return earlier !== undefined && conditionsOf(step).length < conditionsOf(earlier).length
    ? [`${id} ${tool} has an effect and lost its condition, so it needs approval`]
    : [];
}
