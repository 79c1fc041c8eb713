/**
 * R1: from the state of a run to what must be done next. Pure: no clock, no randomness, no waiting. R5: every path ends
 * in `run-finished`, in an effect whose fact moves the run on, or in a wait for a person that a timer bounds.
 */
import type { FactBody, JsonValue, RunStatus, StepId, StopReason } from '@pitcrew/contracts';
import { account } from './account.ts';
import { clarify } from './clarification.ts';
import { decideEscalation, disclaimerOf, settlements } from './decide-escalation.ts';
import { replan, stepToRepair } from './decide-replan.ts';
import { rescueWanted } from './decide-rescue.ts';
import { abortOf, reviewsWanted } from './decide-review.ts';
import { decideStep } from './decide-step.ts';
import type { Effect } from './effect.ts';
import type { RunRules } from './rules.ts';
import { isBegun, type RunState, resultsOf, type StepState } from './state.ts';

export function decide(rules: RunRules, state: RunState): readonly Effect[] {
  if (state.request === undefined || state.finished !== undefined) return [];
  if (state.cancelReason !== undefined)
    return [finish(state, 'cancelled', 'cancelled', withDoubts(rules, state, state.cancelReason))];
  const aborted = abortOf(state);
  if (aborted !== undefined) return [finish(state, 'partial', 'review_aborted', withDoubts(rules, state, aborted))];
  if (state.routed === undefined) return [{ kind: 'route' }];
  const next = askCaller(state) ?? decideEscalation(rules, state) ?? decideOn(rules, state);
  const settle = settlements(state);
  // A run does not end before all that was reserved for it is settled.
  return next.some(ends) && settle.length > 0 ? settle : [...settle, ...next];
}

/** An answered escalation has put a plan in the place of what could not be decided here. */
const decideOn = (rules: RunRules, state: RunState): readonly Effect[] =>
  (state.plan === undefined ? refuseRoute(rules, state) : undefined) ?? decidePlan(rules, state);

const ends = (effect: Effect): boolean => effect.kind === 'append' && effect.body.kind === 'run-finished';

/** What was under way and is no read may have had its effect, and whoever stopped the run has to know. */
function withDoubts(rules: RunRules, state: RunState, reason: string): string {
  const workflow = state.plan?.workflow ?? '';
  const doubted = [...state.steps.values()]
    .filter(({ phase, calls }) => phase.kind === 'open' && [...calls.values()].some(({ doubt }) => doubt !== undefined))
    .map(({ step }) => step.tool)
    .filter((tool) => rules.effectOf(workflow, tool) !== 'read');
  const doubt = doubted.length === 0 ? '' : `. It was under way and may have taken effect: ${doubted.join(', ')}`;
  return `${reason}${doubt}`;
}

/** Whoever made an unclear request knows best what it means, and is asked first where the request allows it. */
function askCaller(state: RunState): readonly Effect[] | undefined {
  if (state.plan !== undefined || state.escalations.length > 0 || state.routed === undefined) return undefined;
  const { route, question } = state.routed;
  const isUnclear = route.clarity === 'ambiguous' || (route.clarity === 'incomplete' && route.workflow !== undefined);
  return isUnclear ? clarify(state, question) : undefined;
}

/** A request that is still unclear ends with the question; one that nothing covers is told what is covered. */
function refuseRoute({ covered }: RunRules, state: RunState): readonly Effect[] | undefined {
  const { route, question } = state.routed as NonNullable<RunState['routed']>;
  const unclear = [finish(state, 'failed', 'needs_clarification', question)];
  if (route.clarity === 'ambiguous') return unclear;
  if (route.workflow === undefined)
    return [finish(state, 'failed', 'no_workflow', `No workflow covers this request. Covered: ${covered.join('; ')}.`)];
  if (route.clarity === 'incomplete') return unclear;
  return undefined;
}

/** Until the plan is revised nothing begins; what was begun is seen to its end, for no outcome may be lost with its step. */
function decidePlan(rules: RunRules, state: RunState): readonly Effect[] {
  if (state.planRefusal !== undefined) return [finish(state, 'failed', 'plan_refused', state.planRefusal)];
  if (state.plan === undefined) return [plan(rules, state)];
  const failed = stepToRepair(rules, state);
  const steps = [...state.steps.values()].filter((step) => failed === undefined || isBegun(step));
  const reviews = failed === undefined ? reviewsWanted(rules, state) : [];
  // A scratchpad has one current step, and that one is under review.
  if (reviews.length > 0 && state.scratchpad !== undefined) return reviews;
  const effects = [...reviews, ...decideSteps(rules, state, steps)];
  if (effects.length > 0) return effects;
  const waitingFor = waitingSteps(state);
  if (waitingFor.length > 0) return state.parked ? [] : [{ kind: 'park', waitingFor }];
  if (failed !== undefined) return [replan(state, failed)];
  return rescueWanted(rules, state) ?? conclude(rules, state);
}

function plan(rules: RunRules, { routed, request }: RunState): Effect {
  const workflow = routed?.route.workflow as string;
  return { kind: 'plan', workflow, mode: rules.modeOf(workflow, request?.mode) };
}

/** A chain works side by side on all steps that may begin; a scratchpad has one current step, the first that is not through. */
function decideSteps(rules: RunRules, state: RunState, steps: readonly StepState[]): readonly Effect[] {
  if (state.scratchpad === undefined) return steps.flatMap((step) => decideStep(rules, state, step));
  for (const step of steps) {
    const effects = decideStep(rules, state, step);
    if (effects.length > 0 || isWaiting(step)) return effects;
  }
  return [];
}

function conclude({ without }: RunRules, state: RunState): readonly Effect[] {
  const [failed, ...others] = [...state.steps.values()].filter(({ phase }) => phase.kind === 'failed');
  if (failed?.phase.kind === 'failed') {
    const isExpired = [failed, ...others].some(({ review }) => review?.kind === 'expired');
    return [finish(state, 'partial', isExpired ? 'review_expired' : failed.phase.stopReason, failed.phase.message)];
  }
  if (state.verdict === undefined && !without.has('run-verdict')) return [{ kind: 'judge-run' }];
  if (state.verdict?.passed === false)
    return [finish(state, 'partial', 'verdict_failed', state.verdict.findings.join(' '))];
  return [finish(state, 'succeeded', 'completed', '')];
}

const waitingSteps = (state: RunState): readonly StepId[] =>
  [...state.steps.values()].filter(isWaiting).map(({ step }) => step.id);

const isWaiting = ({ phase, calls, review }: StepState): boolean =>
  review?.kind === 'pending' ||
  (phase.kind === 'open' &&
    [...calls.values()].some((call) => call.phase.kind === 'proposed' && call.phase.approval.kind === 'pending'));

/** R5: the end of a run that nobody could drive on. A run that had begun keeps what was done. */
export const givenUp = (state: RunState, reason: string): FactBody => {
  const begun = [...state.steps.values()].some(({ calls, phase }) => calls.size > 0 || phase.kind !== 'open');
  return finished(state, begun ? 'partial' : 'failed', 'internal_error', reason);
};

const finish = (state: RunState, status: RunStatus, stopReason: StopReason, reason: string): Effect => ({
  kind: 'append',
  body: finished(state, status, stopReason, reason),
});

function finished(state: RunState, status: RunStatus, stopReason: StopReason, reason: string): FactBody {
  const result: Record<string, JsonValue> = Object.fromEntries(resultsOf(state));
  const disclaimer = disclaimerOf(state);
  return {
    kind: 'run-finished',
    status,
    stopReason,
    result,
    account: account(state, status, stopReason, reason),
    confidence: disclaimer === undefined ? confidence(state) : Math.min(confidence(state), LOW_CONFIDENCE),
    ...(disclaimer !== undefined && { disclaimer }),
  };
}

/** What could not be escalated is no surer than a coin. */
const LOW_CONFIDENCE = 0.5;

/** The least sure of the decisions that shaped the run. */
const confidence = ({ routed, planConfidence, verdict }: RunState): number =>
  Math.min(routed?.route.workflowConfidence ?? 0, planConfidence, verdict?.confidence ?? 1);
