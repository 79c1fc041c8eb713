/**
 * The next thing that one call of a step needs: a proposal, a verdict, an approval, a performance, a verdict on its result.
 * R3: what may be repeated after a failure follows from what is known of the call and from the tool's effect class.
 */
import { assertNever, type PlanStep } from '@pitcrew/contracts';
import { approvalSummary } from './account.ts';
import { anotherObject } from './another-object.ts';
import { backoffMs, REPEATED_PROPOSALS_MAX, TRANSIENT_RETRIES_MAX } from './bounds.ts';
import { doubtOfAnother } from './doubt.ts';
import { type Effect, stepFailed } from './effect.ts';
import { decideProbe } from './probe.ts';
import { proposalOf, retryOf } from './retry.ts';
import type { RunRules } from './rules.ts';
import type { CallState, Doubt, ProposedCall, RunState } from './state.ts';

export function decideCall(
  rules: RunRules,
  state: RunState,
  step: PlanStep,
  item: number,
  call: CallState,
): readonly Effect[] {
  const { phase } = call;
  const probe = decideProbe(rules, state, { step, item, attempt: call.attempt }, call.doubt);
  if (probe !== undefined) return [probe];
  switch (phase.kind) {
    case 'unproposed': {
      const retry = retryOf(state, step.id, item);
      if (retry !== undefined && retry.asked.attempt === call.attempt)
        return [{ kind: 'append', body: proposalOf(state, retry) }];
      return [propose(rules, state, step, item, call)];
    }
    case 'proposed':
      return decideProposed(rules, state, step, item, call, phase);
    case 'performed': {
      if (isThrough(rules, call)) return [];
      if (phase.verdict === undefined) return [{ kind: 'judge-step', step: step.id, item, attempt: call.attempt }];
      return [stepFailed(step.id, 'verdict_failed', phase.verdict.findings.join(' '))];
    }
    case 'failed':
      return [stepFailed(step.id, phase.stopReason, phase.message)];
    default:
      return assertNever(phase);
  }
}

/** The call was made and its result has passed. */
export const isThrough = ({ without }: RunRules, { phase }: CallState): boolean =>
  phase.kind === 'performed' && (phase.verdict?.passed ?? without.has('validator-step'));

/** Arguments that failed are proposed anew with the error text, until a bound is hit; those of a person are that person's to change. */
function propose(rules: RunRules, state: RunState, step: PlanStep, item: number, call: CallState): Effect {
  const { maxErrors } = state.limits;
  const last = call.failures.at(-1);
  // R3: other arguments would be another call, and the earlier one may have had its effect.
  if (call.doubt !== undefined && rules.effectOf(state.plan?.workflow ?? '', step.tool) !== 'read')
    return stepFailed(step.id, 'outcome_unknown', `${step.tool} may have taken effect: ${last?.message}`);
  if (last !== undefined && (rules.without.has('regenerate') || retryOf(state, step.id, item) !== undefined))
    return stepFailed(step.id, last.cause === 'input' ? 'input_error' : 'verdict_failed', last.message);
  if (last !== undefined && state.errorCount >= maxErrors)
    return stepFailed(
      step.id,
      'max_errors_exceeded',
      `${last.message} (${state.errorCount} errors; at most ${maxErrors})`,
    );
  if (last !== undefined && call.repeated >= REPEATED_PROPOSALS_MAX)
    return stepFailed(step.id, last.cause === 'input' ? 'input_error' : 'no_progress', last.message);
  return { kind: 'propose', step: step.id, item, attempt: call.attempt + 1 };
}

function decideProposed(
  rules: RunRules,
  state: RunState,
  step: PlanStep,
  item: number,
  { attempt, retries, doubt }: CallState,
  call: ProposedCall,
): readonly Effect[] {
  const where = { step, item, attempt };
  const place = { ...where, step: step.id };
  const effectClass = rules.effectOf(state.plan?.workflow ?? '', step.tool);
  if (effectClass !== 'read' && call.verdict === undefined && !rules.without.has('validator-call'))
    return [{ kind: 'judge-call', ...place }];
  const waiting = decideApproval(rules, state, step, item, call);
  if (waiting !== undefined) return waiting;
  const unknown = isUnknown(state, doubt, call);
  if (effectClass === 'irreversible' && unknown) return [lookFirst(rules, state, where, doubt ?? doubtOfAnother(call))];
  return [performance(step, call, retries, place, unknown && effectClass !== 'read')];
}

/** undefined = nothing stands in the way of the call. */
function decideApproval(
  rules: RunRules,
  state: RunState,
  step: PlanStep,
  item: number,
  call: ProposedCall,
): readonly Effect[] | undefined {
  const { approval } = call;
  switch (approval.kind) {
    case 'none': {
      const workflow = state.plan?.workflow ?? '';
      const other = rules.effectOf(workflow, step.tool) === 'read' ? undefined : anotherObject(rules, state);
      const dear = step.needsApproval || rules.isHighStakes(workflow, step.tool, call.arguments);
      if (!dear && other === undefined) return undefined;
      return [
        {
          kind: 'request-approval',
          step: step.id,
          item,
          planVersion: state.plan?.version ?? 1,
          tool: step.tool,
          arguments: call.arguments,
          argumentDigest: call.argumentDigest,
          summary: approvalSummary(state, step, call.arguments, other),
        },
      ];
    }
    case 'pending':
      return [];
    case 'approved':
      return undefined;
    case 'refused':
      return [
        stepFailed(
          step.id,
          'approval_refused',
          `${approval.decidedBy} refused it${approval.reason === '' ? '' : `: ${approval.reason}`}`,
        ),
      ];
    case 'expired':
      return [stepFailed(step.id, 'approval_expired', 'nobody decided before the approval expired')];
    default:
      return assertNever(approval);
  }
}

/** The owner before may have begun what became possible in its epoch. What a person has repeated in spite of its doubt is made once. */
const isUnknown = ({ epoch }: RunState, doubt: Doubt | undefined, { failure, possibleSinceEpoch }: ProposedCall) =>
  (doubt !== undefined && failure !== undefined) || possibleSinceEpoch < epoch;

/** R3: what can't be undone is not repeated while it may have happened. A probe that was asked in vain is not asked for ever. */
function lookFirst(
  rules: RunRules,
  state: RunState,
  where: { step: PlanStep; item: number; attempt: number },
  doubt: Doubt,
): Effect {
  const { tool, id } = where.step;
  return (
    decideProbe(rules, state, where, doubt) ??
    stepFailed(id, 'outcome_unknown', `${tool} may have taken effect; look before repeating it`)
  );
}

/** R3: a call that surely did nothing is repeated, and so is one whose effect class makes that harmless. */
function performance(
  step: PlanStep,
  call: ProposedCall,
  retries: number,
  place: { step: PlanStep['id']; item: number; attempt: number },
  mayHaveHappened: boolean,
): Effect {
  const tries = retries + call.performances;
  if (call.failure !== undefined && tries > TRANSIENT_RETRIES_MAX) {
    const doubt = mayHaveHappened ? `; ${step.tool} may have taken effect` : '';
    return stepFailed(step.id, 'transient_error', `${call.failure} (${tries} tries)${doubt}`);
  }
  const number = call.performances + 1;
  return {
    kind: 'perform',
    ...place,
    tool: step.tool,
    arguments: call.arguments,
    idempotencyKey: call.idempotencyKey,
    performance: number,
    delayMs: backoffMs(number),
  };
}
