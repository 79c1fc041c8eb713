/**
 * Records what the caller answers to the question about an unclear request, if the run waits for it. The request and its answer
 * are admitted together, as the one request that they become.
 */
import type { GiveClarificationRequest } from '@pitcrew/contracts';
import { RpcError } from '@pitcrew/rpc';
import { joined, type RunState } from '@pitcrew/run';
import type { z } from 'zod';
import { refusalOf } from './admission.ts';
import type { Gateway } from './gateway.ts';
import { incomingEvent } from './incoming-event.ts';
import { foldHistory } from './read-run.ts';

export async function giveClarification(
  { log, now }: Pick<Gateway, 'log' | 'now'>,
  { tenant, run, answer }: z.infer<typeof GiveClarificationRequest>,
): Promise<Record<string, never>> {
  const event = incomingEvent({ tenant, run }, { kind: 'clarification-given', answer }, now());
  await log.appendIn({
    tenant,
    run,
    decide: (history) => {
      const { state } = foldHistory(history, run);
      // A repeated call whose answer got lost.
      if (state.clarification?.kind === 'given' && state.clarification.answer === answer) return undefined;
      admit(state, answer, now());
      return event;
    },
  });
  return {};
}

function admit({ clarification, finished, request }: RunState, answer: string, now: Date): void {
  if (finished !== undefined) throw refused('RUN_FINISHED', 'the run is finished');
  if (clarification?.kind === 'given') throw refused('ALREADY_CLARIFIED', 'the question was answered otherwise');
  if (clarification === undefined) throw refused('NO_PENDING_CLARIFICATION', 'the run asks no question');
  const { expiresAt } = clarification.asked;
  if (clarification.kind === 'expired' || new Date(expiresAt) <= now)
    throw refused('CLARIFICATION_EXPIRED', `the question expired at ${expiresAt}; submit the request again`);
  const message = refusalOf(answer)?.replace('request', 'answer') ?? refusalOf(joined(request?.text ?? '', answer));
  if (message !== undefined)
    throw new RpcError({ code: 'INVALID_ARGUMENT', reason: 'INVALID_ANSWER', field: 'answer', message });
}

const refused = (reason: string, message: string): RpcError =>
  new RpcError({ code: 'FAILED_PRECONDITION', reason, message });
