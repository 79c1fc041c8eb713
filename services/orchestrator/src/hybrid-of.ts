/** PITCREW_HYBRID=on: plans may be asked of a frontier API, within the budget. Off unless said; local runs need neither. */
import { budgetService, frontierService } from '@pitcrew/contracts';
import { connect, required } from '@pitcrew/rpc';
import type { Hybrid } from './escalate.ts';

export function hybridOf(env: NodeJS.ProcessEnv): Hybrid | undefined {
  if (env.PITCREW_HYBRID !== 'on') return undefined;
  const [frontier, budget] = [required(env, 'PITCREW_FRONTIER'), required(env, 'PITCREW_BUDGET')];
  return { frontier: connect(frontierService, frontier), budget: connect(budgetService, budget) };
}
