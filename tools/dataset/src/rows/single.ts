/**
 * Rows of the single model without plan or scratchpad, which is trained to be compared with: at each point of the gold runs the
 * next tool with its open arguments, and at their end that nothing is left; some stand right after a failed call.
 */
import type { JsonValue, StepId, StepResult } from '@pitcrew/contracts';
import { type SingleTask, singleRow, type WriterRow } from '@pitcrew/specialists';
import { recoveryOf } from '../faults.ts';
import type { Gold, GoldStep } from '../gold.ts';
import { SEED } from '../multiply.ts';
import { randomOf } from '../random.ts';
import type { Split } from '../splits.ts';
import { type ExecutorPack, evenly } from './executor.ts';

/** Rows of the whole split by kind: turns as they come, turns after a failure. */
const ROWS_MAX: Readonly<Record<Split, readonly [turn: number, repair: number]>> = {
  train: [9_000, 2_000],
  gate: [160, 20],
  test: [550, 80],
};

/** Every token costs training time, so training takes the shorter requests. */
const REQUEST_CHARACTERS_MAX: Readonly<Record<Split, number>> = { train: 400, gate: 2_000, test: 2_000 };

type Labelled = { readonly group: string; readonly row: WriterRow };
type Turn = { readonly task: SingleTask; readonly step: GoldStep | undefined };

export function singleRows(packs: readonly ExecutorPack[], split: Split): readonly WriterRow[] {
  const [turnsMax, repairsMax] = ROWS_MAX[split];
  const golds = packs.flatMap((each) =>
    each.written
      .filter(({ row }) => row.request.length <= REQUEST_CHARACTERS_MAX[split])
      .map((gold) => ({ each, gold, turns: turnsOf(each, gold) })),
  );
  const turns = golds.flatMap(({ gold, turns: all }) => all.map((turn) => labelled(gold, turn)));
  const repairs = golds.flatMap(({ each, gold, turns: all }) => repairsOf(each, gold, all, split));
  return [...evenly(turns, turnsMax), ...evenly(repairs, repairsMax)];
}

/** Every turn of the right run in the order of its plan, and the one that finds nothing left. */
function turnsOf({ pack }: ExecutorPack, { row: { request }, steps }: Gold): readonly Turn[] {
  const ids = [...new Set(steps.map(({ step }) => step))];
  const history = ids.map((id) => resultOf(steps.filter(({ step }) => step === id)));
  const taskAt = (index: number): SingleTask => ({ pack, request, history: history.slice(0, index), failures: [] });
  const turns = ids.map((id, index) => ({ task: taskAt(index), step: steps.find(({ step }) => step === id) }));
  return [...turns, { task: taskAt(ids.length), step: undefined }];
}

/** The results of a `for_each` are one list. */
function resultOf(calls: readonly GoldStep[]): StepResult {
  const [first] = calls as [GoldStep];
  const results: readonly JsonValue[] = calls.map(({ result }) => result);
  return {
    step: first.step as StepId,
    tool: first.tool,
    result: first.itemValue === undefined ? first.result : results,
  };
}

/** The groups keep rare variations and conditions in sight. */
const labelled = ({ row }: Gold, { task, step }: Turn): Labelled => ({
  group: `${row.workflow} ${row.variation} ${row.when === undefined ? 'always' : 'if'} ${step?.tool}`,
  row: singleRow(task, step, row.voice),
});

function repairsOf({ pack, faults }: ExecutorPack, gold: Gold, turns: readonly Turn[], split: Split): Labelled[] {
  return Object.entries(faults).flatMap(([name, kind]): Labelled[] => {
    const recovery = recoveryOf(pack, kind, gold, split, randomOf(SEED, gold.row.id, name));
    const failed = turns.find(({ step }) => step !== undefined && step === recovery?.step);
    if (recovery === undefined || failed === undefined) return [];
    const { row, step, failures, mended } = recovery;
    const task = { ...failed.task, request: row.request, failures };
    return [{ group: name, row: singleRow(task, { tool: step.tool, sources: mended }, row.voice) }];
  });
}
