/** Replan: what a tool said when it met an impossible state, to the plan that goes on from there, or to none. No result is read (R7). */
import type { Plan, plannerService } from '@pitcrew/contracts';
import type { Decider } from '@pitcrew/model';
import { type Handlers, RpcError, unknownWorkflow } from '@pitcrew/rpc';
import { type PlannerThresholds, parseRepair, REPLAN_HEAD, REPLAN_LABELS, replanInput } from '@pitcrew/specialists';
import { checkPlan, checkRevision, type Pack, repairedPlans, type Situation } from '@pitcrew/workflow';

type Replanner = {
  readonly decider: Pick<Decider, 'decide'>;
  readonly packs: readonly Pack[];
  readonly thresholds: PlannerThresholds;
};
type Replan = Pick<Handlers<(typeof plannerService)['methods']>, 'replan'>;

const allowed = { [REPLAN_HEAD]: [...REPLAN_LABELS] };

export const createReplanner = ({ decider, packs, thresholds }: Replanner): Replan => ({
  replan: async ({ request, workflow, plan, finished, failedStep, message, firstOrdinal, stepsLeft }, { signal }) => {
    const pack = packs.find(({ name }) => name === workflow) ?? unknownWorkflow('planner', workflow);
    assertOfPack(pack, plan);
    const tool = plan.steps.find(({ id }) => id === failedStep)?.tool;
    if (tool === undefined) return refused(`${failedStep} is not in the plan`);
    const situation: Situation = { plan, finished: new Set(finished), failedStep, firstOrdinal, stepsLeft };
    const possible = repairedPlans(pack, situation);
    if (possible.size === 0) return refused(`no repair is possible after ${tool}`);
    const decision = await decider.decide(replanInput({ tool, message, request }), { signal, allowed });
    const { repair, confidence } = parseRepair(decision, possible.keys(), thresholds.replan);
    const revised = repair === 'stop' ? undefined : possible.get(repair);
    if (repair === 'stop' || revised === undefined)
      return refused(`no repair is sure enough after ${tool} (of ${[...possible.keys()].join(', ')})`);
    const problems = [...checkPlan(pack, revised), ...checkRevision(pack, situation, revised)];
    if (problems.length > 0) throw new Error(`${workflow}, ${repair} after ${tool}: ${problems.join('; ')}`);
    const { usage } = decision;
    return { replanning: { kind: 'revised', plan: revised, repair, packDigest: pack.digest, confidence, usage } };
  },
});

/** A plan that no pack of ours made: what could be repaired of it, nobody has checked. */
function assertOfPack(pack: Pack, plan: Plan): void {
  const problems = checkPlan(pack, plan);
  if (problems.length === 0) return;
  const message = `this is no plan of the pack ${pack.name}: ${problems.join('; ')}`;
  throw new RpcError({ code: 'FAILED_PRECONDITION', reason: 'FOREIGN_PLAN', field: 'plan', message });
}

const refused = (message: string) => ({ replanning: { kind: 'refused', message } }) as const;
