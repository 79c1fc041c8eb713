/**
 * Evaluation cases from the gate and test requests as they were written: the request, the world that it meets, and what
 * should come of it. About one covered case in eight meets a failure that a changed call gets over; the calls that are
 * expected then are those after the change.
 */
import { conditionsOf, type ErrorClass } from '@pitcrew/contracts';
import { expandPlan, type Pack, type RequestCondition } from '@pitcrew/workflow';
import { type FaultKind, type Recovery, recoveryOf } from './faults.ts';
import { type Gold, goldOf, NOW } from './gold.ts';
import { SEED } from './multiply.ts';
import { type Random, randomOf } from './random.ts';
import type { Written } from './requests.ts';
import type { Split } from './splits.ts';

/** Of the covered cases, how many meet a failure. */
const FAULT_SHARE = 0.12;
/** Long enough that repeating the same call does not help, short enough that the run ends within its bound of errors. */
const FAULT_TIMES = 2;

export type EvaluationCase = {
  readonly request: string;
  /** The class of failure that the case is about. */
  readonly class?: ErrorClass;
  readonly world: object;
  readonly now: string;
  readonly approve: 'planned';
  readonly expect: object;
  readonly faults?: readonly object[];
};

export type EvaluationPack = {
  readonly pack: Pack;
  readonly faults: Readonly<Record<string, FaultKind>>;
  readonly written: readonly Gold[];
};

export function evaluationCases(packs: readonly EvaluationPack[], rows: readonly Written[], split: Split) {
  return [
    ...packs.flatMap((each) => coveredCases(each, split)),
    ...rows.filter(({ kind }) => kind !== 'covered').map(otherCase),
  ];
}

function coveredCases({ pack, faults, written }: EvaluationPack, split: Split): EvaluationCase[] {
  const failing = failingOf(pack, faults, written, split);
  return written.map((plain) => {
    const found = failing.get(plain);
    if (found === undefined) return caseOf(pack, plain);
    const { kind, recovery } = found;
    const mended = goldOf(pack, plain.row, plain.rows, { [kind.tool]: recovery.mended });
    return { ...caseOf(pack, mended), faults: [faultOf(kind, recovery)] };
  });
}

type Failing = { readonly kind: FaultKind; readonly recovery: Recovery };

/** The kinds take turns, so that rare occasions are not crowded out by frequent ones. */
function failingOf(pack: Pack, faults: EvaluationPack['faults'], written: readonly Gold[], split: Split) {
  const random = randomOf(SEED, pack.name, split, 'faults');
  // Where the request holds the right number and a wrong one, the first call may be right: no failure can be ordered.
  const kinds = Object.values(faults).filter(({ remedy }) => remedy !== 'other-number');
  const wanted = Math.round(written.length * FAULT_SHARE);
  const chosen = new Map<Gold, Failing>();
  const order = random.shuffled(written.filter(({ row }) => row.also.length === 0));
  for (let turn = 0; turn < wanted * kinds.length && chosen.size < wanted; turn += 1) {
    const kind = kinds[turn % kinds.length] as FaultKind;
    const found = firstOccasion(
      pack,
      kind,
      order.filter((gold) => !chosen.has(gold)),
      split,
      random,
    );
    if (found !== undefined) chosen.set(found.gold, { kind, recovery: found.recovery });
  }
  return chosen;
}

export function firstOccasion(pack: Pack, kind: FaultKind, golds: readonly Gold[], split: Split, random: Random) {
  for (const gold of golds) {
    const recovery = recoveryOf(pack, kind, gold, split, random);
    if (recovery !== undefined) return { gold, recovery };
  }
  return undefined;
}

export function faultOf(kind: FaultKind, { failures, mended }: Recovery): object {
  const message = failures[0]?.message ?? '';
  const common = { tool: kind.tool, class: 'input', message };
  const value = mended[kind.argument];
  // An argument that is left out can't be waited for, so such a failure strikes once; the expected calls tell.
  return value === undefined
    ? { ...common, times: 1 }
    : { ...common, times: FAULT_TIMES, until: { [kind.argument]: value } };
}

export function caseOf(pack: Pack, { row, rows, steps }: Gold): EvaluationCase {
  const plans = [row.variation, ...row.also].map((variation) => planOf(pack, variation, row.when));
  const calls = steps.map((step) => ({ tool: step.tool, arguments: step.arguments }));
  return {
    request: row.request,
    world: rows,
    now: NOW.toISOString(),
    approve: 'planned',
    expect: {
      workflow: row.workflow,
      plan: plans.length === 1 ? plans[0] : plans,
      ...(plans.length === 1 ? { calls } : {}),
      outcome: 'succeeded',
      stop_reason: 'completed',
    },
  };
}

/** Steps are named by their tools, for a pack has each tool once. */
function planOf(pack: Pack, variation: string, condition: RequestCondition | undefined): object[] {
  const { steps } = expandPlan(pack, variation, { condition });
  const toolOf = new Map(steps.map(({ id, tool }) => [id as string, tool]));
  const byTool = (reference: string) =>
    reference.replace(/^\$(s\d+)/, (whole, id: string) => `$${toolOf.get(id) ?? whole}`);
  return steps.map((step) => {
    const when = conditionsOf(step).map((each) => ({ ...each, reference: byTool(each.reference) }));
    return {
      tool: step.tool,
      after: step.dependsOn.map((id) => toolOf.get(id)),
      ...(step.forEach !== undefined && { for_each: byTool(step.forEach) }),
      ...(when.length > 0 && { when }),
    };
  });
}

const otherCase = (row: Written): EvaluationCase => ({
  request: row.request,
  world: {},
  now: NOW.toISOString(),
  approve: 'planned',
  expect:
    row.kind === 'uncovered'
      ? { workflow: null, outcome: 'failed', stop_reason: 'no_workflow' }
      : {
          ...(row.kind === 'incomplete' ? { workflow: row.workflow } : {}),
          outcome: 'failed',
          stop_reason: 'needs_clarification',
        },
});
