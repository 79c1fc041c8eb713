/** The router's one handler: the specialist's text in, its labels out. */
import type { routerService } from '@pitcrew/contracts';
import type { Decider } from '@pitcrew/model';
import type { Handlers } from '@pitcrew/rpc';
import { parseRoute, type RouterThresholds, routerInput, routerLabels } from '@pitcrew/specialists';
import type { Pack } from '@pitcrew/workflow';

type Router = { readonly decider: Decider; readonly packs: readonly Pack[]; readonly thresholds: RouterThresholds };

export function createRouter({ decider, packs, thresholds }: Router): Handlers<(typeof routerService)['methods']> {
  const allowed = routerLabels(packs);
  return {
    route: async ({ request }, { signal }) => {
      const decision = await decider.decide(routerInput(request), { signal, allowed });
      return { ...parseRoute(decision, request, packs, thresholds), usage: decision.usage };
    },
  };
}
