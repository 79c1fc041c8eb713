/**
 * R3 for a call whose outcome is unknown and whose tool has a probe: a read of its pack that says whether it took effect. It is
 * asked before anything else is done about the call. If the call took effect, the probe's answer stands in for the lost one; if it
 * surely did nothing, the call is as free as one that was refused; if that can't be known, it is asked again, a bounded number of
 * times. An owner that was thought dead may wake and begin its call after the probe, so of such a call nobody knows that it did nothing.
 */
import { assertNever, type BodyOf, type PlanStep } from '@pitcrew/contracts';
import { backoffMs, PROBES_MAX } from './bounds.ts';
import { standingDoubt } from './doubt.ts';
import type { Effect } from './effect.ts';
import { IllegalFact } from './illegal-fact.ts';
import type { RunRules } from './rules.ts';
import { type CallPhase, type CallState, type Doubt, performedPhase, type RunState } from './state.ts';

type Where = { readonly step: PlanStep; readonly item: number; readonly attempt: number };

/** undefined = there is nothing to ask, nobody to ask, or it was asked often enough. */
export function decideProbe(
  rules: RunRules,
  state: RunState,
  { step, item, attempt }: Where,
  doubt: Doubt | undefined,
): Effect | undefined {
  const probe = rules.probeOf(state.plan?.workflow ?? '', step.tool);
  if (doubt === undefined || probe === undefined || doubt.probes >= PROBES_MAX) return undefined;
  const known = Object.entries(doubt.arguments).filter(([name]) => probe.arguments.includes(name));
  return {
    kind: 'probe',
    ...{ step: step.id, item, attempt },
    tool: probe.tool,
    field: probe.field,
    arguments: Object.fromEntries(known),
    idempotencyKey: doubt.idempotencyKey,
    performance: doubt.performance,
    probe: doubt.probes + 1,
    // The call may still be under way.
    delayMs: backoffMs(doubt.probes + 2),
  };
}

export function foldProbe(call: CallState, { finding, probe }: BodyOf<'call-probed'>, epoch: number): CallState {
  const doubt = standingDoubt(call, epoch);
  if (doubt === undefined) throw new IllegalFact('a probe of a call that nobody doubts');
  switch (finding.kind) {
    case 'took-effect':
      return { ...call, doubt: undefined, phase: performedPhase(doubt, finding.result) };
    case 'did-nothing':
      if (doubt.anothers) return { ...call, doubt: { ...doubt, probes: probe } };
      return { ...call, doubt: undefined, phase: withoutDoubt(call.phase, epoch) };
    case 'not-known':
      return { ...call, doubt: { ...doubt, probes: probe } };
    default:
      return assertNever(finding);
  }
}

const withoutDoubt = (phase: CallPhase, epoch: number): CallPhase =>
  phase.kind === 'proposed' ? { ...phase, possibleSinceEpoch: epoch } : phase;
