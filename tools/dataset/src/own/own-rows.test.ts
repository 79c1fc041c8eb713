/** The example of docs/bring-your-own.md, built as a team would build it; the tool server is scripted. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Outcome } from '@pitcrew/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dialogueRows } from './dialogue-rows.ts';
import { ownRows } from './own-rows.ts';
import { noServer, performOn } from './perform-on-server.ts';

const EXAMPLE = join(import.meta.dirname, '../../../../docs/examples/parcels');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'own-'));
  cpSync(EXAMPLE, folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

const server = {
  call: async ({ tool, arguments: args }: { tool: string; arguments: object }): Promise<Outcome> => {
    const result = tool === 'find_parcel' ? { ...args, depot: 'Nice', weight_kg: 2 } : { cost: 6, days: 4 };
    return { kind: 'succeeded', result };
  },
};
const requests = (voice: string, ...rows: object[]) =>
  writeFileSync(
    join(folder, `workflows/parcels/requests/${voice}.jsonl`),
    rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
  );

describe('a folder of a team’s own', () => {
  it('gives rows of every role and split, from recorded and from performed calls', async () => {
    const rows = await ownRows(folder, performOn(server));
    for (const split of ['train', 'gate', 'test'] as const)
      for (const [role, found] of Object.entries(rows[split]))
        expect(found.length > 0, `${role} ${split}`).toBe(role !== 'single');
    const prompts = rows.train.executor.map(({ prompt }) => prompt);
    expect(prompts.some((prompt) => prompt.includes('what would P-17 cost to Turin'))).toBe(true);
    expect(new Set(rows.train.executor.map(({ voice }) => voice))).toEqual(new Set(['ada']));
    const labels = new Set(rows.train.router.map((row) => row.labels.workflow));
    expect(labels).toEqual(new Set(['parcels', 'none', undefined]));
  }, 60_000);

  it('is refused with file, line and field, all problems at once', async () => {
    const find = (parcel: string) => ({
      tool: 'find_parcel',
      arguments: { parcel_id: parcel },
      result: { depot: 'Nice' },
    });
    requests(
      'ada',
      { request: 'move P-1', variation: 'full', calls: [find('P-2')] },
      { request: 'price of {parcel_id:P-1}', variation: 'quote' },
    );
    const building = ownRows(folder, noServer);
    await expect(building).rejects.toThrow(
      /requests\/ada\.jsonl:1: calls\.0\.arguments\.parcel_id: "P-2" stands neither/,
    );
    await expect(building).rejects.toThrow(
      /requests\/ada\.jsonl:2: calls: the row has none, and there is no tool server/,
    );
  }, 60_000);

  it('performs nothing that does more than read', async () => {
    requests('ada', { request: 'move {parcel_id:P-1} to {to:Nice}', variation: 'full' });
    await expect(ownRows(folder, performOn(server))).rejects.toThrow(/move_parcel does more than read; record them/);
  }, 60_000);

  it('is refused when a split that training needs has no voice', async () => {
    writeFileSync(join(folder, 'splits.json'), JSON.stringify({ train: ['ada', 'bo'], gate: [], test: ['cy'] }));
    await expect(ownRows(folder, performOn(server))).rejects.toThrow(/no voice of .* falls into gate/);
  }, 60_000);
});

describe('dialogues', () => {
  const budget = { tokensMax: 1_024, count: (text: string) => text.length / 4 };

  it('become rows, each turn of the assistant one', () => {
    const { rows, calls, unsupported } = dialogueRows(folder, budget);
    expect([rows.train.length, rows.gate.length, rows.test.length]).toEqual([4, 3, 2]);
    expect([calls, unsupported]).toEqual([4, 0]);
  });

  it('are split by their hash where nothing else is said, a dialogue whole', () => {
    rmSync(join(folder, 'splits.json'));
    const { rows } = dialogueRows(folder, budget);
    const splits = Map.groupBy(
      Object.entries(rows).flatMap(([split, all]) => all.map(({ voice }) => ({ split, voice }))),
      ({ voice }) => voice,
    );
    for (const found of splits.values()) expect(new Set(found.map(({ split }) => split)).size).toBe(1);
    expect(splits.has('ada:1')).toBe(true);
  });
});
