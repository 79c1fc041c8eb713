/**
 * Why a request was routed as it was, in one paragraph for the log: the values, the limits, and what would have changed it.
 * Probabilities are those of the heads after calibration, in two decimals.
 */
import type { Route } from '@pitcrew/contracts';
import { type Decision, head, probability, type RouterThresholds } from './decision.ts';

export const WORKFLOW_HEAD = 'workflow';
export const CLARITY_HEAD = 'clarity';
/** The label of a request that no pack covers; a pack may not be called this. */
export const NO_WORKFLOW = 'none';

export function explainRoute(decision: Decision, route: Route, limits: RouterThresholds): string {
  return `${ofWorkflow(decision, route.workflow, limits)} ${ofClarity(decision, route, limits)}`;
}

function ofWorkflow(decision: Decision, taken: string | undefined, { workflow: least }: RouterThresholds): string {
  const { label, confidence } = head(decision, WORKFLOW_HEAD);
  const said = `${label} ${shown(confidence)}`;
  if (taken !== undefined) return `${said}, at least ${shown(least)}; below that no workflow would have been taken.`;
  if (label === NO_WORKFLOW) return `No workflow covers it: ${said}.`;
  return `${said} is below ${shown(least)}, so no workflow is taken; from that on it would have been.`;
}

function ofClarity(decision: Decision, { clarity, clarityConfidence }: Route, limits: RouterThresholds): string {
  const found = head(decision, CLARITY_HEAD);
  const [ambiguous, incomplete] = [probability(found, 'ambiguous'), probability(found, 'incomplete')];
  if (clarity === 'ambiguous')
    return `Ambiguous ${shown(ambiguous)}, from ${shown(limits.ambiguous)} on; below that it would have been gone on with.`;
  if (clarity === 'incomplete' && clarityConfidence === 1 && incomplete < limits.incomplete)
    return 'Incomplete: nothing in the request can be what it needs; any candidate would have changed that.';
  if (clarity === 'incomplete')
    return `Incomplete ${shown(incomplete)}, from ${shown(limits.incomplete)} on; below that it would have been gone on with.`;
  const [open, lacking] = [`ambiguous ${shown(ambiguous)}`, `incomplete ${shown(incomplete)}`];
  return `Clear: ${open} is below ${shown(limits.ambiguous)}, ${lacking} below ${shown(limits.incomplete)}.`;
}

const shown = (value: number): string => value.toFixed(2);
