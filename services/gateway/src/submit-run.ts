/**
 * Records a request as the first event of its run, which also wakes an orchestrator. Answers only when the log has it, and the lists.
 * Submitting the same request id again meets the summary of its run, or its first event, and answers with the same run, whatever the
 * text says; of a run that was archived the summary is what is left on the bus.
 */
import { NOTHING_BEFORE } from '@pitcrew/bus';
import type { RunId, SubmitRunRequest, SubmitRunResponse } from '@pitcrew/contracts';
import { RpcError } from '@pitcrew/rpc';
import { foldRun } from '@pitcrew/run';
import { attributeNames, spanNames, withSpan } from '@pitcrew/telemetry';
import type { z } from 'zod';
import { refusalOf } from './admission.ts';
import type { Gateway } from './gateway.ts';
import { incomingEvent } from './incoming-event.ts';
import { readRun } from './read-run.ts';
import { createRoomForRuns } from './room-for-runs.ts';
import { runIdOf } from './run-id.ts';
import { summaryOf } from './view.ts';

type Submission = z.infer<typeof SubmitRunRequest>;

export function createSubmission(gateway: Gateway) {
  const assertRoom = createRoomForRuns(gateway);
  return async (submission: Submission): Promise<z.infer<typeof SubmitRunResponse>> => {
    admit(submission);
    const { tenant, requestId } = submission;
    const run = runIdOf(tenant, requestId);
    const attributes = { [attributeNames.tenant]: tenant, [attributeNames.run]: run };
    await withSpan(spanNames.submitRun, { attributes }, async () => {
      if ((await gateway.summaries.get(tenant, run)) !== undefined) return;
      await assertRoom();
      await record(gateway, submission, run);
    });
    return { run };
  };
}

function admit({ request }: Submission): void {
  const message = refusalOf(request);
  if (message === undefined) return;
  throw new RpcError({ code: 'INVALID_ARGUMENT', reason: 'INVALID_REQUEST', field: 'request', message });
}

async function record(gateway: Gateway, { tenant, ...asked }: Submission, run: RunId): Promise<void> {
  const body = { kind: 'run-requested', ...asked } as const;
  const event = incomingEvent({ tenant, run }, body, gateway.now(), 'request');
  const result = await gateway.log.append({ tenant, run, subject: 'in', event, expectedSequence: 0 });
  const state =
    result.kind === 'conflict'
      ? (await readRun(gateway.log, { tenant, run })).state
      : foldRun([{ sequence: result.sequence, event: { ...event, previousDigest: NOTHING_BEFORE } }]);
  // Nobody else writes the first one, and what has none is in no list, nor is what it asks of people: whoever repeats the request does it.
  await gateway.summaries.put(tenant, summaryOf(state), state.sequence, 'first');
}
