/** Plans are asked of a frontier API only where both it and the budget are named. */
import { budgetService, frontierService } from '@pitcrew/contracts';
import { connect } from '@pitcrew/rpc';
import type { Hybrid } from './escalate.ts';

export function hybridOf({
  PITCREW_FRONTIER: frontier,
  PITCREW_BUDGET: budget,
}: NodeJS.ProcessEnv): Hybrid | undefined {
  if (!frontier || !budget) return undefined;
  return { frontier: connect(frontierService, frontier), budget: connect(budgetService, budget) };
}
