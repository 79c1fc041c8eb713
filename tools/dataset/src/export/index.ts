import { randomBytes } from 'node:crypto';
import type { DeciderRow } from '@pitcrew/specialists';
import { loadPacks, type Pack } from '@pitcrew/workflow';
import { distinct } from '../emit.ts';
import { readRequests } from '../requests.ts';
import { plannerRows } from '../rows/planner.ts';
import { routerRows } from '../rows/router.ts';
import type { Example } from './examples-of-run.ts';
import { rowsOfExamples } from './rows-of-examples.ts';
import { writeExport } from './write-export.ts';

export { type Example, examplesOfRun } from './examples-of-run.ts';

/** Redacts under a salt of its own and writes; gives what was written and what was left out, a line each. */
export function exportExamples(folder: string, workflows: string, examples: readonly Example[]): readonly string[] {
  const exported = rowsOfExamples(examples, loadPacks(workflows), randomBytes(16).toString('hex'));
  const written = writeExport(folder, workflows, exported, `log-${new Date().toISOString().slice(0, 10)}`);
  const { near, unsayable, unfit } = exported.leftOut;
  const why = `${near} nearly the same as another, ${unsayable} that no variation says, ${unfit} whose calls don't follow`;
  return [...written, `left out: ${why}`];
}

/** What router and planner learn from exported requests. */
export function rowsOfRequests(
  workflows: string,
  packs: readonly Pack[],
): { readonly router: readonly DeciderRow[]; readonly planner: readonly DeciderRow[] } {
  const written = readRequests(workflows, packs);
  return {
    router: distinct(routerRows(written, 'train', new Set())),
    planner: distinct(plannerRows(packs, written, 'train', new Set())),
  };
}
