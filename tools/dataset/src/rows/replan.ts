/**
 * Rows of the planner's `replan` head: what a tool says when it meets an impossible state, beside requests whose plan has the
 * tool. Each wording meets a few requests, so that the head learns to read the message; rare repairs meet more.
 */
import { type DeciderRow, type ReplanLabel, replanRow } from '@pitcrew/specialists';
import type { Pack } from '@pitcrew/workflow';
import { givesOccasion, type LogicFault, logicMessage } from '../logic-faults.ts';
import { SEED } from '../multiply.ts';
import { randomOf } from '../random.ts';
import type { Covered, Written } from '../requests.ts';
import type { Split } from '../splits.ts';

/** Requests for each wording in training. Gate and test measure each wording on two. */
const TRAIN_REQUESTS: Readonly<Record<ReplanLabel, number>> = { stop: 2, refresh: 2, skip: 2, alternative: 7 };
const MEASURED_REQUESTS = 2;

export type ReplanPack = { readonly pack: Pack; readonly logicFaults: Readonly<Record<string, LogicFault>> };

export const replanRows = (
  packs: readonly ReplanPack[],
  rows: readonly Written[],
  split: Split,
): readonly DeciderRow[] =>
  packs.flatMap(({ pack, logicFaults }) => {
    const covered = rows.filter((row): row is Covered => row.kind === 'covered' && row.workflow === pack.name);
    return Object.entries(logicFaults).flatMap(([name, fault]) => rowsOfFault(pack, name, fault, covered, split));
  });

function rowsOfFault(pack: Pack, name: string, fault: LogicFault, covered: readonly Covered[], split: Split) {
  const occasions = covered.filter((row) => givesOccasion(pack, fault, row));
  const count = split === 'train' ? TRAIN_REQUESTS[fault.repair] : MEASURED_REQUESTS;
  return fault.messages[split].flatMap((message, index) =>
    randomOf(SEED, 'replan', pack.name, name, split, index)
      .shuffled(occasions)
      .slice(0, count)
      .map((row) =>
        replanRow(
          { tool: fault.tool, message: logicMessage(message, row), request: row.request },
          fault.repair,
          row.voice,
        ),
      ),
  );
}
