/** The events of a run from a sequence on, as they are appended. Ends after `run-finished`, which is the last of a run. */
import type { RunLog } from '@pitcrew/bus';
import type { WatchRunRequest, WatchRunResponse } from '@pitcrew/contracts';
import type { z } from 'zod';
import { knownEvent, readRun } from './read-run.ts';

export async function* watchRun(
  log: Pick<RunLog, 'read' | 'watch'>,
  { tenant, run, resumeAfter }: z.infer<typeof WatchRunRequest>,
  signal: AbortSignal,
): AsyncGenerator<z.infer<typeof WatchRunResponse>, void, undefined> {
  const { state, events } = await readRun(log, { tenant, run });
  for (const stored of events) if (stored.sequence > resumeAfter) yield { stored };
  if (state.finished !== undefined) return;
  for await (const entry of log.watch(tenant, run, Math.max(state.sequence, resumeAfter), signal)) {
    const stored = knownEvent(entry);
    yield { stored };
    if (stored.event.body.kind === 'run-finished') return;
  }
}
