/**
 * The questions to people of a tenant's runs, those of the runs that changed last first. They are read from the logs themselves,
 * found through the index of summaries: so the queue shows the very records that a watcher of the run sees, and none that is out
 * of date. A page covers whole runs; it is full when it holds as many questions as were asked for.
 */
import type { RunId, RunSummary, StepId, TenantId } from '@pitcrew/contracts';
import type { Gateway } from './gateway.ts';
import { PAGE_SIZE_DEFAULT } from './list-runs.ts';
import { type FoldedRun, readRun } from './read-run.ts';
import { shortened } from './view.ts';

/** Runs that one page looks through. */
export const RUNS_SEARCHED_MAX = 2000;
const RUNS_AT_ONCE = 16;

export type QuestionFilter = {
  readonly tenant: TenantId;
  readonly workflow?: string | undefined;
  readonly step?: StepId | undefined;
  readonly includeDecided: boolean;
  readonly pageSize: number;
  readonly pageToken: string;
};

export type OfRun = { readonly run: RunId; readonly workflow?: string; readonly request: string };

export type QuestionPage<T> = { readonly found: T[]; readonly nextPageToken: string; readonly asOf: string };

/** `questionsOf` says which questions a run has, pending and decided; those of another step or no longer pending are left out here. */
export async function listQuestions<T>(
  gateway: Gateway,
  filter: QuestionFilter,
  questionsOf: (run: FoldedRun) => readonly (T & { readonly step: StepId; readonly isPending: boolean })[],
): Promise<QuestionPage<OfRun & { readonly question: T }>> {
  const asOf = gateway.now().toISOString();
  const wanted = filter.pageSize === 0 ? PAGE_SIZE_DEFAULT : filter.pageSize;
  const found: (OfRun & { readonly question: T })[] = [];
  let { pageToken } = filter;
  for (let searched = 0; searched < RUNS_SEARCHED_MAX; searched += RUNS_AT_ONCE) {
    const page = await gateway.summaries.list(filter.tenant, RUNS_AT_ONCE, pageToken);
    const runs = await Promise.all(page.runs.map((summary) => lookInto(gateway, filter, summary)));
    for (const run of runs) {
      if (run === undefined || !isOf(run, filter)) continue;
      for (const question of questionsOf(run))
        if ((question.isPending || filter.includeDecided) && (filter.step ?? question.step) === question.step)
          found.push({ ...ofRun(run), question });
    }
    pageToken = page.nextPageToken;
    if (pageToken === '' || found.length >= wanted) break;
  }
  return { found, nextPageToken: pageToken, asOf };
}

/** A finished run asks nobody. One run that cannot be read must not hide all others. */
async function lookInto(
  gateway: Gateway,
  { tenant, includeDecided }: QuestionFilter,
  { run, phase }: RunSummary,
): Promise<FoldedRun | undefined> {
  if (phase === 'finished' && !includeDecided) return undefined;
  return readRun(gateway.log, { tenant, run }).catch((error: unknown) => {
    gateway.report(error);
    return undefined;
  });
}

const isOf = ({ state }: FoldedRun, { workflow }: QuestionFilter): boolean =>
  workflow === undefined || state.routed?.route.workflow === workflow;

function ofRun({ state }: FoldedRun): OfRun {
  const workflow = state.routed?.route.workflow;
  return { run: state.run as RunId, ...(workflow && { workflow }), request: shortened(state.request?.text ?? '') };
}
