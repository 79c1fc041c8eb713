/** Events and summaries of runs of one tenant, as services would write them, of long ago. */
import type { Bus, NewEvent } from '@pitcrew/bus';
import { newInstanceId, newRunId, type RunId, type RunSummary, TenantId } from '@pitcrew/contracts';

export const tenant = TenantId.parse('acme *.>');
const at = '2020-01-01T00:00:00.000Z';

function event(run: RunId, body: NewEvent['body'], epoch = 0): NewEvent {
  const id = `${run}:${epoch}:${body.kind}`;
  return { schemaVersion: 1, tenant, run, epoch, at, traceparent: '', id, body };
}

const requested = (run: RunId) => event(run, { kind: 'run-requested', requestId: 'r', request: 'ship order 7' });
export const claimed = (run: RunId): NewEvent => event(run, { kind: 'run-claimed', owner: newInstanceId() }, 1);
const finished = (run: RunId) =>
  event(run, {
    kind: 'run-finished',
    status: 'failed',
    stopReason: 'internal_error',
    result: {},
    account: '',
    confidence: 0,
  });

export function summary(run: RunId = newRunId()): RunSummary {
  return { run, request: 'ship order 7', phase: 'queued', submittedAt: at, updatedAt: at };
}

export async function submitted(gateway: Bus): Promise<RunId> {
  const run = newRunId();
  await gateway.log.append({ tenant, run, subject: 'in', event: requested(run), expectedSequence: 0 });
  return run;
}

/** A run of two events, requested and finished. */
export async function ended(gateway: Bus, orchestrator: Bus): Promise<RunId> {
  const run = await submitted(gateway);
  const expectedSequence = (await gateway.log.read(tenant, run)).at(-1)?.sequence ?? 0;
  await orchestrator.log.append({ tenant, run, subject: 'fact', event: finished(run), expectedSequence });
  await gateway.summaries.put(tenant, summary(run), expectedSequence + 1);
  return run;
}
