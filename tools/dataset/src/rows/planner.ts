/**
 * Rows of the planner: one label under the head of the request's own workflow. A request that is open between two
 * variations teaches nothing certain, so training leaves it out; gate and test keep its first reading.
 */
import { askedArguments, type DeciderRow, plannerRow } from '@pitcrew/specialists';
import type { Pack } from '@pitcrew/workflow';
import { slotSource } from '../gold.ts';
import { copiesOf } from '../multiply.ts';
import type { Covered, Written } from '../requests.ts';
import { surfacesOf } from '../slots.ts';
import type { Split } from '../splits.ts';

/** Few: the planner reads no numbers, so a copy only brings another name or a slip of typing. Conditions are rare, so theirs are more. */
const COPIES = { plain: 1, conditional: 3 } as const;

const copiesFor = ({ when }: Covered): number => COPIES[when === undefined ? 'plain' : 'conditional'];

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
    .flatMap((row) => copiesOf(row, split, split === 'train' ? copiesFor(row) : 0, taken))
    .flatMap((row) => {
      const pack = packOf.get(row.workflow);
      return pack === undefined ? [] : [plannerRow(row.request, pack, row, valuesOf(pack, row), row.voice)];
    });
}

/** What the request gives, argument -> value as the tool spells it: what its calls took where they are recorded, else its marks. */
function valuesOf(pack: Pack, row: Covered): Readonly<Record<string, string>> {
  if (row.calls !== undefined) return recordedValues(row.calls);
  const surfaces = surfacesOf(row.template);
  const tools = pack.order.flatMap((tool) => askedArguments(pack, tool));
  return Object.fromEntries(
    tools.flatMap(([name, argument]) => {
      const value = slotSource(surfaces[name], name, argument);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** References to results are not the request's. */
const recordedValues = (calls: NonNullable<Covered['calls']>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    calls.flatMap(({ arguments: taken }) =>
      Object.entries(taken).flatMap(([name, value]) =>
        typeof value === 'object' || String(value).startsWith('$') ? [] : [[name, String(value)]],
      ),
    ),
  );
