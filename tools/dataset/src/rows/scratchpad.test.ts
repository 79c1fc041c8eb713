/** The turns of right runs, for a few requests of every pack: what one writes, the next one reads, and code reads back. */
import { join } from 'node:path';
import { scratchpadBlock, scratchpadForm } from '@pitcrew/specialists';
import { loadPacks } from '@pitcrew/workflow';
import { describe, expect, it } from 'vitest';
import { readFaultKinds } from '../faults.ts';
import { type Gold, goldOf } from '../gold.ts';
import { SEED } from '../multiply.ts';
import { type Covered, readRequests } from '../requests.ts';
import { worldOf } from '../rows-of-world.ts';
import { scratchpadRows, turnsOf } from './scratchpad.ts';

const REQUESTS_A_PACK = 6;
const workflows = join(import.meta.dirname, '../../../../workflows');
const packs = loadPacks(workflows);
const requests = readRequests(workflows, packs).filter((row): row is Covered => row.kind === 'covered');
const golds = packs.map((pack) => {
  const some = requests.filter(({ workflow }) => workflow === pack.name).slice(0, REQUESTS_A_PACK);
  const written: Gold[] = some.map((row) => goldOf(pack, row, worldOf(row, 'train', SEED)));
  return { pack, faults: readFaultKinds(join(workflows, pack.name, 'faults.yaml')), written, multiplied: written };
});
const textOf = ({ row }: { readonly row: { readonly pieces: readonly { readonly text: string }[] } }): string =>
  row.pieces.map(({ text }) => text).join('');

describe.each(golds)('the turns of $pack.name', ({ pack, written }) => {
  const runs = written.map((gold) => ({ gold, turns: turnsOf(pack, gold) }));

  it('each go on from the scratchpad of an earlier one', () => {
    for (const { turns } of runs)
      for (const [index, { task, row }] of turns.entries()) {
        const before = turns.slice(0, index).map((turn) => scratchpadBlock(textOf(turn)));
        if (index === 0) expect(row.prompt).not.toContain('<scratchpad>');
        else expect(before).toContain(scratchpadBlock(task.scratchpad ?? ''));
      }
  });

  it('call what the right run calls, with literals', () => {
    for (const { gold, turns } of runs)
      for (const [index, step] of gold.steps.entries()) {
        const call = /<tool_call>(.*)<\/tool_call>$/s.exec(textOf(turns[index] as (typeof turns)[number]))?.[1] ?? '';
        expect(JSON.parse(call)).toEqual({ function: step.tool, params: step.arguments });
      }
  });

  it('end with every step through and no call', () => {
    for (const { turns } of runs) {
      const last = textOf(turns.at(-1) as (typeof turns)[number]);
      expect(last).not.toMatch(/tool_call|Current step/);
      for (const line of last.split('\n').filter((each) => each.startsWith('Step ')))
        expect(line).toMatch(/ — (DONE|SKIPPED)/);
    }
  });

  it('are written by their own forms, to the end', () => {
    for (const { turns } of runs)
      for (const { task, row } of turns) {
        const form = scratchpadForm(task);
        const values: string[] = [];
        let rest = textOf({ row });
        for (let field = form(values); field !== undefined; field = form(values)) {
          const { forced, options, end } = field;
          const value = options.find((option) => rest.startsWith(`${forced}${option}${end}`));
          expect(value).toBeDefined();
          rest = rest.slice(forced.length + (value ?? '').length + end.length);
          values.push(value ?? '');
        }
        expect(rest).toBe('');
      }
  });
});

describe('the rows', () => {
  const rows = scratchpadRows(golds, 'train');

  it('all have something to learn', () => {
    for (const { pieces } of rows)
      expect(pieces.some(({ trained, options }) => trained && options !== undefined)).toBe(true);
  });

  it('have the first turn of every written request, and turns after a failure', () => {
    expect(rows.filter(({ prompt }) => !prompt.includes('</scratchpad>'))).toHaveLength(
      golds.reduce((sum, { written }) => sum + written.length, 0),
    );
    expect(rows.some(({ prompt }) => prompt.includes('</scratchpad>\nTried: '))).toBe(true);
  });
});
