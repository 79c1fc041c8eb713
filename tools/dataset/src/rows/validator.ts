/**
 * Rows of the validator: every right call and result of the gold, and as many planted mistakes, drawn evenly over tools,
 * so a tool with many arguments doesn't drown the others; and each request with the variation that it asks for.
 */
import {
  type CallTask,
  callFindings,
  callInput,
  type DeciderRow,
  isBound,
  runRow,
  type StepTask,
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
import { wrongCalls, wrongResults } from './mistakes.ts';

/** At most this many good and as many bad rows of each tool. */
const GOOD_MAX: Readonly<Record<Split, Readonly<Record<ValidatorHead, number>>>> = {
  train: { call: 1_500, step: 60 },
  gate: { call: 25, step: 20 },
  test: { call: 25, step: 20 },
};

/** So many mistakes in one call or result. */
const SPOILT_MAX: Readonly<Record<Split, number>> = { train: 4, gate: 2, test: 2 };

/** A call, or a call with its result, that is right or was spoilt on purpose. */
export type Judged = {
  readonly head: ValidatorHead;
  readonly group: string;
  readonly good: boolean;
  readonly task: StepTask;
  readonly row: DeciderRow;
};

export function validatorRows(
  packs: readonly Pick<ExecutorPack, 'pack' | 'multiplied'>[],
  split: Split,
): readonly DeciderRow[] {
  const steps = judgedSteps(packs, split).filter(({ head, task }) => head !== 'call' || isTaught(task));
  return [
    ...(split === 'train' ? balanced(steps) : steps).map(({ row }) => row),
    ...packs.flatMap(({ pack, multiplied }) => runRows(pack, multiplied)),
  ];
}

/** A mistake in what the pack settles does not show in the text, for the encoder is not asked about it. */
const isFound = ({ head, task }: Pick<Judged, 'head' | 'task'>): boolean =>
  head === 'call' && callFindings(task).length > 0;

/** What code finds or settles never reaches the encoder. */
const isTaught = (task: CallTask): boolean => !isBound(task) && callFindings(task).length === 0;

/** Right calls of a tool beside its mistakes, and a few of one that allows hardly any. */
const RIGHT_FOR_A_WRONG = 1.5;
const RIGHT_MIN = 60;

function balanced(steps: readonly Judged[]): Judged[] {
  const calls = Map.groupBy(steps, ({ head, group }) => (head === 'call' ? group : ''));
  return [...calls].flatMap(([tool, members]) => {
    if (tool === '') return members;
    const [right, wrong] = [members.filter(({ good }) => good), members.filter(({ good }) => !good)];
    return [...right.slice(0, RIGHT_MIN + Math.ceil(RIGHT_FOR_A_WRONG * wrong.length)), ...wrong];
  });
}

export function judgedSteps(
  packs: readonly Pick<ExecutorPack, 'pack' | 'multiplied'>[],
  split: Split,
): readonly Judged[] {
  const judged = packs.flatMap(({ pack, multiplied }) =>
    multiplied.flatMap((gold) => gold.steps.flatMap((step) => judgedOf(pack, gold, step, split))),
  );
  return drawn(judged, split);
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

function judgedOf(pack: Pack, gold: Gold, step: GoldStep, split: Split): Judged[] {
  const { row } = gold;
  const random = randomOf(SEED, row.id, row.request, step.tool);
  const { tool, history, itemValue, result } = step;
  const item = itemValue === undefined ? {} : { itemValue };
  const right: StepTask = { pack, tool, request: row.request, arguments: step.arguments, history, result, ...item };
  const judged = (head: ValidatorHead, task: StepTask, good: boolean): Judged => {
    const text = head === 'call' ? callInput(task) : stepInput(task);
    return { head, group: tool, good, task, row: validatorRow(head, text, good, row.voice) };
  };
  const spoilt = (head: ValidatorHead, tasks: readonly StepTask[], rightText: string): Judged[] => {
    const wrong = tasks
      .map((task) => judged(head, task, false))
      .filter((each) => each.row.text !== rightText || isFound(each));
    const taught = split === 'train' && head === 'call' ? wrong.filter(({ task }) => isTaught(task)) : wrong;
    return random.shuffled(taught).slice(0, SPOILT_MAX[split]);
  };
  const [call, done] = [judged('call', right, true), judged('step', right, true)];
  const calls = wrongCalls(pack, gold, step, random).map((args) => ({ ...right, arguments: args }));
  const results = wrongResults(pack, gold, step, split, random).map((wrong) => ({ ...right, result: wrong }));
  return [call, ...spoilt('call', calls, call.row.text), done, ...spoilt('step', results, done.row.text)];
}

function drawn(all: readonly Judged[], split: Split): Judged[] {
  const groups = new Map<string, Judged[]>();
  for (const each of all) {
    const name = `${each.head} ${each.group} ${each.good}`;
    groups.set(name, [...(groups.get(name) ?? []), each]);
  }
  return [...groups].flatMap(([name, members]) => {
    const head = members[0]?.head ?? 'call';
    const distinct = [...new Map(members.map((each) => [`${isFound(each)} ${each.row.text}`, each])).values()];
    return randomOf(SEED, 'validator', name).shuffled(distinct).slice(0, GOOD_MAX[split][head]);
  });
}
