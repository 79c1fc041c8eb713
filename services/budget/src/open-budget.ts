/**
 * Brings a replica up: the ledger over the bus, the limits of the configuration where none is set yet, the clock that
 * expires what nobody settled, and the webhook. Its parts are stopped in the reverse order.
 */
import type { SubjectLog } from '@pitcrew/bus';
import type { InstanceId } from '@pitcrew/contracts';
import { tellWebhook } from './alert-webhook.ts';
import type { BudgetConfig } from './config.ts';
import { expireRegularly } from './expire-regularly.ts';
import type { Budget } from './handlers.ts';
import { createLedger, type LedgerOptions } from './ledger.ts';
import { predictByQuantile } from './predict-output.ts';
import { startOfReading } from './start-of-reading.ts';

/** How late after its expiry a reservation may be settled. */
const EXPIRE_INTERVAL_MS = 1_000;

export type OpenBudgetOptions = Pick<LedgerOptions, 'now' | 'onAlert'> & {
  readonly log: SubjectLog;
  readonly instance: InstanceId;
  readonly config: BudgetConfig;
  readonly expireIntervalMs?: number;
  /** Told about what passes by itself, such as a bus that is away. */
  readonly report: (error: unknown) => void;
};

export type OpenBudget = Budget & { readonly stop: () => Promise<void> };

export async function openBudget(options: OpenBudgetOptions): Promise<OpenBudget> {
  const { config, log, now, report } = options;
  const { timeZone, prices, scarceShare, expiryMarginMs } = config;
  const readAfter = await startOfReading(log, now(), timeZone);
  const ledger = createLedger({ ...options, timeZone, readAfter, rules: { prices, scarceShare, expiryMarginMs } });
  await Promise.all(config.limits.map((limit) => ledger.submit({ kind: 'set-limit', onlyFirst: true, ...limit })));
  await ledger.submit({ kind: 'expire' });
  const stopExpiring = expireRegularly(ledger, options.expireIntervalMs ?? EXPIRE_INTERVAL_MS, report);
  const { webhookUrl: url } = config;
  const telling = url === undefined ? undefined : await tellWebhook(log, { url, now });
  return {
    ledger,
    predictOutput: predictByQuantile(config.output),
    tenants: config.tenants === undefined ? undefined : new Set(config.tenants),
    stop: async () => {
      await stopExpiring();
      await telling?.stop();
    },
  };
}
