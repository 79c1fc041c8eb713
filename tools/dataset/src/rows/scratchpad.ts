/**
 * Rows of the single model. First turns decide the list, the condition and the first call: those of all written requests, and
 * of copies as far as there is room. Later turns carry the scratchpad of the turn before; one row in eight stands right after
 * a failed call. A turn in which nothing is chosen (every field has one option, as when a run ends) is left out: it costs
 * training time and teaches nothing. So is a request whose condition compares with a number that code can't read.
 */
import type { JsonValue, StepId, StepResult } from '@pitcrew/contracts';
import { canWrite, type ScratchpadTask, scratchpadRow, type WriterRow } from '@pitcrew/specialists';
import { expandPlan, type Pack } from '@pitcrew/workflow';
import { recoveryOf } from '../faults.ts';
import type { Gold, GoldStep } from '../gold.ts';
import { SEED } from '../multiply.ts';
import { randomOf } from '../random.ts';
import type { Split } from '../splits.ts';
import { type ExecutorPack, evenly } from './executor.ts';

/** Rows of the whole split by kind: first turns, later turns, repairs. They keep the shares and the training time. */
const ROWS_MAX: Readonly<Record<Split, readonly [first: number, later: number, repair: number]>> = {
  train: [9_000, 6_000, 2_000],
  gate: [80, 80, 20],
  test: [250, 300, 80],
};

/** Later turns read little of the request, and every token costs training time: their training rows have short requests. */
const LATER_REQUEST_CHARACTERS_MAX: Readonly<Record<Split, number>> = { train: 400, gate: 2_000, test: 2_000 };

type Labelled = { readonly group: string; readonly row: WriterRow };

/** One turn of a run: what it is asked and the row that teaches it. */
export type GoldTurn = { readonly task: ScratchpadTask; readonly step: GoldStep | undefined; readonly row: WriterRow };

export function scratchpadRows(packs: readonly ExecutorPack[], split: Split): readonly WriterRow[] {
  const [firstMax, laterMax, repairMax] = ROWS_MAX[split];
  const written = packs.flatMap((each) => each.written.flatMap((gold) => playedOf(each, gold)));
  const copies = packs.flatMap((each) => copiesOf(each).flatMap((gold) => playedOf(each, gold)));
  const first = evenly(written.flatMap(firstTurn), firstMax);
  const later = [...written, ...copies].flatMap((played) => laterTurns(played, split));
  return [
    ...first,
    ...evenly(copies.flatMap(firstTurn), firstMax - first.length),
    ...evenly(later, laterMax),
    ...evenly(
      written.flatMap((played) => repairTurns(played, split)),
      repairMax,
    ),
  ];
}

type Played = { readonly each: ExecutorPack; readonly gold: Gold; readonly turns: readonly GoldTurn[] };

/** Copies stand beside the requests that they were made of. */
function copiesOf({ written, multiplied }: ExecutorPack): readonly Gold[] {
  const own = new Set(written.map(({ row }) => row.request));
  return multiplied.filter(({ row }) => !own.has(row.request));
}

const playedOf = (each: ExecutorPack, gold: Gold): readonly Played[] =>
  isSayable(each.pack, gold) ? [{ each, gold, turns: turnsOf(each.pack, gold) }] : [];

const isSayable = (pack: Pack, { row: { request, variation, when } }: Gold): boolean =>
  canWrite({ pack, request, history: [], failures: [] }, variation, when);

/** Every turn of the right run, in order; the last one finds no step left. The items of a `for_each` are asked for side by side. */
export function turnsOf(pack: Pack, gold: Gold): readonly GoldTurn[] {
  const { steps } = expandPlan(pack, gold.row.variation, { condition: gold.row.when });
  const turns: GoldTurn[] = [];
  const history: StepResult[] = [];
  let scratchpad: string | undefined;
  for (const { id, tool, forEach } of steps) {
    const calls = gold.steps.filter(({ step }) => step === id);
    if (calls.length === 0) continue;
    const made = calls.map((step) => turn(pack, gold, { scratchpad, history: [...history] }, step));
    turns.push(...made);
    scratchpad = textOf(made[0]?.row);
    const results: JsonValue[] = calls.map(({ result }) => result);
    history.push({ step: id, tool, result: forEach === undefined ? (results[0] as JsonValue) : results });
  }
  return [...turns, turn(pack, gold, { scratchpad, history }, undefined)];
}

type Before = Pick<ScratchpadTask, 'scratchpad' | 'history'>;

function turn(
  pack: Pack,
  { row: { request, variation, when, voice } }: Gold,
  before: Before,
  step: GoldStep | undefined,
) {
  const task: ScratchpadTask = {
    pack,
    request,
    ...before,
    ...(step !== undefined && { step: ordinalOf(step.step) }),
    failures: [],
    ...(step?.itemValue !== undefined && { itemValue: step.itemValue }),
  };
  const gold = { variation, condition: when, sources: step?.sources ?? {} };
  return { task, step, row: scratchpadRow(task, gold, voice) };
}

const ordinalOf = (id: StepId): number => Number(id.slice(1));
const textOf = (row: WriterRow | undefined): string | undefined => row?.pieces.map(({ text }) => text).join('');

/** The groups keep rare variations and conditions in sight. */
function firstTurn({ gold, turns }: Played): Labelled[] {
  const { workflow, variation, when } = gold.row;
  const group = `${workflow} ${variation} ${when === undefined ? 'always' : 'if'}`;
  return teaching(turns.slice(0, 1).map(({ row }) => ({ group, row })));
}

const laterTurns = ({ each, gold, turns }: Played, split: Split): Labelled[] =>
  gold.row.request.length > LATER_REQUEST_CHARACTERS_MAX[split]
    ? []
    : teaching(turns.slice(1).map(({ step, row }) => ({ group: `${each.pack.name} ${step?.tool}`, row })));

function repairTurns({ each: { pack, faults }, gold, turns }: Played, split: Split): Labelled[] {
  const made = Object.entries(faults).flatMap(([name, kind]): Labelled[] => {
    const recovery = recoveryOf(pack, kind, gold, split, randomOf(SEED, gold.row.id, name));
    const failed = turns.find(({ step }) => step !== undefined && step === recovery?.step);
    if (recovery === undefined || failed === undefined) return [];
    const { row, failures, mended } = recovery;
    // What the failed turn wrote is the scratchpad that the repair goes on from.
    const task = { ...failed.task, request: row.request, scratchpad: textOf(failed.row), failures };
    const right = { variation: row.variation, condition: row.when, sources: mended };
    return [{ group: name, row: scratchpadRow(task, right, row.voice) }];
  });
  return teaching(made);
}

const teaching = (labelled: readonly Labelled[]): Labelled[] =>
  labelled.filter(({ row }) => row.pieces.some(({ trained }) => trained));
