/**
 * Rows of the validator: every right call and result of the gold, and as many planted mistakes, drawn evenly over tools,
 * so a tool with many arguments doesn't drown the others; and each request with the variation that it asks for.
 */
import { callInput, type DeciderRow, runRow, stepInput, type ValidatorHead, validatorRow } from '@pitcrew/specialists';
import type { Pack } from '@pitcrew/workflow';
import type { Gold, GoldStep } from '../gold.ts';
import { SEED } from '../multiply.ts';
import { randomOf } from '../random.ts';
import type { Split } from '../splits.ts';
import type { ExecutorPack } from './executor.ts';
import { wrongCalls, wrongResults } from './mistakes.ts';

/** At most this many good and as many bad rows of each tool. */
const GOOD_MAX: Readonly<Record<Split, Readonly<Record<ValidatorHead, number>>>> = {
  train: { call: 40, step: 25 },
  gate: { call: 25, step: 20 },
  test: { call: 25, step: 20 },
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
  const judged = packs.flatMap(({ pack, multiplied }) =>
    multiplied.flatMap((gold) => gold.steps.flatMap((step) => stepRows(pack, gold, step, split))),
  );
  return [...drawn(judged, split), ...packs.flatMap(({ pack, multiplied }) => runRows(pack, multiplied))];
}

/** Of a written request itself, and none of its copies: the words decide, and copies share them. */
const RUN_ROWS_MAX = 1;

/** A request that is open between two variations teaches nothing certain. */
function runRows(pack: Pack, golds: readonly Gold[]): DeciderRow[] {
  const taken = new Map<string, number>();
  return golds.flatMap(({ row }) => {
    const count = (taken.get(row.id) ?? 0) + 1;
    taken.set(row.id, count);
    return row.also.length > 0 || count > RUN_ROWS_MAX ? [] : [runRow(row.request, pack, row.variation, row.voice)];
  });
}

function stepRows(pack: Pack, gold: Gold, step: GoldStep, split: Split): Labelled[] {
  const { row } = gold;
  const random = randomOf(SEED, row.id, row.request, step.tool);
  const { tool, history, itemValue } = step;
  const item = itemValue === undefined ? {} : { itemValue };
  const call = { pack, tool, request: row.request, arguments: step.arguments, history, ...item };
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
