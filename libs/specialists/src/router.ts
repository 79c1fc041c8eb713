/**
 * The router's one question to an encoder: which workflow, and is the request clear enough to start? Two heads read the
 * same text. `workflow` has one label for each pack and `none`; `clarity` is clear, ambiguous or incomplete.
 *
 * Code overrules the heads in one direction only. A request without any candidate for a vital argument is incomplete,
 * whatever the head says: no proposal could fill that argument. The reverse is the head's alone: a number in the text
 * may be a quantity, a date or another document's, so its presence proves nothing.
 */
import type { Clarity, Route } from '@pitcrew/contracts';
import type { Pack } from '@pitcrew/workflow';
import { requestCandidates } from './candidates.ts';
import { type Decision, head, probability, type RouterThresholds } from './decision.ts';
import { CLARITY_HEAD, explainRoute, NO_WORKFLOW, WORKFLOW_HEAD } from './route-explanation.ts';
import type { DeciderRow } from './rows.ts';
import { deciderText } from './text.ts';

export { CLARITY_HEAD, NO_WORKFLOW, WORKFLOW_HEAD };
export const CLARITY_LABELS: readonly Clarity[] = ['clear', 'ambiguous', 'incomplete'];

export const routerInput = (request: string): string => deciderText(request);

export const routerLabels = (packs: readonly Pack[]): Record<string, string[]> => ({
  [WORKFLOW_HEAD]: [...packs.map((pack) => pack.name), NO_WORKFLOW],
  [CLARITY_HEAD]: [...CLARITY_LABELS],
});

/** `explanation` says how it was decided. */
export type Routed = { readonly route: Route; readonly question: string; readonly explanation: string };

export function parseRoute(
  decision: Decision,
  request: string,
  packs: readonly Pack[],
  thresholds: RouterThresholds,
): Routed {
  const workflow = head(decision, WORKFLOW_HEAD);
  const pack = packs.find((each) => each.name === workflow.label);
  const limits = { ...thresholds, workflow: pack?.escalation.routeBelow ?? thresholds.workflow };
  const believed = pack !== undefined && workflow.confidence >= limits.workflow ? pack : undefined;
  const clarity = clarityOf(decision, request, believed, limits);
  const routed = {
    route: {
      ...(believed === undefined ? {} : { workflow: believed.name }),
      workflowConfidence: pack === believed ? workflow.confidence : 1 - workflow.confidence,
      ...clarity,
    },
    question: questionFor(clarity.clarity, request, believed, packs),
  };
  return { ...routed, explanation: explainRoute(decision, routed.route, limits) };
}

export function routerRow(
  request: string,
  labels: { readonly workflow?: string; readonly clarity?: Clarity },
  voice: string,
): DeciderRow {
  return {
    text: routerInput(request),
    labels: {
      ...(labels.workflow === undefined ? {} : { [WORKFLOW_HEAD]: labels.workflow }),
      ...(labels.clarity === undefined ? {} : { [CLARITY_HEAD]: labels.clarity }),
    },
    voice,
  };
}

type Clear = { readonly clarity: Clarity; readonly clarityConfidence: number };

function clarityOf(decision: Decision, request: string, pack: Pack | undefined, limits: RouterThresholds): Clear {
  const clarity = head(decision, CLARITY_HEAD);
  const ambiguous = probability(clarity, 'ambiguous');
  const incomplete = probability(clarity, 'incomplete');
  if (ambiguous >= limits.ambiguous && ambiguous >= incomplete)
    return { clarity: 'ambiguous', clarityConfidence: ambiguous };
  if (pack !== undefined && lackingVital(pack, request) !== undefined)
    return { clarity: 'incomplete', clarityConfidence: 1 };
  // Without a workflow nothing can be missing from the request: it is out of scope, not incomplete.
  if (pack !== undefined && incomplete >= limits.incomplete)
    return { clarity: 'incomplete', clarityConfidence: incomplete };
  return { clarity: 'clear', clarityConfidence: pack === undefined ? 1 - ambiguous : probability(clarity, 'clear') };
}

/** The first vital argument for which the request holds no candidate at all. */
function lackingVital(pack: Pack, request: string): string | undefined {
  return Object.keys(pack.vital).find((name) => {
    const declared = pack.order.map((tool) => pack.tools[tool]?.arguments[name]).find((each) => each !== undefined);
    return declared !== undefined && requestCandidates(request, name, declared).length === 0;
  });
}

function questionFor(clarity: Clarity, request: string, pack: Pack | undefined, packs: readonly Pack[]): string {
  if (clarity === 'ambiguous') return `What should be done? The crew can ${alternatives(packs)}.`;
  if (clarity === 'clear' || pack === undefined) return '';
  const missing = lackingVital(pack, request) ?? Object.keys(pack.vital)[0] ?? '';
  return pack.vital[missing] ?? `What is missing for this request? The crew can ${pack.covers}.`;
}

const alternatives = (packs: readonly Pack[]): string =>
  packs.length === 0 ? 'do nothing yet: no workflow is installed' : packs.map((pack) => pack.covers).join('; or ');
