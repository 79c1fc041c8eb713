/**
 * Which rungs of the ladder of reliability a fact says were used, and what came of each. From the fact alone, so whoever reads the
 * log counts what the owner counted. The rungs in their order: the check of the plan, the grammar that arguments are chosen
 * under, the validator on a call with an effect, the rules for a result, the validator on a result, the same call again, new
 * arguments, a new plan, the frontier, a person, and a partial result.
 */
import type { EventBody } from '@pitcrew/contracts';

export const LADDER = [
  'plan-check',
  'grammar',
  'validator-call',
  'result-check',
  'validator-step',
  'transient-repeat',
  'probe',
  'regenerate',
  'replan',
  'frontier',
  'approval',
  'review',
  'run-verdict',
  'partial-result',
] as const;

export type RungUse = { readonly rung: (typeof LADDER)[number]; readonly outcome: string };

export function rungsUsed(body: EventBody): readonly RungUse[] {
  switch (body.kind) {
    case 'plan-proposed':
      return [...(body.escalation === undefined ? [] : [use('frontier', 'answered')]), use('plan-check', 'passed')];
    case 'plan-refused':
      return [use('plan-check', 'refused')];
    case 'call-proposed':
      return [use('grammar', 'passed'), ...regenerated(body.attempt, 'proposed')];
    case 'call-refused':
      return [use('grammar', 'refused'), ...regenerated(body.attempt, 'refused')];
    case 'call-judged':
      return [use('validator-call', verdict(body.verdict))];
    case 'call-performed':
      return performed(body.outcome.kind === 'succeeded' ? 'passed' : body.outcome.errorClass, body.performance);
    case 'call-probed':
      return [use('probe', body.finding.kind)];
    case 'step-judged':
      return [use('validator-step', verdict(body.verdict))];
    case 'run-judged':
      return [use('run-verdict', verdict(body.verdict))];
    case 'plan-revised':
      return [use('replan', body.repair)];
    case 'replan-refused':
      return [use('replan', 'refused')];
    case 'step-rescued':
      return [use('frontier', 'answered')];
    case 'escalation-failed':
      return [use('frontier', 'failed')];
    case 'spend-refused':
      return [use('frontier', 'no-budget')];
    case 'approval-requested':
      return [use('approval', 'asked')];
    case 'approval-decided':
      return [use('approval', body.approved ? 'approved' : 'refused')];
    case 'review-requested':
      return [use('review', 'asked')];
    case 'review-resolved':
      return [use('review', body.resolution.kind)];
    case 'timer-fired':
      return expired(body.timer);
    case 'run-finished':
      return body.status === 'partial' ? [use('partial-result', body.stopReason)] : [];
    default:
      return [];
  }
}

const use = (rung: RungUse['rung'], outcome: string): RungUse => ({ rung, outcome });

const verdict = ({ passed }: { readonly passed: boolean }): string => (passed ? 'passed' : 'refused');

/** The first proposal of a call is the grammar's alone. */
const regenerated = (attempt: number, outcome: string): readonly RungUse[] =>
  attempt > 1 ? [use('regenerate', outcome)] : [];

/** The rules name the class of a failure: transient, input or logic. */
const performed = (outcome: string, performance: number): readonly RungUse[] => [
  use('result-check', outcome),
  ...(performance > 1 ? [use('transient-repeat', outcome)] : []),
];

/** Timers are named after what they end (waits.ts). */
function expired(timer: string): readonly RungUse[] {
  const [what] = timer.split(':');
  return what === 'approval' || what === 'review' ? [use(what, 'expired')] : [];
}
