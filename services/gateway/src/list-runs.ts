/**
 * The runs of a tenant from the index of summaries, those first that were submitted last, or seen here to have changed. A summary
 * may lag behind its log, so those of unfinished runs are made anew from it and put back; `asOf` is when that was done. A finished run never changes.
 * A filter looks at so many summaries a page and no more: where little fits it, pages are short.
 */
import type { ListRunsRequest, ListRunsResponse, RunSummary, TenantId } from '@pitcrew/contracts';
import type { z } from 'zod';
import type { Gateway } from './gateway.ts';
import { readRun } from './read-run.ts';
import { summaryOf } from './view.ts';

export const PAGE_SIZE_DEFAULT = 50;
const LOGS_READ_AT_ONCE = 16;
const LOOKED_AT_MAX = 2_000;

type Filter = Pick<
  z.infer<typeof ListRunsRequest>,
  'phase' | 'status' | 'workflow' | 'submittedFrom' | 'submittedBefore'
>;

export async function listRuns(
  gateway: Gateway,
  { tenant, pageSize, pageToken, ...filter }: z.infer<typeof ListRunsRequest>,
): Promise<z.infer<typeof ListRunsResponse>> {
  const asOf = gateway.now().toISOString();
  const wanted = pageSize === 0 ? PAGE_SIZE_DEFAULT : pageSize;
  const runs: RunSummary[] = [];
  let nextPageToken = pageToken;
  for (let lookedAt = 0; lookedAt < LOOKED_AT_MAX; ) {
    const page = await gateway.summaries.list(tenant, wanted - runs.length, nextPageToken);
    lookedAt += page.runs.length;
    nextPageToken = page.nextPageToken;
    runs.push(...(await allUpToDate(gateway, tenant, page.runs)).filter((summary) => fits(filter, summary)));
    if (runs.length === wanted || nextPageToken === '') break;
  }
  return { runs, nextPageToken, asOf };
}

export function fits(
  { phase, status, workflow, submittedFrom, submittedBefore }: Filter,
  { submittedAt, ...summary }: RunSummary,
): boolean {
  const at = Date.parse(submittedAt);
  return (
    (phase === undefined || phase === summary.phase) &&
    (status === undefined || status === summary.outcome?.status) &&
    (workflow === undefined || workflow === summary.workflow) &&
    (submittedFrom === undefined || at >= Date.parse(submittedFrom)) &&
    (submittedBefore === undefined || at < Date.parse(submittedBefore))
  );
}

async function allUpToDate(
  gateway: Gateway,
  tenant: TenantId,
  known: readonly RunSummary[],
): Promise<readonly RunSummary[]> {
  const runs: RunSummary[] = [];
  for (let first = 0; first < known.length; first += LOGS_READ_AT_ONCE) {
    const some = known.slice(first, first + LOGS_READ_AT_ONCE);
    runs.push(...(await Promise.all(some.map((summary) => upToDate(gateway, tenant, summary)))));
  }
  return runs;
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
