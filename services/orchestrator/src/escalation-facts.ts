/** The answers of a frontier as facts of the run, and what an answer that did not come may have cost. */
import {
  type BodyOf,
  type Charge,
  digestOf,
  type FactBody,
  type FrontierPlanning,
  type FrontierUsage,
  nothingUsed,
  type Rescuing,
  type Usage,
} from '@pitcrew/contracts';
import { RpcError } from '@pitcrew/rpc';
import type { RunState } from '@pitcrew/run';
import { type Rescued, toolOf } from './escalation-task.ts';

export function planFact(escalation: number, planning: FrontierPlanning): FactBody {
  if (planning.kind !== 'planned') return unanswered(escalation, planning);
  const { plan, packDigest } = planning;
  const usage = usageOf(planning.usage);
  return { kind: 'plan-proposed', plan, packDigest, confidence: 1, usage, revisable: true, escalation };
}

export function rescueFact(state: RunState, escalation: number, { step, item }: Rescued, rescuing: Rescuing): FactBody {
  if (rescuing.kind !== 'called') return unanswered(escalation, rescuing);
  const attempt = (state.steps.get(step)?.calls.get(item)?.attempt ?? 0) + 1;
  const argumentDigest = digestOf(rescuing.arguments);
  const place = { step, item, attempt, tool: toolOf(state, step) };
  const idempotencyKey = digestOf([state.run ?? '', step, item, argumentDigest, attempt]);
  const call = { arguments: rescuing.arguments, argumentDigest, idempotencyKey };
  return { kind: 'step-rescued', escalation, ...place, ...call, usage: usageOf(rescuing.usage) };
}

type Unanswered = Exclude<FrontierPlanning, { kind: 'planned' }> | Exclude<Rescuing, { kind: 'called' }>;

function unanswered(escalation: number, answer: Unanswered): FactBody {
  if (answer.kind !== 'failed') {
    const { inputTokens, outputTokens } = answer.usage;
    return failed(escalation, answer.message, { kind: 'used', inputTokens, outputTokens });
  }
  return failed(escalation, answer.message, answer.charged === 'no' ? { kind: 'none' } : { kind: 'unknown' });
}

const usageOf = ({ model, inputTokens, outputTokens }: FrontierUsage): Usage => ({
  ...nothingUsed(model),
  inputTokens,
  outputTokens,
});

export const failed = (escalation: number, message: string, charge: Charge): BodyOf<'escalation-failed'> => ({
  kind: 'escalation-failed',
  escalation,
  message,
  charge,
});

/** A call that never reached the service, or that it did not admit, was surely not charged. */
export const chargeOf = (error: unknown): Charge =>
  error instanceof RpcError && (error.neverSent || error.code === 'RESOURCE_EXHAUSTED')
    ? { kind: 'none' }
    : { kind: 'unknown' };

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
