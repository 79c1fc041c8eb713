/**
 * When a plan is asked of the frontier, and what the escalation needs next. A request that nothing covers or that may mean
 * several things, one that no local plan can say, and one whose plan is less sure than its workflow wants. An incomplete
 * request is not: what is missing nobody else knows either. Each run asks for one plan at most.
 */
import { assertNever, type EscalationCause } from '@pitcrew/contracts';
import type { Effect } from './effect.ts';
import type { Escalation } from './escalation-phase.ts';
import type { RunRules } from './rules.ts';
import { isBegun, type RunState } from './state.ts';

/** undefined: nothing is to be escalated, or the escalation is over and the run goes on with what it has. */
export function decideEscalation(rules: RunRules, state: RunState): readonly Effect[] | undefined {
  if (!rules.hybrid) return undefined;
  const escalation = state.escalations.at(-1);
  if (escalation !== undefined) return underWay(state, escalation);
  const wanted = wantedFor(rules, state);
  return wanted && [{ kind: 'append', body: { kind: 'escalation-wanted', escalation: 1, ...wanted } }];
}

/** What was reserved is settled whatever becomes of the run. */
export const settlements = (state: RunState): readonly Effect[] =>
  state.escalations.flatMap(({ number, phase }): Effect[] =>
    phase.kind === 'over' && phase.unsettled !== undefined
      ? [{ kind: 'settle-spend', escalation: number, ...phase.unsettled }]
      : [],
  );

/** Why the result may be worse than it could have been, for the caller; undefined when it was not escalated, or was answered. */
export function disclaimerOf({ escalations }: RunState): string | undefined {
  const [missed] = escalations.filter(({ phase }) => !(phase.kind === 'over' && phase.answered));
  if (missed === undefined) return undefined;
  const { phase, explanation } = missed;
  const why = phase.kind === 'over' || phase.kind === 'no-budget' ? phase.message : '';
  return `Served by the local crew alone, with low confidence: ${explanation} The frontier was not used: ${why}`;
}

function underWay(state: RunState, { number, phase }: Escalation): readonly Effect[] | undefined {
  switch (phase.kind) {
    case 'wanted':
      return [{ kind: 'reserve-spend', escalation: number, reservation: `${state.run}:${number}:${phase.tries + 1}` }];
    case 'reserved':
      if (phase.sinceEpoch < state.epoch) return [abandoned(number)];
      return [{ kind: 'ask-frontier', escalation: number, reserved: phase.reserved }];
    case 'no-budget':
      if (state.request?.onBudget !== 'queue') return undefined;
      return state.parked ? [] : [{ kind: 'park', waitingFor: [], waitingForBudget: true }];
    case 'over':
      return undefined;
    default:
      return assertNever(phase);
  }
}

/** Its owner died between reservation and answer: it may have been charged, and is not asked again. */
const abandoned = (escalation: number): Effect => ({
  kind: 'append',
  body: {
    kind: 'escalation-failed',
    escalation,
    message: 'it is not known whether the frontier was asked',
    charge: { kind: 'unknown' },
  },
});

type Wanted = { readonly cause: EscalationCause; readonly explanation: string };

function wantedFor(rules: RunRules, state: RunState): Wanted | undefined {
  const { routed, plan, planRefusal, planConfidence, steps } = state;
  if (routed === undefined) return undefined;
  const { clarity, clarityConfidence, workflow, workflowConfidence } = routed.route;
  if (clarity === 'incomplete') return undefined;
  if (clarity === 'ambiguous')
    return { cause: 'ambiguous', explanation: `The request may mean several things (${shown(clarityConfidence)}).` };
  if (workflow === undefined)
    return { cause: 'novel', explanation: `No workflow covers the request (${shown(workflowConfidence)}).` };
  if (planRefusal !== undefined)
    return { cause: 'plan_refused', explanation: `No local plan says it: ${planRefusal.replace(/\.+$/, '')}.` };
  if (plan === undefined || [...steps.values()].some(isBegun)) return undefined;
  const least = rules.planConfidenceMin(workflow);
  if (planConfidence >= least) return undefined;
  const explanation = `The local plan is sure to ${shown(planConfidence)}, and ${workflow} wants ${shown(least)}.`;
  return { cause: 'plan_unsure', explanation };
}

const shown = (probability: number): string => probability.toFixed(2);
