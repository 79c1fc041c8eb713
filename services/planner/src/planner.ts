/**
 * The planner's two handlers: the encoder decides among the pack's variations and conditions, or, after an impossible state,
 * among the repairs that are possible; code expands the decision and checks the plan.
 */
import type { plannerService } from '@pitcrew/contracts';
import type { Decider } from '@pitcrew/model';
import { type Handlers, unknownWorkflow } from '@pitcrew/rpc';
import {
  type PlannerThresholds,
  parseVariation,
  plannerInput,
  readCondition,
  readGiven,
  variationLabels,
} from '@pitcrew/specialists';
import { checkPlan, expandPlan, type Pack } from '@pitcrew/workflow';
import { createReplanner } from './replan.ts';

type Planner = {
  readonly decider: Pick<Decider, 'decide'>;
  readonly packs: readonly Pack[];
  readonly thresholds: PlannerThresholds;
};

export function createPlanner({ decider, packs, thresholds }: Planner): Handlers<(typeof plannerService)['methods']> {
  const allowed = variationLabels(packs);
  return {
    ...createReplanner({ decider, packs, thresholds }),
    plan: async ({ request, workflow }, { signal }) => {
      const pack = packs.find(({ name }) => name === workflow) ?? unknownWorkflow('planner', workflow);
      const decision = await decider.decide(plannerInput(request), { signal, allowed });
      const { variation, confidence } = parseVariation(decision, pack);
      const asked = readCondition(decision, request, pack, variation);
      if (asked.kind === 'unreadable') return { planning: { kind: 'refused', message: asked.message } };
      const condition = asked.kind === 'condition' ? asked.condition : undefined;
      const plan = expandPlan(pack, variation, {
        condition,
        given: (tool) => readGiven(decision, request, pack, tool),
      });
      const problems = checkPlan(pack, plan);
      if (problems.length > 0) throw new Error(`${workflow}, ${variation}: ${problems.join('; ')}`);
      const sure = Math.min(confidence, asked.confidence);
      return { planning: { kind: 'planned', plan, packDigest: pack.digest, confidence: sure, usage: decision.usage } };
    },
  };
}
