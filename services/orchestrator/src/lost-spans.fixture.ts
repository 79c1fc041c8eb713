/** For tests: what became of the spans of a process, as it says where it is scraped. */
import { prometheusName, sdkMetricNames } from '@pitcrew/telemetry';
import { scrape } from '@pitcrew/testing';

const PROCESSED = prometheusName({ name: sdkMetricNames.spansProcessed, unit: '{span}', kind: 'counter' });

/** How many, by the class of the error that lost them; `sent` for those that nothing is known to have lost. */
export async function lostSpans(metricsAddress: string | undefined): Promise<ReadonlyMap<string, number>> {
  if (metricsAddress === undefined) throw new Error('the process is not scraped');
  const samples = (await scrape(metricsAddress)).get(PROCESSED)?.samples ?? [];
  return new Map(samples.map(({ labels, value }) => [labels.error_type ?? 'sent', value]));
}
