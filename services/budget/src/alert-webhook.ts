/**
 * Tells a webhook about each alert, as a CloudEvent in structured JSON over HTTP POST. What is told comes from the ledger, so
 * an alert outlives the replica that raised it; it is sent until somebody answers 2xx, and every repeat has the same id.
 * An alert whose period is over is not sent any more.
 */
import type { Consumption, SubjectLog } from '@pitcrew/bus';
import { type BudgetFactOf, type LedgerEntry, usdText } from '@pitcrew/contracts';
import { CloudEvent, HTTP } from 'cloudevents';
import { decodeEntry } from './ledger.ts';
import { scopeKey } from './state.ts';

export const ALERT_TYPE = 'dev.pitcrew.budget.alert.v1';
export const ALERT_SOURCE = '/pitcrew/budget';
const POST_TIMEOUT_MS = 5_000;
const IN_FLIGHT_MAX = 8;

export type WebhookOptions = {
  readonly url: string;
  readonly now: () => Date;
  /** Wait before the first repeat, and the most; the upper half of each wait is random. */
  readonly retryFirstMs?: number;
  readonly retryMostMs?: number;
};

export const tellWebhook = (
  log: Pick<SubjectLog, 'consume'>,
  { url, now, ...retries }: WebhookOptions,
): Promise<Consumption> =>
  log.consume({
    maxInFlight: IN_FLIGHT_MAX,
    ...retries,
    handler: async (stored, { signal }) => {
      for (const alert of alertsToTell(decodeEntry(stored), now())) await post(url, alert, signal);
      return 'done';
    },
  });

/** What the entry has to say to the world now. */
export function alertsToTell(entry: LedgerEntry, now: Date): readonly CloudEvent<unknown>[] {
  return entry.facts
    .filter((fact) => fact.kind === 'alert-raised')
    .filter(({ period }) => Date.parse(entry.periods[period].endsAt) > now.getTime())
    .map((alert) => cloudEvent(entry, alert));
}

function cloudEvent(entry: LedgerEntry, { kind: _, ...alert }: BudgetFactOf<'alert-raised'>): CloudEvent<unknown> {
  const { startsAt, endsAt } = entry.periods[alert.period];
  const whose = scopeKey(alert.scope);
  const { limitMicroUsd, spentMicroUsd, thresholdPercent, period } = alert;
  const message = `${usdText(spentMicroUsd)} of the ${usdText(limitMicroUsd)} of this ${period} is spent or reserved (${whose})`;
  return new CloudEvent({
    id: [period, startsAt, thresholdPercent, whose].join('/'),
    source: ALERT_SOURCE,
    type: ALERT_TYPE,
    subject: whose,
    time: entry.at,
    datacontenttype: 'application/json',
    data: { ...alert, startsAt, endsAt, message },
  });
}

async function post(url: string, alert: CloudEvent<unknown>, signal: AbortSignal): Promise<void> {
  const { headers, body } = HTTP.structured(alert);
  const answer = await fetch(url, {
    method: 'POST',
    headers: headers as Record<string, string>,
    body: String(body),
    signal: AbortSignal.any([signal, AbortSignal.timeout(POST_TIMEOUT_MS)]),
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`the webhook answered ${answer.status} to alert ${alert.id}`);
}
