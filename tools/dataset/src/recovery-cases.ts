/**
 * Evaluation cases about recovery alone: written gate and test requests, each of which meets a failure of one class, with the
 * calls that a run makes which recovers rightly. Transient: the same call again. Input: the call after the change. Logic: what the
 * repair adds, or an end with what was done. Packs and occasions take turns.
 */
import type { ErrorClass } from '@pitcrew/contracts';
import type { Pack } from '@pitcrew/workflow';
import { caseOf, type EvaluationCase, type EvaluationPack, faultOf, firstOccasion } from './evaluation.ts';
import type { FaultKind } from './faults.ts';
import { type Gold, goldOf } from './gold.ts';
import { repairedGold } from './gold-repair.ts';
import { givesOccasion, isStop, type LogicFault, logicMessage } from './logic-faults.ts';
import { SEED } from './multiply.ts';
import { type Random, randomOf } from './random.ts';
import type { Split } from './splits.ts';

/** Cases of each class. */
export const RECOVERY_CASES: Readonly<Record<'gate' | 'test', number>> = { gate: 40, test: 80 };
/** Turns without a case before a pack counts as exhausted. */
const TURNS_MAX = 200;

export type RecoveryPack = EvaluationPack & { readonly logicFaults: Readonly<Record<string, LogicFault>> };

/** The next case of a pack; undefined when this turn's occasion is met by none of the requests that are left. */
type Draw = (
  turn: number,
  left: readonly Gold[],
) => { readonly gold: Gold; readonly found: EvaluationCase } | undefined;

export const recoveryCases = (packs: readonly RecoveryPack[], split: 'gate' | 'test'): readonly EvaluationCase[] => [
  ...casesOf('transient', packs, split, transientDraw),
  ...casesOf('input', packs, split, inputDraw),
  ...casesOf('logic', packs, split, logicDraw),
];

function casesOf(
  name: ErrorClass,
  packs: readonly RecoveryPack[],
  split: 'gate' | 'test',
  drawOf: (pack: RecoveryPack, split: Split, random: Random) => Draw,
): EvaluationCase[] {
  const cases: EvaluationCase[] = [];
  const sources = packs.map((pack) => {
    const random = randomOf(SEED, 'recovery', name, pack.pack.name, split);
    const left = random.shuffled(pack.written.filter(({ row }) => row.also.length === 0));
    return { left, draw: drawOf(pack, split, random) };
  });
  for (let turn = 0; turn < TURNS_MAX && cases.length < RECOVERY_CASES[split]; turn += 1)
    for (const { left, draw } of sources) {
      const drawn = cases.length < RECOVERY_CASES[split] ? draw(turn, left) : undefined;
      if (drawn === undefined) continue;
      left.splice(left.indexOf(drawn.gold), 1);
      const { request, ...rest } = drawn.found;
      cases.push({ request, class: name, ...rest });
    }
  return cases;
}

/** One or two failures, of which some leave it unknown whether the tool did its work. Code recovers, so no wording is learnt. */
function transientDraw({ pack }: RecoveryPack, _split: Split, random: Random): Draw {
  return (_, left) => {
    const [gold] = left;
    if (gold === undefined) return undefined;
    const { tool } = random.pick(gold.steps);
    const executed = random.chance(0.4) ? 'unknown' : 'no';
    const message = random.pick(executed === 'no' ? REFUSED : UNANSWERED);
    const fault = { tool, class: 'transient', message, times: random.integer(1, 2), executed };
    return { gold, found: { ...caseOf(pack, gold), faults: [fault] } };
  };
}

const REFUSED = ['429: too many requests, slow down', 'connection refused', 'the pool has no free connection', 'busy'];
const UNANSWERED = ['timeout after 5000 ms', '504 Gateway Timeout', 'connection reset by peer', '503: restarting'];

function inputDraw({ pack, faults }: RecoveryPack, split: Split, random: Random): Draw {
  // Where the request holds the right number and a wrong one, the first call may be right: no failure can be ordered.
  const kinds = Object.values(faults).filter(({ remedy }) => remedy !== 'other-number');
  return (turn, left) => {
    const kind: FaultKind | undefined = kinds[turn % kinds.length];
    const found = kind && firstOccasion(pack, kind, left, split, random);
    if (kind === undefined || found === undefined) return undefined;
    const { gold, recovery } = found;
    const mended = goldOf(pack, gold.row, gold.rows, { [kind.tool]: recovery.mended });
    return { gold, found: { ...caseOf(pack, mended), faults: [faultOf(kind, recovery)] } };
  };
}

function logicDraw({ pack, logicFaults }: RecoveryPack, split: Split, random: Random): Draw {
  const occasions = random.shuffled(Object.values(logicFaults));
  return (turn, left) => {
    const fault = occasions[turn % occasions.length];
    if (fault === undefined) return undefined;
    for (const gold of left) {
      const found = logicCase(pack, gold, fault, split, random);
      if (found !== undefined) return { gold, found };
    }
    return undefined;
  };
}

function logicCase(
  pack: Pack,
  gold: Gold,
  fault: LogicFault,
  split: Split,
  random: Random,
): EvaluationCase | undefined {
  if (!givesOccasion(pack, fault, gold.row)) return undefined;
  const repaired = repairedGold(pack, gold.row, gold.rows, fault);
  if (repaired === undefined) return undefined;
  const plain = caseOf(pack, { ...gold, steps: repaired.steps });
  const ending = isStop(fault.repair) ? { outcome: 'partial', stop_reason: 'logic_error' } : {};
  const message = logicMessage(random.pick(fault.messages[split]), gold.row);
  // What was stale is fresh the second time; any other impossible state stays as it is.
  const times = fault.repair === 'refresh' ? { times: 1 } : {};
  return {
    ...plain,
    expect: { ...plain.expect, ...ending },
    faults: [{ tool: fault.tool, class: 'logic', message, ...times }],
  };
}
