/**
 * What is known of the effect of a call (R3). A call is in doubt from the first performance on that may have taken effect, whatever
 * comes of its repetitions: until it succeeds, a probe clears it up (probe.ts), or a person does who has looked (retry.ts). Whoever
 * asks whether a call may have had its effect asks here.
 */
import type { Executed } from '@pitcrew/contracts';
import type { CallState, Doubt, ProposedCall } from './state.ts';

/** It is in doubt, or the owner before may have begun what became possible in its epoch. */
export const mayHaveTakenEffect = ({ doubt, phase }: CallState, epoch: number): boolean =>
  doubt !== undefined || (phase.kind === 'proposed' && phase.possibleSinceEpoch < epoch);

/** The doubt of an owner that finds a call which the owner before may have begun. */
export const doubtOfAnother = ({ arguments: args, idempotencyKey, performances }: ProposedCall): Doubt => ({
  arguments: args,
  idempotencyKey,
  performance: performances + 1,
  probes: 0,
  anothers: true,
});

/** The doubt that stands, if any: what was found out so far, or that of another owner. */
export const standingDoubt = (call: CallState, epoch: number): Doubt | undefined =>
  call.doubt ??
  (call.phase.kind === 'proposed' && mayHaveTakenEffect(call, epoch) ? doubtOfAnother(call.phase) : undefined);

type Performance = { readonly performance: number; readonly executed: Executed };

/** A call surely did nothing only if none of its performances, an earlier owner's included, may have done something. */
export function doubtAfter(
  call: CallState,
  { arguments: args, idempotencyKey }: ProposedCall,
  { performance, executed }: Performance,
  epoch: number,
): Doubt | undefined {
  if (executed === 'no' && !mayHaveTakenEffect(call, epoch)) return undefined;
  return { arguments: args, idempotencyKey, performance, probes: 0, anothers: call.doubt?.anothers ?? false };
}
