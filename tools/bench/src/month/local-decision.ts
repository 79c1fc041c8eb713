/** What a crew decides about a request by itself, and whether it would rather ask: the decisions of router and planner as in a run. */
import { type Decider, loadManifest, openDecider } from '@pitcrew/model';
import {
  EVEN_THRESHOLDS,
  parseRoute,
  parseVariation,
  plannerInput,
  readCondition,
  routerInput,
  routerLabels,
  variationLabels,
} from '@pitcrew/specialists';
import type { Pack } from '@pitcrew/workflow';

/** Below this confidence of a plan the month's crew asks the frontier. */
export const PLAN_BELOW = 0.9;

export type LocalDecision = { readonly kind: 'local' | 'escalated' | 'asked-back' };
export type LocalCrew = {
  decide(request: string): Promise<LocalDecision>;
  close(): Promise<void>;
};

export async function openLocalCrew(models: string, packs: readonly Pack[], prepared?: string): Promise<LocalCrew> {
  const manifest = loadManifest(models, prepared);
  const [router, planner] = [await openDecider(manifest, 'router'), await openDecider(manifest, 'planner')];
  return {
    decide: (request) => decideLocally({ router, planner }, packs, request),
    close: async () => {
      await router.close();
      await planner.close();
    },
  };
}

type Deciders = { readonly router: Pick<Decider, 'decide'>; readonly planner: Pick<Decider, 'decide'> };

async function decideLocally(
  { router, planner }: Deciders,
  packs: readonly Pack[],
  request: string,
): Promise<LocalDecision> {
  const routed = await router.decide(routerInput(request), { allowed: routerLabels(packs) });
  const { route } = parseRoute(routed, request, packs, { ...EVEN_THRESHOLDS.router, workflow: 0.5 });
  if (route.clarity === 'ambiguous' || route.workflow === undefined) return { kind: 'escalated' };
  if (route.clarity === 'incomplete') return { kind: 'asked-back' };
  const pack = packs.find(({ name }) => name === route.workflow);
  if (pack === undefined) return { kind: 'escalated' };
  const planned = await planner.decide(plannerInput(request), { allowed: variationLabels(packs) });
  const { variation, confidence } = parseVariation(planned, pack);
  const condition = readCondition(planned, request, pack, variation);
  const sure = condition.kind === 'unreadable' ? 0 : Math.min(confidence, condition.confidence);
  return { kind: sure < PLAN_BELOW ? 'escalated' : 'local' };
}
