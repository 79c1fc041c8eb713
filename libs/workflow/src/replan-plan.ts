/**
 * From the decision for a repair to the revised plan. The model names one of a closed set of repairs; which tools run again,
 * in which order and under which ids is the program's (R7). Pure: plan, what is finished and what failed go in.
 *
 * - What is finished stays with its id and its result, unless it is a read that went stale; then it is left out, so that a plan
 *   has each tool once and a reference to a tool's result can mean the newest only.
 * - Everything else gets a new id, behind all that were ever used (R3).
 * - A side effect that is done is never run again, nor are the reads that it was based on.
 * - The steps that may still begin are bounded (R5): a repair that needs more is impossible.
 */
import { assertNever, conditionsOf, type Plan, type PlanStep, Repair, type StepId, stepId } from '@pitcrew/contracts';
import { ancestors } from './check-plan.ts';
import { complementary } from './complementary.ts';
import { dependencies } from './expand-plan.ts';
import { type Pack, toolOf } from './pack.ts';

/** Where a run stands when one of its steps has met an impossible state. */
export type Situation = {
  readonly plan: Plan;
  /** The steps that succeeded. */
  readonly finished: ReadonlySet<StepId>;
  readonly failedStep: StepId;
  /** The first id that no step of the run ever had. */
  readonly firstOrdinal: number;
  /** How many steps the run may still begin. */
  readonly stepsLeft: number;
};

/** The repairs that are possible, each with the plan that it leads to. */
export const repairedPlans = (pack: Pack, situation: Situation): ReadonlyMap<Repair, Plan> =>
  new Map(
    Repair.options.flatMap((repair) => {
      const plan = repairedPlan(pack, situation, repair);
      return plan === undefined ? [] : [[repair, plan] as const];
    }),
  );

/** undefined = this repair is impossible here. */
export function repairedPlan(pack: Pack, situation: Situation, repair: Repair): Plan | undefined {
  switch (repair) {
    case 'refresh':
      return refreshed(pack, situation);
    case 'skip':
      return canGoOn(pack, situation) ? revised(pack, situation, remaining(situation), situation.finished) : undefined;
    case 'alternative':
      return rerouted(pack, situation);
    default:
      return assertNever(repair);
  }
}

/**
 * Repeats the reads that the failed step depends on, directly or not, since the last effect, and all that depends on them.
 * Where the bound on steps has no room for that, what the request names itself is not read again.
 */
function refreshed(pack: Pack, situation: Situation): Plan | undefined {
  const { plan, finished, failedStep } = situation;
  const before = ancestors(plan);
  const beforeOf = (id: StepId): ReadonlySet<StepId> => before.get(id) ?? new Set();
  const done = plan.steps.filter(({ id }) => finished.has(id));
  const actedOn = new Set(done.filter((step) => !isRead(pack, step)).flatMap(({ id }) => [id, ...beforeOf(id)]));
  const reads = done.filter((step) => isRead(pack, step) && beforeOf(failedStep).has(step.id) && !actedOn.has(step.id));
  const attempts = [reads, reads.filter(({ dependsOn }) => dependsOn.length > 0)];
  for (const stale of attempts) {
    const ids = new Set(stale.map(({ id }) => id));
    const kept = done.filter(({ id }) => !ids.has(id) && ![...beforeOf(id)].some((each) => ids.has(each)));
    const found = revised(pack, situation, plan.steps, new Set(kept.map(({ id }) => id)));
    if (stale.length > 0 && found !== undefined) return found;
  }
  return undefined;
}

/**
 * The template's other branch, unconditionally; everything else as if the failed step were skipped. Only a branch that stands
 * later in the template may take the place of an earlier one: a mismatch is not posted because it could not be flagged. By its own
 * condition the plan would have skipped it, so what brings it about is a tool's message, and its effect is a person's to approve (R7).
 */
function rerouted(pack: Pack, situation: Situation): Plan | undefined {
  const branch = otherBranch(pack, situation);
  if (branch === undefined || situation.finished.has(branch.id) || !canGoOn(pack, situation)) return undefined;
  const others = remaining(situation).filter(({ id }) => id !== branch.id);
  const { when: _, ...unconditional } = branch;
  const taken = isRead(pack, branch) ? unconditional : { ...unconditional, needsApproval: true };
  const steps = [...others, taken].sort((a, b) => pack.order.indexOf(a.tool) - pack.order.indexOf(b.tool));
  return revised(pack, situation, steps, situation.finished);
}

function otherBranch(pack: Pack, { plan, failedStep }: Situation): PlanStep | undefined {
  const index = plan.steps.findIndex(({ id }) => id === failedStep);
  const failed = plan.steps[index];
  const condition = failed?.when;
  if (failed === undefined || condition === undefined) return undefined;
  const planned = plan.steps.slice(index).find(({ when }) => when !== undefined && complementary(when, condition));
  return planned ?? unplannedBranch(pack, plan, failed);
}

/** A branch that the request's variation leaves out. */
function unplannedBranch(pack: Pack, plan: Plan, failed: PlanStep): PlanStep | undefined {
  const condition = pack.template[failed.tool]?.when;
  if (condition === undefined) return undefined;
  const present = new Set(plan.steps.map(({ tool }) => tool));
  const later = pack.order.slice(pack.order.indexOf(failed.tool) + 1);
  const tool = later.find((each) => {
    const other = pack.template[each]?.when;
    return !present.has(each) && other !== undefined && complementary(other, condition);
  });
  const found = toolOf(pack, tool ?? '');
  if (tool === undefined || found === undefined || pack.template[tool]?.forEach !== undefined) return undefined;
  if (Object.values(found.arguments).some(({ bound, optional }) => !optional && bound && !present.has(sourceOf(bound))))
    return undefined;
  // It has no id yet: that of the step in whose place it comes is renewed with all others.
  return { id: failed.id, tool, dependsOn: [] };
}

const remaining = ({ plan, failedStep }: Situation): PlanStep[] => plan.steps.filter(({ id }) => id !== failedStep);

/** Whether every step that is still to come can do without the failed one. */
function canGoOn(pack: Pack, situation: Situation): boolean {
  const { plan, finished, failedStep } = situation;
  const failed = plan.steps.find(({ id }) => id === failedStep);
  if (failed === undefined) return false;
  const refers = (step: PlanStep): boolean =>
    [step.forEach, ...conditionsOf(step).map(({ reference }) => reference)].some((reference) =>
      reference?.startsWith(`$${failedStep}.`),
    );
  return remaining(situation)
    .filter(({ id }) => !finished.has(id))
    .every((step) => !refers(step) && canDoWithout(pack, step.tool, failed.tool));
}

/** A tool that needs another and takes nothing from it relies on its having been done. */
function canDoWithout(pack: Pack, tool: string, other: string): boolean {
  const { needs = [], arguments: taken = {} } = toolOf(pack, tool) ?? {};
  const bound = Object.values(taken).filter(({ bound: path }) => path !== undefined && sourceOf(path) === other);
  if (!needs.includes(other)) return bound.every(({ optional }) => optional);
  const mayTake = Object.values(taken).some(
    ({ bound: path, from, optional }) => path === undefined && from !== 'request' && !optional,
  );
  return bound.length > 0 && bound.every(({ optional }) => optional) && !mayTake;
}

const sourceOf = (path: string): string => path.split('.')[0] ?? '';

const isRead = (pack: Pack, { tool }: PlanStep): boolean => toolOf(pack, tool)?.effect === 'read';

/** The given steps, of which `kept` stay as they are; undefined when they are none, or more than may begin. */
function revised(
  pack: Pack,
  { plan, firstOrdinal, stepsLeft }: Situation,
  steps: readonly PlanStep[],
  kept: ReadonlySet<StepId>,
): Plan | undefined {
  const fresh = steps.filter(({ id }) => !kept.has(id));
  if (steps.length === 0 || beginnable(fresh) > stepsLeft) return undefined;
  const newIds = new Map(fresh.map(({ id }, index) => [id, stepId(firstOrdinal + index)]));
  const idOf = (id: StepId): StepId => newIds.get(id) ?? id;
  const idOfTool = new Map(steps.map(({ id, tool }) => [tool, idOf(id)]));
  const needs = dependencies(
    pack,
    steps.map(({ tool }) => tool),
  );
  const renewed = (step: PlanStep): PlanStep => ({
    ...withReferences(step, idOf),
    id: idOf(step.id),
    dependsOn: (needs.get(step.tool) ?? []).map((need) => idOfTool.get(need) as StepId),
  });
  return {
    ...plan,
    version: plan.version + 1,
    steps: steps.map((step) => (kept.has(step.id) ? step : renewed(step))),
  };
}

/** Of two branches only one begins. */
const beginnable = (steps: readonly PlanStep[]): number =>
  steps.filter(
    ({ when }, index) =>
      !steps.slice(0, index).some((other) => when && other.when !== undefined && complementary(other.when, when)),
  ).length;

/** `$s4.match` as `$s9.match`, where the step is repeated under another id. */
function withReferences(step: PlanStep, idOf: (id: StepId) => StepId): PlanStep {
  const moved = (reference: string): string => {
    const [head = '', ...fields] = reference.slice(1).split('.');
    return head === 'item' ? reference : `$${[idOf(head as StepId), ...fields].join('.')}`;
  };
  const { forEach, when, andWhen } = step;
  return {
    ...step,
    ...(forEach && { forEach: moved(forEach) }),
    ...(when && { when: { ...when, reference: moved(when.reference) } }),
    ...(andWhen && { andWhen: { ...andWhen, reference: moved(andWhen.reference) } }),
  };
}
