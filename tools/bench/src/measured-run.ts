/** One run as its caller sees it: from SubmitRun to the arrival of `run-finished`, in a world of its own. */

import type { Crew } from '@pitcrew/cli/crew';
import { openTenant } from '@pitcrew/cli/tenant';
import type { StoredEvent } from '@pitcrew/contracts';

export const REQUEST = 'Process order #4521 for customer acme-corp';
const RUN_TIMEOUT_MS = 60_000;

export type MeasuredRun = { readonly wallMs: number; readonly events: readonly StoredEvent[] };

/** A run that does not succeed is no measurement of one that does. */
export async function measureRun(crew: Crew): Promise<MeasuredRun> {
  using tenant = await openTenant(crew);
  const startedAt = performance.now();
  const run = await tenant.submit(REQUEST);
  const events = await tenant.finished(run, AbortSignal.timeout(RUN_TIMEOUT_MS));
  const wallMs = performance.now() - startedAt;
  const last = events.at(-1)?.event.body;
  if (last?.kind !== 'run-finished' || last.status !== 'succeeded')
    throw new Error(`the run did not succeed: ${last?.kind === 'run-finished' ? last.account : 'it did not end'}`);
  return { wallMs, events };
}

/** One after the other: how long one takes, not how many fit beside each other. */
export async function measureRuns(crew: Crew, count: number): Promise<readonly MeasuredRun[]> {
  const runs: MeasuredRun[] = [];
  while (runs.length < count) runs.push(await measureRun(crew));
  return runs;
}
