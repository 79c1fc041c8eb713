/** What a crew is told so that it may ask a frontier, whose provider is a server of the test: the files of budget and key, and their variables. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A limit for a month, of a tenant or of all. */
export type MonthLimit = { readonly tenant?: string; readonly limitMicroUsd: number };

export type HybridSetting = {
  /** Where the files go. */
  readonly directory: string;
  readonly baseUrl: string;
  readonly limits: readonly MonthLimit[];
  readonly key?: string;
};

/** Micro-dollars for a million tokens. */
const PRICES = { big: { inputMicroUsd: 3_000_000, outputMicroUsd: 15_000_000 } };

export function hybridEnvironment({ directory, baseUrl, limits, key = 'sk-test' }: HybridSetting): NodeJS.ProcessEnv {
  const [budgetFile, keyFile] = [join(directory, 'budget.json'), join(directory, 'key')];
  const scoped = limits.map(({ tenant, limitMicroUsd }) => {
    const scope = tenant === undefined ? { kind: 'all' } : { kind: 'tenant', tenant };
    return { scope, period: 'month', limitMicroUsd };
  });
  writeFileSync(budgetFile, JSON.stringify({ prices: PRICES, limits: scoped }));
  writeFileSync(keyFile, key);
  return {
    PITCREW_HYBRID: 'on',
    PITCREW_BUDGET_FILE: budgetFile,
    PITCREW_FRONTIER_PROVIDER: 'openai-compatible',
    PITCREW_FRONTIER_MODEL: 'big',
    PITCREW_FRONTIER_BASE_URL: baseUrl,
    PITCREW_FRONTIER_KEY_FILE: keyFile,
  };
}
