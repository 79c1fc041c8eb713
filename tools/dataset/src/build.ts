/** All rows and cases, computed from the requests of a directory of workflows. Writes nothing. */
import { join } from 'node:path';
import type { DeciderRow, WriterRow } from '@pitcrew/specialists';
import { loadPacks, type Pack } from '@pitcrew/workflow';
import { type Refused, withoutNearDuplicates } from './duplicates.ts';
import { distinct } from './emit.ts';
import { type EvaluationCase, evaluationCases } from './evaluation.ts';
import { readFaultKinds } from './faults.ts';
import { goldOf } from './gold.ts';
import { readLogicFaults } from './logic-faults.ts';
import { copiesOf, numbersOf, SEED } from './multiply.ts';
import { recoveryCases } from './recovery-cases.ts';
import { type Covered, readRequests, type Written } from './requests.ts';
import { executorRows } from './rows/executor.ts';
import { plannerRows } from './rows/planner.ts';
import { replanRows } from './rows/replan.ts';
import { routerRows } from './rows/router.ts';
import { scratchpadRows } from './rows/scratchpad.ts';
import { singleRows } from './rows/single.ts';
import { validatorRows } from './rows/validator.ts';
import { worldOf } from './rows-of-world.ts';
import { readSplits, type Split, type SplitOf } from './splits.ts';

export type RoleRows = {
  readonly router: readonly DeciderRow[];
  readonly planner: readonly DeciderRow[];
  readonly executor: readonly WriterRow[];
  readonly validator: readonly DeciderRow[];
  readonly scratchpad: readonly WriterRow[];
  readonly single: readonly WriterRow[];
};

export type Built = {
  readonly written: readonly Written[];
  readonly splitOf: SplitOf;
  readonly refused: readonly Refused[];
  readonly rows: Readonly<Record<Split, RoleRows>>;
  readonly cases: Readonly<Record<'gate' | 'test', readonly EvaluationCase[]>>;
  readonly recovery: Readonly<Record<'gate' | 'test', readonly EvaluationCase[]>>;
};

export function build(workflows: string): Built {
  const { packs, splitOf, kept, refused, taken } = requestsOf(workflows);
  const ofSplit = (split: Split) => {
    const written = kept.filter((row) => splitOf(row.voice) === split);
    const golds = packs.map((pack) => goldPack(workflows, pack, written, split, taken));
    const rows: RoleRows = {
      router: distinct(routerRows(written, split, taken)),
      planner: distinct([...plannerRows(packs, written, split, taken), ...replanRows(golds, written, split)]),
      executor: distinct(executorRows(golds, split)),
      validator: distinct(validatorRows(golds, split)),
      scratchpad: distinct(scratchpadRows(golds, split)),
      single: distinct(singleRows(golds, split)),
    };
    return split === 'train'
      ? { rows, cases: [], recovery: [] }
      : { rows, cases: evaluationCases(golds, written, split), recovery: recoveryCases(golds, split) };
  };
  const [train, gate, test] = [ofSplit('train'), ofSplit('gate'), ofSplit('test')];
  return {
    written: kept,
    splitOf,
    refused,
    rows: { train: train.rows, gate: gate.rows, test: test.rows },
    cases: { gate: gate.cases, test: test.cases },
    recovery: { gate: gate.recovery, test: test.recovery },
  };
}

/** The gold of one split alone, pack by pack. */
export function goldsOf(workflows: string, split: Split): readonly GoldPack[] {
  const { packs, splitOf, kept, taken } = requestsOf(workflows);
  const written = kept.filter((row) => splitOf(row.voice) === split);
  return packs.map((pack) => goldPack(workflows, pack, written, split, taken));
}

function requestsOf(workflows: string) {
  const packs = loadPacks(workflows);
  const splitOf = readSplits(join(workflows, 'splits.json'));
  const { kept, refused } = withoutNearDuplicates(readRequests(workflows, packs), splitOf);
  const taken = numbersOf(kept.filter((row) => splitOf(row.voice) !== 'train'));
  return { packs, splitOf, kept, refused, taken };
}

export type GoldPack = ReturnType<typeof goldPack>;

/** The covered requests of one pack with their gold, and how its calls may fail. */
function goldPack(workflows: string, pack: Pack, rows: readonly Written[], split: Split, taken: ReadonlySet<string>) {
  const faults = readFaultKinds(join(workflows, pack.name, 'faults.yaml'));
  const run = (row: Covered) => goldOf(pack, row, worldOf(row, split, SEED));
  const covered = rows.filter((row): row is Covered => row.kind === 'covered' && row.workflow === pack.name);
  const copies = split === 'train' ? 2 : 0;
  return {
    pack,
    faults,
    logicFaults: readLogicFaults(join(workflows, pack.name, 'logic-faults.yaml')),
    written: covered.map(run),
    multiplied: covered.flatMap((row) => copiesOf(row, split, copies, taken)).map(run),
  };
}
