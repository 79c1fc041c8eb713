/**
 * R1: folds one fact into the state of its run. Pure; whoever folds the same log gets the same state. Refuses a fact that
 * has no place in the run so far (IllegalFact): such a log was not written by this machine.
 */
import { assertNever, type BodyOf, type RunEvent, type StepId, type StoredEvent } from '@pitcrew/contracts';
import { boundedLimits } from './bounds.ts';
import { expireClarification, giveClarification, wantClarification } from './clarification.ts';
import { askAgain, foldEscalation } from './escalation.ts';
import { judgeCall, judgeStep, perform, propose, refuseCall, rescue, timed } from './fold-call.ts';
import { expireReview, requestReview, resolveReview } from './fold-review.ts';
import { IllegalFact } from './illegal-fact.ts';
import { onCall, onProposed } from './on-call.ts';
import { foldProbe } from './probe.ts';
import { lastOrdinalOf, revise, unbegun } from './revise.ts';
import { type CallState, initialState, type RunState, type StepPhase } from './state.ts';

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
