/**
 * Repairs for scripts and properties: a plain way to revise any plan, without a pack. `refresh` repeats the reads before the
 * failed step that no done effect was based on, and what depends on them; `skip` leaves the failed step out.
 */
import { type Plan, type PlanStep, type StepId, stepId } from '@pitcrew/contracts';
import type { RunRules } from './rules.ts';
import type { Replan, Revision } from './scripted.ts';
import type { RunState } from './state.ts';

export function scriptedRepair(
  rules: RunRules,
  state: RunState,
  { step: failed, firstOrdinal }: Replan,
  repair: 'refresh' | 'skip',
): Revision | undefined {
  const plan = state.plan as Plan;
  const before = ancestors(plan);
  const isDone = ({ id }: PlanStep): boolean => state.steps.get(id)?.phase.kind === 'succeeded';
  const isRead = ({ tool }: PlanStep): boolean => rules.effectOf(plan.workflow, tool) === 'read';
  const effects = plan.steps.filter((step) => isDone(step) && !isRead(step));
  const actedOn = new Set(effects.flatMap(({ id }) => [...(before.get(id) ?? [])]));
  const stale = new Set(
    plan.steps
      .filter((step) => repair === 'refresh' && isRead(step) && before.get(failed)?.has(step.id))
      .map(({ id }) => id)
      .filter((id) => !actedOn.has(id)),
  );
  const isKept = (step: PlanStep): boolean =>
    isDone(step) && !stale.has(step.id) && ![...(before.get(step.id) ?? [])].some((id) => stale.has(id));
  const steps = plan.steps.filter(({ id }) => repair === 'refresh' || id !== failed);
  if (steps.length === 0) return undefined;
  const newIds = new Map(
    steps.filter((step) => !isKept(step)).map(({ id }, index) => [id, stepId(firstOrdinal + index)]),
  );
  const inherited = plan.steps.find(({ id }) => id === failed)?.dependsOn ?? [];
  const renewed = (step: PlanStep): PlanStep => ({
    ...step,
    id: newIds.get(step.id) ?? step.id,
    dependsOn: [
      ...new Set(
        step.dependsOn
          .flatMap((id) => (id === failed && repair === 'skip' ? inherited : [id]))
          .map((id) => newIds.get(id) ?? id),
      ),
    ],
  });
  return { repair, plan: { ...plan, version: plan.version + 1, steps: steps.map(renewed) } };
}

function ancestors({ steps }: Plan): ReadonlyMap<StepId, ReadonlySet<StepId>> {
  const before = new Map<StepId, ReadonlySet<StepId>>();
  for (const { id, dependsOn } of steps)
    before.set(id, new Set(dependsOn.flatMap((each) => [each, ...(before.get(each) ?? [])])));
  return before;
}
