/**
 * Measures the limits of the deciders on the gate split: how sure a bad label must be before it counts. The trained
 * deciders answer every gate row; the limit is the lowest that keeps the false alarms within their share.
 */
import { type Decider, loadManifest, openDecider } from '@pitcrew/model';
import {
  CLARITY_HEAD,
  type DeciderRow,
  type Decision,
  head,
  NO_WORKFLOW,
  probability,
  runHead,
  type Scored,
  Thresholds,
  thresholdFor,
  VALIDATOR_LABELS,
  type ValidatorHead,
  WORKFLOW_HEAD,
} from '@pitcrew/specialists';

/** A verdict that stops a good step costs a run, so few of them; a needless question costs the caller a sentence. */
export const FALSE_ALARMS_MAX = { validator: 0.002, router: 0.02 } as const;

export type Answered = { readonly row: DeciderRow; readonly decision: Decision };

export async function measureThresholds(
  models: string,
  gate: Readonly<Record<'router' | 'validator', readonly DeciderRow[]>>,
): Promise<Thresholds> {
  const manifest = await loadManifest(models);
  const answersOf = async (role: 'router' | 'validator'): Promise<readonly Answered[]> => {
    const decider = await openDecider(manifest, role, {});
    try {
      return await answered(decider, gate[role]);
    } finally {
      await decider.close();
    }
  };
  return thresholdsFrom(await answersOf('router'), await answersOf('validator'));
}

export const thresholdsFrom = (router: readonly Answered[], validator: readonly Answered[]): Thresholds =>
  Thresholds.parse({
    router: {
      workflow: workflowLimit(router),
      incomplete: clarityLimit(router, 'incomplete'),
      ambiguous: clarityLimit(router, 'ambiguous'),
    },
    validator: {
      call: validatorLimit(validator, 'call'),
      step: validatorLimit(validator, 'step'),
      run: runLimit(validator),
    },
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

/** One after the other: the encoder has one context, and the order keeps memory flat. */
async function answered(decider: Decider, rows: readonly DeciderRow[]): Promise<readonly Answered[]> {
  const answers: Answered[] = [];
  for (const row of rows) answers.push({ row, decision: await decider.decide(row.text) });
  return answers;
}
