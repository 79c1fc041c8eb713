/**
 * Records what a person decided, if it binds the approval that is pending right before the append (R4). A repeated call
 * finds its own decision and answers as the first did.
 */
import type { DecideApprovalRequest } from '@pitcrew/contracts';
import { RpcError } from '@pitcrew/rpc';
import type { z } from 'zod';
import { ruleOn } from './approval.ts';
import type { Gateway } from './gateway.ts';
import { incomingEvent } from './incoming-event.ts';
import { foldHistory } from './read-run.ts';

export async function decideApproval(
  { log, now }: Pick<Gateway, 'log' | 'now'>,
  { tenant, run, ...decided }: z.infer<typeof DecideApprovalRequest>,
): Promise<Record<string, never>> {
  const decision = { kind: 'approval-decided', ...decided } as const;
  const event = incomingEvent({ tenant, run }, decision, now());
  await log.appendIn({
    tenant,
    run,
    decide: (history) => {
      const { state, events } = foldHistory(history, run);
      const ruling = ruleOn(decision, state, events, now());
      if (ruling.kind === 'refused')
        throw new RpcError({ code: 'FAILED_PRECONDITION', reason: ruling.reason, message: ruling.message });
      return ruling.kind === 'record' ? event : undefined;
    },
  });
  return {};
}
