/**
 * The alerts that are due: one fact for each scope, period and threshold, whichever replica sees it, because the fact is
 * appended together with what crossed the threshold. What is reserved counts as spent. A limit of 0 is no news. Pure.
 */
import { ALERT_THRESHOLDS_PERCENT, type BudgetFactOf, PERIODS, type SpendScope } from '@pitcrew/contracts';
import type { Moment } from './fold.ts';
import { alertKey, bucketKey, type LedgerState, limitOf, spentIn } from './state.ts';

export function dueAlerts(
  state: LedgerState,
  scopes: readonly SpendScope[],
  { periods }: Moment,
): readonly BudgetFactOf<'alert-raised'>[] {
  return scopes.flatMap((scope) =>
    PERIODS.flatMap((period) => {
      const limit = limitOf(state, scope, period) ?? 0;
      const bucket = bucketKey(scope, period, periods[period].startsAt);
      const spent = spentIn(state, bucket);
      return ALERT_THRESHOLDS_PERCENT.filter(
        (threshold) => limit > 0 && reaches(spent, limit, threshold) && !state.alerts.has(alertKey(bucket, threshold)),
      ).map((thresholdPercent) => ({
        kind: 'alert-raised' as const,
        scope,
        period,
        thresholdPercent,
        limitMicroUsd: limit,
        spentMicroUsd: spent,
      }));
    }),
  );
}

/** In whole numbers, because a hundredth of a limit need not be one. */
const reaches = (spent: number, limit: number, percent: number): boolean =>
  BigInt(spent) * 100n >= BigInt(limit) * BigInt(percent);
