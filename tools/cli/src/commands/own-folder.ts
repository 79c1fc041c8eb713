/** The commands on a team's own folder of packs and dialogues: rows, training, and how well each specialist does on them. */
import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CommandError } from './command-error.ts';
import { figuresTable } from './promote.ts';
import { complain, say } from './terminal.ts';

export type OwnFolderOptions = { readonly toolsUrl?: string };

export async function buildRows(folder: string, { toolsUrl }: OwnFolderOptions): Promise<number> {
  return withOwn((own) => own.writeOwnRows(folderAt(folder), { toolsUrl, onProgress: complain }));
}

export async function trainFolder(folder: string, { toolsUrl }: OwnFolderOptions): Promise<number> {
  return withOwn((own) => own.trainOwn(folderAt(folder), { toolsUrl, onProgress: complain }));
}

/** Each specialist of FOLDER/models on the rows of the split, through llama.cpp as it is served. */
export async function evaluateFolder(folder: string, json: boolean): Promise<number> {
  const models = join(folderAt(folder), 'models');
  if (!existsSync(join(models, 'manifest.json')))
    throw new CommandError(`${models} holds no manifest.json; train first: pitcrew train ${folder}`);
  const { measureServed, specialistsOf } = await import('@pitcrew/dataset/promote');
  const measured: Record<string, unknown> = {};
  for (const { role, manifest } of specialistsOf(models)) {
    const rows = join(folderAt(folder), '.training/rows', role, 'test.jsonl');
    if (!existsSync(rows) || statSync(rows).size === 0) {
      complain(`${role}: no test rows`);
      continue;
    }
    const { figures } = await measureServed(manifest, role, rows);
    measured[role] = figures;
    if (!json) say(`${role}\n${figuresTable(figures)}\n`);
  }
  say(json ? JSON.stringify(measured) : 'Test rows, through the served form, with the 95 % interval (Wilson).');
  return 0;
}

async function withOwn(action: (own: typeof import('@pitcrew/dataset/own')) => Promise<void>): Promise<number> {
  const own = await import('@pitcrew/dataset/own');
  try {
    await action(own);
    return 0;
  } catch (error) {
    const expected = [own.RequestsError, own.DialogueError, own.PackError].some((kind) => error instanceof kind);
    if (!expected) throw error;
    complain((error as Error).message);
    return 2;
  }
}

function folderAt(path: string): string {
  const folder = resolve(path);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new CommandError(`${path} is no folder`);
  return folder;
}
