/** An alert under the names that spans, logs and the webhook share. */
import type { BudgetFactOf } from '@pitcrew/contracts';
import { attributeNames } from '@pitcrew/telemetry';

export const alertAttributes = ({
  scope,
  period,
  thresholdPercent,
  limitMicroUsd,
  spentMicroUsd,
}: Omit<BudgetFactOf<'alert-raised'>, 'kind'>) => ({
  [attributeNames.budgetScope]: scope.kind,
  ...(scope.kind === 'tenant' ? { [attributeNames.tenant]: scope.tenant } : {}),
  [attributeNames.budgetPeriod]: period,
  [attributeNames.budgetThreshold]: thresholdPercent,
  [attributeNames.budgetLimit]: limitMicroUsd,
  [attributeNames.budgetSpent]: spentMicroUsd,
});
