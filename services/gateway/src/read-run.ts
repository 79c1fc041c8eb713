/** A run as its log tells it. A run of another tenant is not found: the log of a run stands under its tenant's name. */
import type { LogEntry, RunLog } from '@pitcrew/bus';
import type { RunId, StoredEvent, TenantId } from '@pitcrew/contracts';
import { RpcError } from '@pitcrew/rpc';
import { foldRun, type RunState } from '@pitcrew/run';

export type Place = { readonly tenant: TenantId; readonly run: RunId };

export type FoldedRun = { readonly state: RunState; readonly events: readonly StoredEvent[] };

export const readRun = async (log: Pick<RunLog, 'read'>, { tenant, run }: Place): Promise<FoldedRun> =>
  foldHistory(await log.read(tenant, run), run);

export function foldHistory(history: readonly LogEntry[], run: RunId): FoldedRun {
  if (history.length === 0) throw runNotFound(run);
  const events = history.map(knownEvent);
  return { state: foldRun(events), events };
}

export const runNotFound = (run: RunId): RpcError =>
  new RpcError({
    code: 'NOT_FOUND',
    reason: 'RUN_NOT_FOUND',
    message: `there is no run ${run} of this tenant`,
  });

/** An event that only newer code understands: nothing true can be said about the run from here. */
export function knownEvent(entry: LogEntry): StoredEvent {
  if (entry.kind === 'event') return { sequence: entry.sequence, event: entry.event };
  throw new RpcError({
    code: 'UNAVAILABLE',
    reason: 'NEWER_EVENT',
    message: `a newer version wrote event ${entry.sequence} (${entry.eventKind}); ask a gateway of that version`,
  });
}
