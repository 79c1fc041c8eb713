/**
 * The runs of a tenant from the index of summaries, those that changed last first. A summary may lag behind its log, so
 * those of unfinished runs are made anew from it and put back; `asOf` is when that was done. A finished run never changes.
 */
import type { ListRunsRequest, ListRunsResponse, RunSummary, TenantId } from '@pitcrew/contracts';
import type { z } from 'zod';
import type { Gateway } from './gateway.ts';
import { readRun } from './read-run.ts';
import { summaryOf } from './view.ts';

export const PAGE_SIZE_DEFAULT = 50;
const LOGS_READ_AT_ONCE = 16;

export async function listRuns(
  gateway: Gateway,
  { tenant, pageSize, pageToken }: z.infer<typeof ListRunsRequest>,
): Promise<z.infer<typeof ListRunsResponse>> {
  const asOf = gateway.now().toISOString();
  const page = await gateway.summaries.list(tenant, pageSize === 0 ? PAGE_SIZE_DEFAULT : pageSize, pageToken);
  const runs: RunSummary[] = [];
  for (let first = 0; first < page.runs.length; first += LOGS_READ_AT_ONCE) {
    const some = page.runs.slice(first, first + LOGS_READ_AT_ONCE);
    runs.push(...(await Promise.all(some.map((summary) => upToDate(gateway, tenant, summary)))));
  }
  return { runs, nextPageToken: page.nextPageToken, asOf };
}

async function upToDate(gateway: Gateway, tenant: TenantId, known: RunSummary): Promise<RunSummary> {
  if (known.phase === 'finished') return known;
  try {
    const { state } = await readRun(gateway.log, { tenant, run: known.run });
    const summary = summaryOf(state);
    await gateway.summaries.put(tenant, summary, state.sequence);
    return summary;
  } catch (error) {
    // One run that cannot be read must not hide all others.
    gateway.report(error);
    return known;
  }
}
