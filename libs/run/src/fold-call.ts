/**
 * Folds what happens to one call of a step: proposed, judged, performed, its result judged, rescued by the frontier. R3: a refused
 * call never ran, so its arguments may change; whether one that failed may have had its effect stays with the call as a doubt.
 */
import { type BodyOf, digestOf } from '@pitcrew/contracts';
import { doubtAfter } from './doubt.ts';
import { IllegalFact } from './illegal-fact.ts';
import { onCall, onProposed, proposedPhase } from './on-call.ts';
import { verdictOfPerson } from './retry.ts';
import { type CallState, type ProposedCall, performedPhase, type RunState } from './state.ts';

export function propose(state: RunState, call: CallState, body: BodyOf<'call-proposed'>): CallState {
  const repeats = call.failures.some(({ argumentDigest }) => argumentDigest === body.argumentDigest);
  const proposed: ProposedCall = {
    kind: 'proposed',
    arguments: body.arguments,
    argumentDigest: body.argumentDigest,
    idempotencyKey: body.idempotencyKey,
    verdict: verdictOfPerson(state, body),
    approval: { kind: 'none' },
    performances: 0,
    failure: undefined,
    possibleSinceEpoch: state.epoch,
  };
  return {
    ...call,
    attempt: body.attempt,
    repeated: repeats ? call.repeated + 1 : 0,
    phase: repeats ? { kind: 'unproposed' } : proposed,
  };
}

/** The executor has found nothing to propose. */
export const refuseCall = (state: RunState, body: BodyOf<'call-refused'>): RunState =>
  onCall(state, body, (call) => ({
    ...call,
    attempt: body.attempt,
    phase: { kind: 'failed', stopReason: 'needs_clarification', message: body.message, proposed: undefined },
  }));

/** The step is open again, with a call of its own; what failed before is in the log. */
export function rescue(state: RunState, body: BodyOf<'step-rescued'>): RunState {
  const found = state.steps.get(body.step);
  if (found?.phase.kind !== 'failed') throw new IllegalFact(`a rescue of ${body.step}, which did not fail`);
  const steps = new Map(state.steps).set(body.step, { ...found, phase: { kind: 'open' } });
  return onCall({ ...state, steps }, body, (call) =>
    propose(
      state,
      { ...call, failures: [], repeated: 0, doubt: undefined },
      { ...body, kind: 'call-proposed', sources: [] },
    ),
  );
}

/** A refused call never ran, so its arguments may change (R3). */
export function judgeCall(state: RunState, body: BodyOf<'call-judged'>): RunState {
  const { verdict } = body;
  if (verdict.passed) return onProposed(state, body, (call) => ({ ...call, verdict, possibleSinceEpoch: state.epoch }));
  return countError(
    onCall(state, body, (call) => withFailure(call, proposedPhase(call), verdict.findings.join(' '), 'call-verdict')),
  );
}

export function perform(state: RunState, body: BodyOf<'call-performed'>): RunState {
  const { outcome, latencyMs } = body;
  const next = onCall(state, body, (call) => {
    const proposed = proposedPhase(call);
    if (outcome.kind === 'succeeded')
      return { ...timed(call, latencyMs), doubt: undefined, phase: performedPhase(proposed, outcome.result) };
    const { message } = outcome;
    const { performance } = body;
    const doubt = doubtAfter(call, proposed, { performance, executed: outcome.executed }, state.epoch);
    const failed = { ...timed(call, latencyMs), doubt };
    if (outcome.errorClass === 'input') return withFailure(failed, proposed, message, 'input');
    if (outcome.errorClass === 'logic')
      return { ...failed, phase: { kind: 'failed', stopReason: 'logic_error', message, proposed } };
    return {
      ...failed,
      phase: {
        ...proposed,
        performances: performance,
        failure: message,
        possibleSinceEpoch: state.epoch,
      },
    };
  });
  return outcome.kind === 'failed' && outcome.errorClass !== 'transient' ? countError(next) : next;
}

export const timed = (call: CallState, latencyMs: number): CallState => ({
  ...call,
  latencyMs: call.latencyMs + latencyMs,
});

/** A result that the validator refuses is an error of the call: a read is proposed anew, an effect is left as it is. */
export function judgeStep(state: RunState, body: BodyOf<'step-judged'>): RunState {
  const { verdict } = body;
  const next = onCall(state, body, (call) => {
    if (call.phase.kind !== 'performed') throw new IllegalFact(`step-judged before call-performed: ${body.step}`);
    return { ...call, phase: { ...call.phase, verdict } };
  });
  return verdict.passed ? next : countError(next);
}

const withFailure = (
  call: CallState,
  proposed: ProposedCall,
  message: string,
  cause: 'input' | 'call-verdict',
): CallState => ({
  ...call,
  phase: { kind: 'unproposed' },
  retries: call.retries + proposed.performances,
  failures: [
    ...call.failures,
    {
      arguments: proposed.arguments,
      argumentDigest: digestOf(proposed.arguments),
      idempotencyKey: proposed.idempotencyKey,
      message,
      cause,
    },
  ],
});

const countError = (state: RunState): RunState => ({ ...state, errorCount: state.errorCount + 1 });
