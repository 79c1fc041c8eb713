/**
 * Folds a revised plan into a run. R3: what succeeded stays with its calls and its result, everything else gives way to steps
 * under ids that were never used. A read that is repeated gives way too, so nobody finds its old result beside the new one.
 */
import type { BodyOf, Plan, PlanStep, StepId } from '@pitcrew/contracts';
import { IllegalFact } from './illegal-fact.ts';
import { isBegun, type RunState, type StepState } from './state.ts';

export function revise(state: RunState, body: BodyOf<'plan-revised'>): RunState {
  const { plan, failedStep, repair, confidence } = body;
  const failed = state.steps.get(failedStep);
  if (failed?.phase.kind !== 'failed') throw new IllegalFact(`plan-revised for ${failedStep}, which did not fail`);
  if (plan.version !== (state.plan?.version ?? 0) + 1)
    throw new IllegalFact(`plan version ${plan.version} out of turn`);
  const steps = new Map(plan.steps.map((step) => [step.id, keptOrNew(state, step)]));
  const replaced = [...state.steps.values()].filter(({ step }) => !steps.has(step.id));
  return {
    ...state,
    plan,
    planConfidence: Math.min(state.planConfidence, confidence),
    steps,
    repaired: [...state.repaired, { tool: failed.step.tool, message: failed.phase.message, repair }],
    begunBefore: state.begunBefore + replaced.filter(isBegun).length,
    lastOrdinal: lastOrdinalOf(plan, state.lastOrdinal),
  };
}

function keptOrNew({ steps, lastOrdinal }: RunState, step: PlanStep): StepState {
  const known = steps.get(step.id);
  if (known?.phase.kind === 'succeeded' && known.step.tool === step.tool) return known;
  if (known !== undefined || ordinalOf(step.id) <= lastOrdinal)
    throw new IllegalFact(`the id ${step.id} is used again`);
  return unbegun(step);
}

export const unbegun = (step: PlanStep): StepState => ({
  step,
  phase: { kind: 'open' },
  calls: new Map(),
  review: undefined,
});

export const lastOrdinalOf = ({ steps }: Plan, before: number): number =>
  Math.max(before, ...steps.map(({ id }) => ordinalOf(id)));

const ordinalOf = (id: StepId): number => Number(id.slice(1));
