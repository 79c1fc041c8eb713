/** Asks a run to stop, once: a run that is finished or already asked stays as it is. The owner decides what stops where. */
import type { CancelRunRequest } from '@pitcrew/contracts';
import type { z } from 'zod';
import type { Gateway } from './gateway.ts';
import { incomingEvent } from './incoming-event.ts';
import { foldHistory } from './read-run.ts';

export async function cancelRun(
  { log, now }: Pick<Gateway, 'log' | 'now'>,
  { tenant, run, reason }: z.infer<typeof CancelRunRequest>,
): Promise<Record<string, never>> {
  const event = incomingEvent({ tenant, run }, { kind: 'cancel-requested', reason }, now());
  await log.appendIn({
    tenant,
    run,
    decide: (history) => {
      const { state } = foldHistory(history, run);
      return state.finished !== undefined || state.cancelReason !== undefined ? undefined : event;
    },
  });
  return {};
}
