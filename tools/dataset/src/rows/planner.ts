/**
 * Rows of the planner: one label under the head of the request's own workflow. A request that is open between two
 * variations teaches nothing certain, so training leaves it out; gate and test keep its first reading.
 */
import { type DeciderRow, plannerRow } from '@pitcrew/specialists';
import type { Pack } from '@pitcrew/workflow';
import { copiesOf } from '../multiply.ts';
import type { Covered, Written } from '../requests.ts';
import type { Split } from '../splits.ts';

/** Few: the planner reads no numbers, so a copy only brings another name or a slip of typing. */
const COPIES = 2;

export function plannerRows(
  packs: readonly Pack[],
  rows: readonly Written[],
  split: Split,
  taken: ReadonlySet<string>,
): readonly DeciderRow[] {
  const packOf = new Map(packs.map((pack) => [pack.name, pack]));
  return rows
    .filter((row): row is Covered => row.kind === 'covered')
    .filter((row) => split !== 'train' || row.also.length === 0)
    .flatMap((row) => copiesOf(row, split, split === 'train' ? COPIES : 0, taken))
    .flatMap((row) => {
      const pack = packOf.get(row.workflow);
      return pack === undefined ? [] : [plannerRow(row.request, pack, row, row.voice)];
    });
}
