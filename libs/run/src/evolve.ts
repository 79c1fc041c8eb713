/**
 * R1: folds one fact into the state of its run. Pure; whoever folds the same log gets the same state. Refuses a fact that
 * has no place in the run so far (IllegalFact): such a log was not written by this machine.
 */
import { assertNever, type BodyOf, digestOf, type RunEvent, type StepId, type StoredEvent } from '@pitcrew/contracts';
import { boundedLimits } from './bounds.ts';
import { expireClarification, giveClarification, wantClarification } from './clarification.ts';
import { doubtAfter } from './doubt.ts';
import { askAgain, foldEscalation } from './escalation.ts';
import { expireReview, requestReview, resolveReview } from './fold-review.ts';
import { IllegalFact } from './illegal-fact.ts';
import { foldProbe } from './probe.ts';
import { verdictOfPerson } from './retry.ts';
import { lastOrdinalOf, revise, unbegun } from './revise.ts';
import {
  type CallState,
  freshCall,
  initialState,
  type ProposedCall,
  performedPhase,
  type RunState,
  type StepPhase,
} from './state.ts';

type Unchained = { readonly sequence: number; readonly event: Omit<RunEvent, 'previousDigest'> };

export const foldRun = (events: readonly StoredEvent[], from: RunState = initialState): RunState =>
  events.reduce((state, stored) => evolve(state, stored), from);

/** The digest chain is the log's business: an owner folds its own appends before it knows their place in the chain. */
export function evolve(state: RunState, { sequence, event }: Unchained): RunState {
  if (sequence <= state.sequence) throw new IllegalFact(`sequence ${sequence} after ${state.sequence}`);
  if (state.request === undefined && event.body.kind !== 'run-requested')
    throw new IllegalFact(`${event.body.kind} before run-requested`);
  return { ...fold(state, event), sequence, updatedAt: event.at };
}

function fold(state: RunState, event: Unchained['event']): RunState {
  const { body } = event;
  switch (body.kind) {
    case 'run-requested':
      return request(state, event, body);
    case 'approval-decided':
      return decideApproval(state, body);
    case 'review-resolved':
      return resolveReview(state, body);
    case 'clarification-given':
      return giveClarification(state, body);
    case 'cancel-requested':
      return { ...state, cancelReason: state.cancelReason ?? body.reason };
    case 'run-claimed':
      return { ...state, owner: body.owner, epoch: event.epoch, parked: false };
    case 'run-routed':
      return { ...state, routed: { route: body.route, question: body.question } };
    case 'clarification-wanted':
      return wantClarification(state, body);
    case 'plan-proposed':
      return begin(foldEscalation(state, body), body);
    case 'escalation-wanted':
    case 'spend-reserved':
    case 'spend-refused':
    case 'escalation-failed':
    case 'spend-settled':
      return foldEscalation(state, body);
    case 'step-rescued':
      return rescue(foldEscalation(state, body), body);
    case 'budget-raised':
      return askAgain(state);
    case 'plan-refused':
      return { ...state, planRefusal: body.message };
    case 'plan-revised':
      return revise(state, body);
    case 'replan-refused':
      return { ...state, replanRefused: body.step };
    case 'call-proposed':
      return {
        ...onCall(state, body, (call) => propose(state, call, body)),
        scratchpad: body.scratchpad ?? state.scratchpad,
      };
    case 'call-refused':
      return refuseCall(state, body);
    case 'call-judged':
      return judgeCall(state, body);
    case 'approval-requested':
      return onProposed(state, body, (call) => ({ ...call, approval: { kind: 'pending', asked: body } }));
    case 'call-performed':
      return perform(state, body);
    case 'call-probed':
      return onCall(state, body, (call) => timed(foldProbe(call, body, state.epoch), body.latencyMs));
    case 'step-judged':
      return judgeStep(state, body);
    case 'step-succeeded':
      return onStep(state, body.step, { kind: 'succeeded', result: resultOf(state, body.step) });
    case 'step-failed':
      return onStep(state, body.step, { kind: 'failed', stopReason: body.stopReason, message: body.message });
    case 'step-skipped':
      return onStep(state, body.step, { kind: 'skipped', message: body.message });
    case 'review-requested':
      return requestReview(state, body);
    case 'run-judged':
      return { ...state, verdict: body.verdict };
    case 'run-parked':
      return { ...state, parked: true };
    case 'timer-fired':
      return expire(state, body.timer);
    case 'run-finished':
      return { ...state, finished: body };
    default:
      return assertNever(body);
  }
}

function request(state: RunState, event: Unchained['event'], body: BodyOf<'run-requested'>): RunState {
  if (state.request !== undefined) throw new IllegalFact('run-requested twice');
  return {
    ...state,
    tenant: event.tenant,
    run: event.run,
    request: {
      requestId: body.requestId,
      text: body.request,
      ...(body.mode && { mode: body.mode }),
      ...(body.onBudget && { onBudget: body.onBudget }),
      ...(body.clarify && { clarify: true }),
    },
    submittedAt: event.at,
    traceparent: event.traceparent,
  };
}

function begin(state: RunState, body: BodyOf<'plan-proposed'>): RunState {
  const { plan, confidence, revisable = false, scratchpad, firstCall } = body;
  const steps = new Map(plan.steps.map((step) => [step.id, unbegun(step)]));
  const lastOrdinal = lastOrdinalOf(plan, 0);
  const limits = boundedLimits(body.limits);
  const routed = state.routed && { ...state.routed, route: { ...state.routed.route, workflow: plan.workflow } };
  const course = { plan, planConfidence: confidence, planRefusal: undefined, revisable, scratchpad, firstCall };
  return { ...state, ...course, routed, limits, steps, lastOrdinal };
}

function propose(state: RunState, call: CallState, body: BodyOf<'call-proposed'>): CallState {
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
const refuseCall = (state: RunState, body: BodyOf<'call-refused'>): RunState =>
  onCall(state, body, (call) => ({
    ...call,
    attempt: body.attempt,
    phase: { kind: 'failed', stopReason: 'needs_clarification', message: body.message, proposed: undefined },
  }));

/** The step is open again, with a call of its own; what failed before is in the log. */
function rescue(state: RunState, body: BodyOf<'step-rescued'>): RunState {
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
function judgeCall(state: RunState, body: BodyOf<'call-judged'>): RunState {
  const { verdict } = body;
  if (verdict.passed) return onProposed(state, body, (call) => ({ ...call, verdict, possibleSinceEpoch: state.epoch }));
  return countError(
    onCall(state, body, (call) => withFailure(call, proposedPhase(call), verdict.findings.join(' '), 'call-verdict')),
  );
}

function perform(state: RunState, body: BodyOf<'call-performed'>): RunState {
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

const timed = (call: CallState, latencyMs: number): CallState => ({ ...call, latencyMs: call.latencyMs + latencyMs });

/** A result that the validator refuses is an error of the call: a read is proposed anew, an effect is left as it is. */
function judgeStep(state: RunState, body: BodyOf<'step-judged'>): RunState {
  const { verdict } = body;
  const next = onCall(state, body, (call) => {
    if (call.phase.kind !== 'performed') throw new IllegalFact(`step-judged before call-performed: ${body.step}`);
    return { ...call, phase: { ...call.phase, verdict } };
  });
  return verdict.passed ? next : countError(next);
}

/** R4: a decision that binds another plan version, tool or argument digest decides nothing. */
function decideApproval(state: RunState, body: BodyOf<'approval-decided'>): RunState {
  const call = state.steps.get(body.step)?.calls.get(body.item);
  if (call?.phase.kind !== 'proposed' || call.phase.approval.kind !== 'pending') return state;
  const { asked } = call.phase.approval;
  const binds =
    asked.planVersion === body.planVersion && asked.tool === body.tool && asked.argumentDigest === body.argumentDigest;
  if (!binds) return state;
  const { approved, decidedBy, reason } = body;
  return onProposed(state, body, (proposed) => ({
    ...proposed,
    approval: approved ? { kind: 'approved', decidedBy } : { kind: 'refused', decidedBy, reason },
    // The owner of a parked run has let go of it: only the next one can begin the call.
    possibleSinceEpoch: state.parked ? state.epoch + 1 : state.epoch,
  }));
}

/** Timers are named after what they end (waits.ts). One that comes too late ends nothing. */
function expire(state: RunState, timer: string): RunState {
  const [subject, step, item] = timer.split(':');
  if (subject === 'budget') return askAgain(state);
  if (subject === 'review') return expireReview(state, step as StepId);
  if (subject === 'clarification') return expireClarification(state);
  const call = state.steps.get(step as StepId)?.calls.get(Number(item));
  if (subject !== 'approval' || call?.phase.kind !== 'proposed' || call.phase.approval.kind !== 'pending') return state;
  return onProposed(state, { step: step as StepId, item: Number(item) }, (proposed) => ({
    ...proposed,
    approval: { kind: 'expired' },
  }));
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

type Place = { readonly step: StepId; readonly item: number };

function onCall(state: RunState, { step, item }: Place, change: (call: CallState) => CallState): RunState {
  const found = state.steps.get(step);
  if (found?.phase.kind !== 'open') throw new IllegalFact(`a call of ${step}, which is not an open step`);
  const calls = new Map(found.calls).set(item, change(found.calls.get(item) ?? freshCall));
  return { ...state, steps: new Map(state.steps).set(step, { ...found, calls }) };
}

const onProposed = (state: RunState, place: Place, change: (call: ProposedCall) => ProposedCall): RunState =>
  onCall(state, place, (call) => ({ ...call, phase: change(proposedPhase(call)) }));

function proposedPhase(call: CallState): ProposedCall {
  if (call.phase.kind !== 'proposed') throw new IllegalFact('a call that was not proposed');
  return call.phase;
}

function onStep(state: RunState, id: StepId, phase: StepPhase): RunState {
  const found = state.steps.get(id);
  if (found?.phase.kind !== 'open') throw new IllegalFact(`${id} is not an open step`);
  return { ...state, steps: new Map(state.steps).set(id, { ...found, phase }) };
}

/** One result, or the list of the items' results for a `for_each`. */
function resultOf(state: RunState, id: StepId) {
  const found = state.steps.get(id);
  const results = [...(found?.calls ?? new Map<number, CallState>())]
    .sort(([a], [b]) => a - b)
    .map(([, { phase }]) => {
      if (phase.kind !== 'performed') throw new IllegalFact(`${id} succeeded before all of its calls`);
      return phase.result;
    });
  const [only] = results;
  if (found?.step.forEach !== undefined) return results;
  if (only === undefined) throw new IllegalFact(`${id} succeeded without a call`);
  return only;
}
