/**
 * Configuration: a JSON file, named by PITCREW_BUDGET_FILE, and the place of the webhook: PITCREW_BUDGET_WEBHOOK_URL, or, as it
 * may hold a secret, a file with nothing else in it, PITCREW_BUDGET_WEBHOOK_URL_FILE. Without a budget file there are no prices and
 * no limits, so that nothing may be spent.
 *
 *   {
 *     "timeZone": "Europe/Berlin",
 *     "prices": { "some-model": { "inputMicroUsd": 3000000, "outputMicroUsd": 15000000 } },
 *     "limits": [{ "scope": { "kind": "all" }, "period": "month", "limitMicroUsd": 50000000 }]
 *   }
 *
 * Prices are for a million tokens; a price of 0 is for local work. A limit here holds until somebody sets another.
 */
import { readFileSync } from 'node:fs';
import { SetLimitRequest, TenantId, TokenPrice } from '@pitcrew/contracts';
import { z } from 'zod';
import { isTimeZone } from './periods.ts';
import { QUANTILE_DEFAULTS } from './predict-output.ts';

const share = z.number().min(0).max(1);
const ascending = (sizes: readonly number[]) => sizes.every((size, at) => at === 0 || size > (sizes[at - 1] ?? 0));

const BudgetFile = z.strictObject({
  timeZone: z.string().refine(isTimeZone, 'is not a time zone, such as Europe/Berlin').default('UTC'),
  prices: z.record(z.string().min(1), TokenPrice).default({}),
  limits: z.array(SetLimitRequest).default([]),
  /** All tenants that there are; by default whoever asks is one. */
  tenants: z.array(TenantId).optional(),
  /** Below this share of a limit the worthier requests go first. */
  scarceShare: share.default(0.2),
  /** How long a reservation holds beyond the deadline of its call. */
  expiryMarginMs: z.int().min(1_000).default(30_000),
  output: z
    .strictObject({
      classes: z
        .array(z.uint32().min(1))
        .min(1)
        .refine(ascending, 'do not ascend')
        .default([...QUANTILE_DEFAULTS.classes]),
      firstClass: z.uint32().min(1).default(QUANTILE_DEFAULTS.firstClass),
      fittingShare: share.default(QUANTILE_DEFAULTS.fittingShare),
      answersMin: z.int().min(1).default(QUANTILE_DEFAULTS.answersMin),
      answersMost: z.int().min(1).default(QUANTILE_DEFAULTS.answersMost),
    })
    .prefault({}),
});
export type BudgetConfig = Omit<z.infer<typeof BudgetFile>, 'prices'> & {
  readonly prices: ReadonlyMap<string, TokenPrice>;
  readonly webhookUrl: string | undefined;
};

/** Error, with what is wrong and where, for a file that cannot be read. */
export function readConfig(env: NodeJS.ProcessEnv): BudgetConfig {
  const path = env.PITCREW_BUDGET_FILE ?? '';
  const { prices, ...file } = parseFile(path, path === '' ? '{}' : readFileSync(path, 'utf8'));
  const urlFile = env.PITCREW_BUDGET_WEBHOOK_URL_FILE || undefined;
  const webhookUrl =
    urlFile === undefined ? env.PITCREW_BUDGET_WEBHOOK_URL || undefined : readFileSync(urlFile, 'utf8').trim();
  if (webhookUrl !== undefined && !/^https?:$/.test(URL.parse(webhookUrl)?.protocol ?? ''))
    throw new Error('PITCREW_BUDGET_WEBHOOK_URL is not an http or https URL, or its file holds none');
  return { ...file, prices: new Map(Object.entries(prices)), webhookUrl };
}

function parseFile(path: string, text: string): z.infer<typeof BudgetFile> {
  try {
    return BudgetFile.parse(JSON.parse(text));
  } catch (error) {
    const problem = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new Error(`${path}, the file of PITCREW_BUDGET_FILE: ${problem}`, { cause: error });
  }
}
