/**
 * Rows of the validator: every right call, result and run of the gold, and as many planted mistakes. Drawn evenly over
 * tools, so a tool with many arguments doesn't drown the others.
 */
import type { StepResult } from '@pitcrew/contracts';
import {
  callInput,
  type DeciderRow,
  runInput,
  stepInput,
  type ValidatorHead,
  validatorRow,
} from '@pitcrew/specialists';
import type { Pack } from '@pitcrew/workflow';
import type { Gold, GoldStep } from '../gold.ts';
import { SEED } from '../multiply.ts';
import { randomOf } from '../random.ts';
import type { Split } from '../splits.ts';
import type { ExecutorPack } from './executor.ts';
import { wrongCalls, wrongHistories, wrongResults } from './mistakes.ts';

/** At most this many good and as many bad rows of each tool (of each workflow for runs). */
const GOOD_MAX: Readonly<Record<Split, Readonly<Record<ValidatorHead, number>>>> = {
  train: { call: 75, step: 60, run: 320 },
  gate: { call: 60, step: 60, run: 120 },
  test: { call: 60, step: 60, run: 160 },
};

type Labelled = {
  readonly head: ValidatorHead;
  readonly group: string;
  readonly good: boolean;
  readonly row: DeciderRow;
};

export function validatorRows(
  packs: readonly Pick<ExecutorPack, 'pack' | 'multiplied'>[],
  split: Split,
): readonly DeciderRow[] {
  const all = packs.flatMap(({ pack, multiplied }) =>
    multiplied.flatMap((gold) => [
      ...gold.steps.flatMap((step) => stepRows(pack, gold, step, split)),
      ...runRows(pack, gold, longestOf(pack, multiplied)),
    ]),
  );
  return drawn(all, split);
}

function stepRows(pack: Pack, gold: Gold, step: GoldStep, split: Split): Labelled[] {
  const { row } = gold;
  const random = randomOf(SEED, row.id, row.request, step.tool);
  const { tool, history } = step;
  const call = { pack, tool, request: row.request, arguments: step.arguments, history };
  const rightCall = callInput(call);
  const wrong = wrongCalls(pack, gold, step, random)
    .map((args) => callInput({ ...call, arguments: args }))
    .filter((text) => text !== rightCall);
  const rightStep = stepInput({ ...call, result: step.result });
  const unexpected = wrongResults(pack, gold, step, split, random)
    .map((result) => stepInput({ ...call, result }))
    .filter((text) => text !== rightStep);
  const label = (head: ValidatorHead, text: string, good: boolean): Labelled => ({
    head,
    group: tool,
    good,
    row: validatorRow(head, text, good, row.voice),
  });
  return [
    label('call', rightCall, true),
    ...random
      .shuffled(wrong)
      .slice(0, 2)
      .map((text) => label('call', text, false)),
    label('step', rightStep, true),
    ...random
      .shuffled(unexpected)
      .slice(0, 2)
      .map((text) => label('step', text, false)),
  ];
}

function runRows(pack: Pack, gold: Gold, longest: readonly StepResult[]): Labelled[] {
  const { row } = gold;
  if (row.also.length > 0) return [];
  const random = randomOf(SEED, row.id, row.request, 'run');
  const done = gold.steps.map(({ step, tool, result }): StepResult => ({ step, tool, result }));
  const text = (history: readonly StepResult[]) =>
    runInput({ pack, variation: row.variation, request: row.request, history });
  const label = (history: readonly StepResult[], good: boolean): Labelled => ({
    head: 'run',
    group: pack.name,
    good,
    row: validatorRow('run', text(history), good, row.voice),
  });
  return [label(done, true), label(random.pick(wrongHistories(pack, gold, longest)), false)];
}

/** A run with every step: where a run that did too much takes its surplus steps from. */
function longestOf(pack: Pack, golds: readonly Gold[]): StepResult[] {
  const longest = golds.find(({ steps }) => steps.length === pack.order.length);
  return (longest?.steps ?? []).map(({ step, tool, result }) => ({ step, tool, result }));
}

function drawn(all: readonly Labelled[], split: Split): DeciderRow[] {
  const groups = new Map<string, Labelled[]>();
  for (const each of all) {
    const name = `${each.head} ${each.group} ${each.good}`;
    groups.set(name, [...(groups.get(name) ?? []), each]);
  }
  return [...groups].flatMap(([name, members]) => {
    const head = members[0]?.head ?? 'call';
    const distinct = [...new Map(members.map((each) => [each.row.text, each.row])).values()];
    return randomOf(SEED, 'validator', name).shuffled(distinct).slice(0, GOOD_MAX[split][head]);
  });
}
