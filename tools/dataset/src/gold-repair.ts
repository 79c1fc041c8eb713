/**
 * The right way through a run in which a tool meets an impossible state: what is done before it, then what the repair adds, by
 * the real functions of the back office and by the same expansion that the planner uses. undefined = the request gives no such
 * occasion, or what is done beside the failed step depends on which of them was faster.
 */
import type { Plan, PlanStep } from '@pitcrew/contracts';
import type { World, WorldRows } from '@pitcrew/service-backoffice/world';
import { expandPlan, type Pack, repairedPlan, type Situation, STEPS_MAX } from '@pitcrew/workflow';
import { type Done, GoldError, type GoldStep, isSkipped, runSteps } from './gold.ts';
import { earlierThan, isStop, type LogicFault } from './logic-faults.ts';
import type { Covered } from './requests.ts';
import { inSeededWorld } from './seeded-world.ts';

export type RepairedGold = {
  /** The calls that succeed, those before the failure first. */
  readonly steps: readonly GoldStep[];
  /** The plan that the run ends with; the first one when it stops. */
  readonly plan: Plan;
};

type Fault = Pick<LogicFault, 'tool' | 'repair'>;

export function repairedGold(pack: Pack, row: Covered, rows: WorldRows, fault: Fault): RepairedGold | undefined {
  try {
    return inSeededWorld(rows, (world) => throughFault(pack, row, world, fault));
  } catch (error) {
    if (error instanceof GoldError) return undefined;
    throw error;
  }
}

function throughFault(pack: Pack, row: Covered, world: World, { tool, repair }: Fault): RepairedGold | undefined {
  const plan = expandPlan(pack, row.variation, { condition: row.when });
  const failed = plan.steps.find((step) => step.tool === tool);
  if (failed === undefined) return undefined;
  const earlier = new Set(earlierThan(plan.steps, failed).map(({ id }) => id));
  const beside = plan.steps.filter((step) => isBeside(plan, step, failed));
  const done: Done = { results: new Map(), skipped: new Set() };
  const place = { pack, row, world };
  const before = runSteps(
    place,
    plan.steps.filter(({ id }) => earlier.has(id)),
    done,
  );
  if (isSkipped(failed, done)) return undefined;
  const running = beside.filter((step) => !isSkipped(step, done));
  const ends = isStop(repair);
  // A repair that reads anew may find a step beside the failed one done or not; a stop leaves an effect undone or not.
  if (running.length > 0 && (ends ? running.some((step) => isEffect(pack, step)) : repair !== 'skip')) return undefined;
  const meanwhile = runSteps(place, running, done);
  if (ends) return { steps: [...before, ...meanwhile], plan };
  const revised = repairedPlan(pack, situationOf(plan, failed, done), repair);
  if (revised === undefined) return undefined;
  const after: Done = { results: keptResults(revised, done), skipped: new Set() };
  return { steps: [...before, ...meanwhile, ...runSteps(place, revised.steps, after)], plan: revised };
}

const situationOf = (plan: Plan, failed: PlanStep, { results }: Done): Situation => ({
  plan,
  finished: new Set(results.keys()),
  failedStep: failed.id,
  firstOrdinal: plan.steps.length + 1,
  stepsLeft: STEPS_MAX - results.size - 1,
});

const keptResults = ({ steps }: Plan, { results }: Done): Done['results'] =>
  new Map([...results].filter(([id]) => steps.some((step) => step.id === id)));

/** Neither before the failed step nor after it. */
function isBeside({ steps }: Plan, step: PlanStep, failed: PlanStep): boolean {
  const waits = (one: PlanStep, other: PlanStep): boolean => earlierThan(steps, one).some(({ id }) => id === other.id);
  return step.id !== failed.id && !waits(step, failed) && !waits(failed, step);
}

const isEffect = (pack: Pack, { tool }: PlanStep): boolean => pack.tools[tool]?.effect !== 'read';
