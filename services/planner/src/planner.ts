/** The planner's one handler: the encoder decides among the pack's variations, code expands the decision and checks the plan. */
import type { plannerService } from '@pitcrew/contracts';
import type { Decider } from '@pitcrew/model';
import { type Handlers, unknownWorkflow } from '@pitcrew/rpc';
import { parseVariation, plannerInput, plannerLabels } from '@pitcrew/specialists';
import { checkPlan, expandPlan, type Pack } from '@pitcrew/workflow';

type Planner = { readonly decider: Decider; readonly packs: readonly Pack[] };

export function createPlanner({ decider, packs }: Planner): Handlers<(typeof plannerService)['methods']> {
  const allowed = plannerLabels(packs);
  return {
    plan: async ({ request, workflow }, { signal }) => {
      const pack = packs.find(({ name }) => name === workflow) ?? unknownWorkflow('planner', workflow);
      const decision = await decider.decide(plannerInput(request), { signal, allowed });
      const { variation, confidence } = parseVariation(decision, pack);
      const plan = expandPlan(pack, variation);
      const problems = checkPlan(pack, plan);
      if (problems.length > 0) throw new Error(`${workflow}, ${variation}: ${problems.join('; ')}`);
      return { plan, packDigest: pack.digest, confidence, usage: decision.usage };
    },
  };
}
