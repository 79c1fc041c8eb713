/** State -> what GetSpend shows: the periods that run now, all tenants together first. Pure. */
import { type GetSpendResponse, PERIODS, type SpendScope, type TenantId } from '@pitcrew/contracts';
import type { Moment } from './fold.ts';
import { bucketKey, type LedgerState, limitOf, scopeKey, scopesOf } from './state.ts';

export function spendReport(state: LedgerState, tenant: TenantId | undefined, moment: Moment): GetSpendResponse {
  const scopes = tenant === undefined ? knownScopes(state) : scopesOf(tenant);
  const shown = new Set(scopes.map(scopeKey));
  const nowMs = Date.parse(moment.at);
  return {
    spends: scopes.flatMap((scope) =>
      PERIODS.map((period) => {
        const { startsAt, endsAt } = moment.periods[period];
        const bucket = state.buckets.get(bucketKey(scope, period, startsAt));
        const limit = limitOf(state, scope, period);
        return {
          scope,
          period,
          ...(limit === undefined ? {} : { limitMicroUsd: limit }),
          reservedMicroUsd: bucket?.reservedMicroUsd ?? 0,
          settledMicroUsd: bucket?.settledMicroUsd ?? 0,
          resetsAt: endsAt,
        };
      }),
    ),
    alerts: [...state.alerts.values()]
      .filter(({ scope, endsAtMs }) => endsAtMs > nowMs && shown.has(scopeKey(scope)))
      .map(({ endsAtMs: _, ...alert }) => alert),
    asOf: moment.at,
  };
}

function knownScopes({ limits, buckets }: LedgerState): readonly SpendScope[] {
  const found: readonly SpendScope[] = [{ kind: 'all' }, ...[...limits.values(), ...buckets.values()].map(scopeIn)];
  const byKey = new Map(found.map((scope) => [scopeKey(scope), scope]));
  return [...byKey.keys()].sort().flatMap((key) => byKey.get(key) ?? []);
}

const scopeIn = ({ scope }: { readonly scope: SpendScope }): SpendScope => scope;
