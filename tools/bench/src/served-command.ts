/**
 * `npm run bench -- served FOLDER ROLE=ROWS ...`: specialists of any models folder on rows of theirs, through llama.cpp as they
 * would be served. Encoder against generator, ranks and amounts of data are compared with it.
 */
import { resolve } from 'node:path';
import { count, proportion } from '@pitcrew/cli/eval';
import { answersOf, readRows, writerFigures } from '@pitcrew/dataset/promote';
import { loadManifest, type Manifest, openDecider, openWriter } from '@pitcrew/model';
import { DeciderRow, WriterRow } from '@pitcrew/specialists';
import { type Command, InvalidArgumentError } from 'commander';
import { spread } from './accuracy/cases.ts';
import { shareText } from './share-text.ts';

type Asked = { readonly role: string; readonly file: string };
/** Rows of which every answer is right. */
type Share = {
  readonly kind: 'decider' | 'writer';
  readonly right: number;
  readonly of: number;
  readonly msARow: number;
};

export function addServedCommand(program: Command): void {
  program
    .command('served')
    .description('measure single specialists on rows of theirs')
    .argument('<folder>', 'a models folder with its manifest')
    .argument('<asked...>', 'ROLE=ROWS: a role of the folder and a file of rows', askedOf)
    .option('--limit <rows>', 'so many rows of each file, evenly spread', count(1, 1_000_000), 400)
    .action(measure);
}

async function measure(folder: string, asked: readonly Asked[], { limit }: { readonly limit: number }): Promise<void> {
  const manifest = loadManifest(resolve(folder));
  process.stdout.write('| specialist | kind | rows right | ms a row |\n|---|---|---|---:|\n');
  for (const { role, file } of asked) {
    const decides = manifest.specialists[role]?.kind === 'decider';
    const { kind, right, of, msARow } = await (decides ? ofDecider : ofWriter)(manifest, role, file, limit);
    process.stdout.write(`| ${role} | ${kind} | ${shareText(proportion(right, of))} | ${msARow.toFixed(0)} |\n`);
  }
}

async function ofDecider(manifest: Manifest, role: string, file: string, limit: number): Promise<Share> {
  const rows = spread(readRows(file, DeciderRow), limit);
  const decider = await openDecider(manifest, role);
  try {
    const begin = performance.now();
    const answers = await answersOf(decider, rows);
    const right = answers.filter(({ row, decision }) =>
      Object.entries(row.labels).every(([head, label]) => decision.heads[head]?.label === label),
    ).length;
    return { kind: 'decider', right, of: rows.length, msARow: (performance.now() - begin) / rows.length };
  } finally {
    await decider.close();
  }
}

async function ofWriter(manifest: Manifest, role: string, file: string, limit: number): Promise<Share> {
  const rows = spread(readRows(file, WriterRow), limit);
  const writer = await openWriter(manifest, role, { slots: 1 });
  try {
    const begin = performance.now();
    const figures = await writerFigures(writer, rows);
    const right = figures.find(({ name }) => name === 'rows')?.right ?? 0;
    return { kind: 'writer', right, of: rows.length, msARow: (performance.now() - begin) / rows.length };
  } finally {
    await writer.close();
  }
}

/** Commander hands over the ones before. */
function askedOf(text: string, before: readonly Asked[] | undefined): readonly Asked[] {
  const [role, file] = text.split('=');
  if (!role || !file)
    throw new InvalidArgumentError('write ROLE=ROWS, as in planner=.training/rows/planner/gate.jsonl');
  return [...(before ?? []), { role, file }];
}
