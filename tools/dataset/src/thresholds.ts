/**
 * Measures the limits of the deciders on the gate split: how sure a bad label must be before it counts. The trained
 * deciders answer every gate row; the limit is the lowest that keeps the false alarms within their share.
 */
import { Repair } from '@pitcrew/contracts';
import { loadManifest, openDecider } from '@pitcrew/model';
import {
  CLARITY_HEAD,
  type DeciderRow,
  head,
  NO_WORKFLOW,
  probability,
  REPLAN_HEAD,
  runHead,
  type Scored,
  Thresholds,
  thresholdFor,
  VALIDATOR_LABELS,
  type ValidatorHead,
  WORKFLOW_HEAD,
} from '@pitcrew/specialists';
import { type Answered, answersOf } from './promote/figures.ts';

/**
 * A verdict that stops a good step costs a run, so few of them; a needless question costs the caller a sentence. A wrong repair
 * of a run that should stop is bounded by what code holds possible.
 */
export const FALSE_ALARMS_MAX = { validator: 0.001, router: 0.02, planner: 0.05 } as const;

export async function measureThresholds(
  models: string,
  gate: Readonly<Record<'router' | 'planner' | 'validator', readonly DeciderRow[]>>,
): Promise<Thresholds> {
  const manifest = await loadManifest(models);
  const answersFor = async (role: 'router' | 'planner' | 'validator'): Promise<readonly Answered[]> => {
    const decider = await openDecider(manifest, role, {});
    try {
      // Of the planner's questions only the one about repairs has a limit.
      return await answersOf(decider, role === 'planner' ? gate[role].filter(asksForRepair) : gate[role]);
    } finally {
      await decider.close();
    }
  };
  return thresholdsFrom(await answersFor('router'), await answersFor('validator'), await answersFor('planner'));
}

const asksForRepair = ({ labels }: DeciderRow): boolean => labels[REPLAN_HEAD] !== undefined;

export const thresholdsFrom = (
  router: readonly Answered[],
  validator: readonly Answered[],
  planner: readonly Answered[] = [],
): Thresholds =>
  Thresholds.parse({
    router: routerLimits(router),
    validator: validatorLimits(validator),
    planner: { replan: repairLimit(planner) },
  });

/** A false alarm is a repair, the surest one that the encoder sees, where another one or none was right. */
function repairLimit(answers: readonly Answered[]): number {
  const scores = answers.flatMap(({ row, decision }): Scored[] => {
    const right = row.labels[REPLAN_HEAD];
    if (right === undefined) return [];
    const answer = head(decision, REPLAN_HEAD);
    const [best] = Repair.options
      .map((repair) => ({ repair, score: probability(answer, repair) }))
      .sort((a, b) => b.score - a.score);
    return best === undefined ? [] : [{ score: best.score, bad: best.repair === right }];
  });
  return thresholdFor(scores, FALSE_ALARMS_MAX.planner);
}

export const routerLimits = (answers: readonly Answered[]): Thresholds['router'] => ({
  workflow: workflowLimit(answers),
  incomplete: clarityLimit(answers, 'incomplete'),
  ambiguous: clarityLimit(answers, 'ambiguous'),
});

export const validatorLimits = (answers: readonly Answered[]): Thresholds['validator'] => ({
  call: validatorLimit(answers, 'call'),
  step: validatorLimit(answers, 'step'),
  run: runLimit(answers),
});

function validatorLimit(answers: readonly Answered[], name: ValidatorHead): number {
  const [, bad] = VALIDATOR_LABELS[name];
  return thresholdFor(
    scoresOf(answers, name, bad, (label) => label === bad),
    FALSE_ALARMS_MAX.validator,
  );
}

/** Every gate request counts as carried out rightly: its score is the probability of the variations that it isn't. */
function runLimit(answers: readonly Answered[]): number {
  const scores = answers.flatMap(({ row, decision }) =>
    Object.entries(row.labels)
      .filter(([name]) => name.startsWith(runHead('')))
      .map(([name, asked]): Scored => ({ score: 1 - probability(head(decision, name), asked), bad: false })),
  );
  return thresholdFor(scores, FALSE_ALARMS_MAX.validator);
}

/** Only clear requests can raise a false alarm; taking one unclear kind for the other still asks a question. */
function clarityLimit(answers: readonly Answered[], label: 'incomplete' | 'ambiguous'): number {
  return thresholdFor(
    scoresOf(answers, CLARITY_HEAD, label, (right) => right !== 'clear'),
    FALSE_ALARMS_MAX.router,
  );
}

/** The confidence that all but a few rightly named workflows reach; at most even odds, for doubt is the clarity head's. */
function workflowLimit(answers: readonly Answered[]): number {
  const right = answers.flatMap(({ row, decision }) => {
    const { label, confidence } = head(decision, WORKFLOW_HEAD);
    return label !== NO_WORKFLOW && row.labels[WORKFLOW_HEAD] === label ? [confidence] : [];
  });
  const sorted = right.sort((a, b) => a - b);
  return Math.min(0.5, sorted[Math.floor(sorted.length * FALSE_ALARMS_MAX.router)] ?? 0);
}

function scoresOf(
  answers: readonly Answered[],
  name: string,
  bad: string,
  isBad: (label: string) => boolean,
): Scored[] {
  return answers.flatMap(({ row, decision }) => {
    const label = row.labels[name];
    return label === undefined ? [] : [{ score: probability(head(decision, name), bad), bad: isBad(label) }];
  });
}
