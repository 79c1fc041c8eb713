/**
 * Rows of all roles from a team's own packs. Nothing simulates its tools, so the right calls are recorded in the request's
 * row, or performed on the tool server where every step only reads. Copies with other numbers are made for the deciders alone:
 * nobody recorded what the tools would answer to them. Without requests of its own that no pack covers, the examples' serve.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadPacks, type Pack } from '@pitcrew/workflow';
import type { RoleRows } from '../build.ts';
import { withoutNearDuplicates } from '../duplicates.ts';
import { distinct } from '../emit.ts';
import { type FaultKind, readFaultKinds } from '../faults.ts';
import type { Gold } from '../gold.ts';
import { readLogicFaults } from '../logic-faults.ts';
import { numbersOf } from '../multiply.ts';
import { type Covered, type RecordedCall, RequestsError, readRequests, type Written } from '../requests.ts';
import { executorRows } from '../rows/executor.ts';
import { plannerRows } from '../rows/planner.ts';
import { replanRows } from '../rows/replan.ts';
import { routerRows } from '../rows/router.ts';
import { scratchpadRows } from '../rows/scratchpad.ts';
import { validatorRows } from '../rows/validator.ts';
import { readSplits, SPLITS, type Split, type SplitOf } from '../splits.ts';
import { ownSplits } from './own-splits.ts';
import { recordedGold } from './recorded.ts';

/** Performs the calls of a request that recorded none; says why it can't. */
export type Performer = (pack: Pack, row: Covered) => Promise<readonly RecordedCall[] | string>;

const EXAMPLES = resolve(import.meta.dirname, '../../../../workflows');

export async function ownRows(folder: string, perform: Performer): Promise<Readonly<Record<Split, RoleRows>>> {
  const workflows = join(folder, 'workflows');
  const packs = loadPacks(workflows);
  const own = readRequests(workflows, packs);
  if (!own.some(({ kind }) => kind === 'covered')) throw new RequestsError(`${workflows}: no pack has a request`);
  const borrowed = existsSync(join(workflows, 'uncovered')) ? [] : examples();
  const splitOf = splitsOf(folder, own);
  const golds = await goldsOf(packs, own, perform);
  requireEverySplit(folder, own, splitOf);
  const { kept } = withoutNearDuplicates([...own, ...borrowed], splitOf);
  const taken = numbersOf(kept.filter((row) => splitOf(row.voice) !== 'train'));
  const ofSplit = (split: Split): RoleRows => {
    const written = kept.filter((row) => splitOf(row.voice) === split);
    const goldPacks = packs.map((pack) => goldPack(workflows, pack, golds, new Set(written)));
    return {
      router: distinct(routerRows(written, split, taken)),
      planner: distinct([...plannerRows(packs, written, split, taken), ...replanRows(goldPacks, written, split)]),
      executor: distinct(executorRows(goldPacks, split)),
      validator: distinct(validatorRows(goldPacks, split)),
      scratchpad: distinct(scratchpadRows(goldPacks, split)),
      // A comparison of this repository's bench; nothing of a team's own needs it.
      single: [],
    };
  };
  return { train: ofSplit('train'), gate: ofSplit('gate'), test: ofSplit('test') };
}

/** All problems are told at once, each with file, line and field. */
async function goldsOf(packs: readonly Pack[], own: readonly Written[], perform: Performer): Promise<readonly Gold[]> {
  const problems: string[] = [];
  const golds: Gold[] = [];
  for (const row of own) {
    const pack = packs.find(({ name }) => row.kind === 'covered' && row.workflow === name);
    if (row.kind !== 'covered' || pack === undefined) continue;
    const calls = row.calls ?? (await perform(pack, row));
    const found =
      typeof calls === 'string' ? { problems: [{ field: 'calls', message: calls }] } : recordedGold(pack, row, calls);
    if ('gold' in found) golds.push(found.gold);
    else problems.push(...found.problems.map(({ field, message }) => `${row.place}: ${field}: ${message}`));
  }
  if (problems.length > 0) throw new RequestsError(problems.join('\n'));
  return golds;
}

function goldPack(workflows: string, pack: Pack, golds: readonly Gold[], written: ReadonlySet<Written>) {
  const ofPack = golds.filter(({ row }) => row.workflow === pack.name && written.has(row));
  return {
    pack,
    faults: optional<Readonly<Record<string, FaultKind>>>(join(workflows, pack.name, 'faults.yaml'), readFaultKinds),
    logicFaults: optional(join(workflows, pack.name, 'logic-faults.yaml'), readLogicFaults),
    written: ofPack,
    multiplied: ofPack,
  };
}

const optional = <T>(file: string, read: (file: string) => T): T | Record<string, never> =>
  existsSync(file) ? read(file) : {};

/** What the examples' packs are asked, and what nobody covers, is covered by no pack of the team either. */
function examples(): readonly Written[] {
  return readRequests(EXAMPLES, loadPacks(EXAMPLES)).filter(({ kind }) => kind === 'uncovered' || kind === 'ambiguous');
}

function splitsOf(folder: string, own: readonly Written[]): SplitOf {
  const voices = new Set(own.map(({ voice }) => voice));
  const [theirs, ours] = [ownSplits(folder), readSplits(join(EXAMPLES, 'splits.json'))];
  return (voice) => (voices.has(voice) ? theirs(voice) : ours(voice));
}

function requireEverySplit(folder: string, own: readonly Written[], splitOf: SplitOf): void {
  const covered = new Set(own.flatMap(({ kind, voice }) => (kind === 'covered' ? [splitOf(voice)] : [])));
  const empty = SPLITS.filter((split) => split !== 'test' && !covered.has(split));
  if (empty.length > 0)
    throw new RequestsError(
      `no voice of ${folder} falls into ${empty.join(' and ')}; write a splits.json, or add voices`,
    );
}
