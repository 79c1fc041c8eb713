/**
 * Records a person's answer about a failed step, if it fits the question that is pending right before the append. A repeated
 * call finds its own answer and answers as the first did.
 */
import type { ResolveReviewRequest } from '@pitcrew/contracts';
import { RpcError } from '@pitcrew/rpc';
import type { z } from 'zod';
import type { Gateway } from './gateway.ts';
import { incomingEvent } from './incoming-event.ts';
import { foldHistory } from './read-run.ts';
import { ruleOnAnswer } from './review.ts';

export async function resolveReview(
  { log, now }: Pick<Gateway, 'log' | 'now'>,
  { tenant, run, ...answered }: z.infer<typeof ResolveReviewRequest>,
): Promise<Record<string, never>> {
  const answer = { kind: 'review-resolved', ...answered } as const;
  const event = incomingEvent({ tenant, run }, answer, now());
  await log.appendIn({
    tenant,
    run,
    decide: (history) => {
      const { state, events } = foldHistory(history, run);
      const ruling = ruleOnAnswer(answer, state, events, now());
      if (ruling.kind !== 'refused') return ruling.kind === 'record' ? event : undefined;
      const { reason, message, field } = ruling;
      if (field !== undefined) throw new RpcError({ code: 'INVALID_ARGUMENT', reason, message, field });
      throw new RpcError({ code: 'FAILED_PRECONDITION', reason, message });
    },
  });
  return {};
}
