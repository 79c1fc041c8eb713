/**
 * Rows of the executor. First steps copy from the request, so they appear with other numbers and names as well; later
 * steps choose references; nearly half of the rows stand right after a failed call, in ever other words. A row in which nothing is chosen (every
 * field has one option) is left out: it costs training time and teaches nothing.
 */
import { ABSENT, type ExecutorTask, executorRow, givenArguments, type WriterRow } from '@pitcrew/specialists';
import type { Pack } from '@pitcrew/workflow';
import { type FaultKind, recoveryOf } from '../faults.ts';
import type { Gold, GoldStep } from '../gold.ts';
import { SEED } from '../multiply.ts';
import { randomOf } from '../random.ts';
import type { Split } from '../splits.ts';

export type ExecutorPack = {
  readonly pack: Pack;
  readonly faults: Readonly<Record<string, FaultKind>>;
  /** The written requests, and those with copies beside them. */
  readonly written: readonly Gold[];
  readonly multiplied: readonly Gold[];
};

/** Rows of the whole split by kind: first steps, later steps, recoveries. They keep the shares and the training time. */
const ROWS_MAX: Readonly<Record<Split, readonly [first: number, later: number, recovery: number]>> = {
  train: [4_000, 4_000, 5_000],
  gate: [80, 140, 40],
  test: [150, 260, 80],
};

/** Later steps read little of the request, and every token costs training time: their training rows have short requests. */
const LATER_REQUEST_CHARACTERS_MAX: Readonly<Record<Split, number>> = { train: 400, gate: 2_000, test: 2_000 };

type Labelled = {
  readonly group: string;
  readonly row: WriterRow;
  readonly requestLength: number;
  readonly tool: string;
};

export function executorRows(packs: readonly ExecutorPack[], split: Split): readonly WriterRow[] {
  const [firstMax, laterMax, recoveryMax] = ROWS_MAX[split];
  const first = packs.flatMap(({ pack, multiplied }) => steps(pack, multiplied, (step) => step.history.length === 0));
  const later = packs.flatMap(({ pack, written, multiplied }) => [
    ...steps(pack, written, (step) => step.history.length > 0 && !copies(step)).filter((each) => serves(each, split)),
    ...steps(pack, multiplied, (step) => step.history.length > 0 && copies(step)),
  ]);
  const recoveries = packs.flatMap((each) => recoveryRows(each, split));
  return [...evenly(first, firstMax), ...evenly(later, laterMax), ...evenly(recoveries, recoveryMax)];
}

/** Steps that read the request stay whatever its length: choosing a value or declining one. */
const serves = ({ group, tool, requestLength }: Labelled, split: Split): boolean =>
  group !== tool || requestLength <= LATER_REQUEST_CHARACTERS_MAX[split];

/** Whether an argument comes from the request's words. Rare in later steps, so these form groups of their own. */
const copies = (step: GoldStep): boolean => Object.values(step.sources).some((source) => !source.startsWith('$'));

function steps(pack: Pack, golds: readonly Gold[], wanted: (step: GoldStep) => boolean): Labelled[] {
  return golds.flatMap(({ row, steps: all }) =>
    all.filter(wanted).flatMap((step) => {
      const { tool, sources } = step;
      const made = executorRow(taskOf(pack, row.request, step), sources, row.voice);
      const group = copies(step) ? `${tool} copying` : leavesOut(made) ? `${tool} declining` : tool;
      return made.pieces.some(({ trained }) => trained)
        ? [{ group, row: made, tool, requestLength: row.request.length }]
        : [];
    }),
  );
}

const taskOf = (pack: Pack, request: string, { tool, history, itemValue, sources }: GoldStep): ExecutorTask => ({
  pack,
  tool,
  request,
  history,
  failures: [],
  given: { arguments: givenArguments(pack, tool, sources) },
  ...(itemValue === undefined ? {} : { itemValue }),
});

function recoveryRows({ pack, faults, written }: ExecutorPack, split: Split): Labelled[] {
  return Object.entries(faults).flatMap(([name, kind]) =>
    written.flatMap((gold) => {
      const random = randomOf(SEED, gold.row.id, name);
      const recovery = recoveryOf(pack, kind, gold, split, random);
      if (recovery === undefined) return [];
      const { row, step, failures, mended } = recovery;
      const made = executorRow({ ...taskOf(pack, row.request, step), failures }, mended, row.voice);
      return made.pieces.some(({ trained }) => trained)
        ? [{ group: name, row: made, tool: step.tool, requestLength: row.request.length }]
        : [];
    }),
  );
}

/** The same number of each group as far as there are so many, in an order that has nothing to do with their making. */
export function evenly(labelled: readonly Pick<Labelled, 'group' | 'row'>[], rowsMax: number): WriterRow[] {
  const groups = new Map<string, Pick<Labelled, 'group' | 'row'>[]>();
  for (const each of labelled) groups.set(each.group, [...(groups.get(each.group) ?? []), each]);
  const queues = [...groups].map(([group, members]) => randomOf(SEED, group).shuffled(members));
  const taken: WriterRow[] = [];
  while (taken.length < rowsMax && queues.some((queue) => queue.length > 0))
    for (const queue of queues) {
      const next = queue.pop();
      if (next !== undefined && taken.length < rowsMax) taken.push(next.row);
    }
  return taken;
}

/** Whether the row teaches to leave an optional argument out although the request offers words for it. */
const leavesOut = (row: WriterRow): boolean =>
  row.pieces.some(({ text, trained }) => trained && text === `${ABSENT}\n`);
