/**
 * `pitcrew budget`: what the frontier has cost and may cost, and the limits. Talks to the budget service itself; its address
 * is an option, else PITCREW_BUDGET.
 */
import {
  budgetService,
  type GetSpendResponse,
  type Period,
  type Spend,
  type SpendAlert,
  type SpendScope,
  TenantId,
  usdText,
} from '@pitcrew/contracts';
import { type Client, connect } from '@pitcrew/rpc';
import { CommandError } from './command-error.ts';
import { CALL_DEADLINE_MS, connected } from './gateway-target.ts';
import { table } from './table.ts';
import { say } from './terminal.ts';
import { tokenOf } from './token-file.ts';

export type BudgetOptions = {
  readonly budget?: string;
  readonly tokenFile?: string;
  readonly tenant?: string;
  readonly output: 'text' | 'json';
};

const deadline = { deadlineMs: CALL_DEADLINE_MS };

export const showSpend = (options: BudgetOptions): Promise<void> =>
  withBudget(options, async (budget) => {
    const tenant = options.tenant === undefined ? undefined : TenantId.parse(options.tenant);
    const spend = await budget.getSpend({ tenant }, deadline);
    if (options.output === 'json') return say(JSON.stringify(spend));
    for (const line of spendLines(spend)) say(line);
  });

export type LimitOptions = Pick<BudgetOptions, 'budget' | 'tokenFile' | 'tenant'> & {
  readonly all?: boolean;
  readonly period: Period;
  /** Micro-dollars. */
  readonly usd: number;
};

export const setLimit = (options: LimitOptions): Promise<void> =>
  withBudget(options, async (budget) => {
    const { tenant, all = false, period, usd: limitMicroUsd } = options;
    if ((tenant === undefined) !== all) throw new CommandError('say either --tenant TENANT or --all');
    const scope: SpendScope =
      tenant === undefined ? { kind: 'all' } : { kind: 'tenant', tenant: TenantId.parse(tenant) };
    await budget.setLimit({ scope, period, limitMicroUsd }, deadline);
    say(`${scopeText(scope)} may spend ${usdText(limitMicroUsd)} a ${period}`);
  });

export const spendLines = ({ spends, alerts }: GetSpendResponse): readonly string[] => [
  table(['WHO', 'PERIOD', 'LIMIT', 'RESERVED', 'SETTLED', 'LEFT', 'RESETS'], spends.map(rowOf)),
  ...alerts.map(alertLine),
];

/** A limit that was lowered may be below what is spent already: then nothing is left. */
const rowOf = ({ scope, period, limitMicroUsd, reservedMicroUsd, settledMicroUsd, resetsAt }: Spend): string[] => [
  scopeText(scope),
  period,
  limitMicroUsd === undefined ? '-' : usdText(limitMicroUsd),
  usdText(reservedMicroUsd),
  usdText(settledMicroUsd),
  limitMicroUsd === undefined ? '-' : usdText(Math.max(0, limitMicroUsd - reservedMicroUsd - settledMicroUsd)),
  resetsAt,
];

const alertLine = ({ scope, period, thresholdPercent, spentMicroUsd, limitMicroUsd, at }: SpendAlert): string =>
  `${thresholdPercent} % of the ${period} of ${scopeText(scope)}: ${usdText(spentMicroUsd)} of ${usdText(limitMicroUsd)}, at ${at}`;

const scopeText = (scope: SpendScope): string => (scope.kind === 'all' ? 'all tenants' : scope.tenant);

/** Connects for the time of the action. */
async function withBudget(
  options: Pick<BudgetOptions, 'budget' | 'tokenFile'>,
  action: (budget: Client<(typeof budgetService)['methods']>) => Promise<void>,
): Promise<void> {
  const address = options.budget ?? process.env.PITCREW_BUDGET;
  if (address === undefined || address === '')
    throw new CommandError('say where the budget service is: --budget HOST:PORT, or PITCREW_BUDGET in the environment');
  const budget = connected(() => connect(budgetService, address, { token: tokenOf(options) }));
  try {
    await action(budget);
  } finally {
    budget.close();
  }
}
