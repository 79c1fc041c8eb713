/** Builds the rows of a team's folder and writes them under it: FOLDER/.training/rows/<role>/{train,gate,test}.jsonl. */
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadManifest, openTokeniser } from '@pitcrew/model';
import { openToolServer, type ToolServer } from '@pitcrew/service-executor/tool-server';
import { DIALOGUE_PROMPT_TOKENS_MAX } from '@pitcrew/specialists';
import { catalogueOf, loadPacks, type Pack } from '@pitcrew/workflow';
import { writeLines } from '../emit.ts';
import { RequestsError } from '../requests.ts';
import { SPLITS } from '../splits.ts';
import { type DialogueRows, dialogueRows, hasDialogues } from './dialogue-rows.ts';
import { ownRows } from './own-rows.ts';
import { noServer, performOn } from './perform-on-server.ts';

const ROOT = resolve(import.meta.dirname, '../../../..');

export type OwnOptions = { readonly toolsUrl?: string | undefined; readonly onProgress: (line: string) => void };

export async function writeOwnRows(folder: string, options: OwnOptions): Promise<void> {
  const hasPacks = existsSync(join(folder, 'workflows'));
  if (!hasPacks && !hasDialogues(folder))
    throw new RequestsError(`${folder} holds neither workflows/<pack>/workflow.yaml nor dialogues/*.jsonl`);
  // Nothing is written before all of it has been read.
  const dialogues = hasDialogues(folder) ? await readDialogues(folder) : undefined;
  if (hasPacks) await writePacks(folder, options);
  if (dialogues !== undefined) writeDialogues(folder, dialogues, options);
}

async function writePacks(folder: string, { toolsUrl, onProgress }: OwnOptions): Promise<void> {
  const packs = loadPacks(join(folder, 'workflows'));
  const server = toolsUrl === undefined ? undefined : await openedServer(toolsUrl, packs);
  try {
    const rows = await ownRows(folder, server === undefined ? noServer : performOn(server));
    const catalogue = `${JSON.stringify(catalogueOf(packs), null, 2)}\n`;
    for (const role of Object.keys(rows.train) as (keyof typeof rows.train)[]) {
      for (const split of SPLITS) writeLines(rowsFile(folder, role, split), rows[split][role]);
      writeFileSync(join(folder, '.training/rows', role, 'tool-schemas.json'), catalogue);
      onProgress(`${role}: ${SPLITS.map((split) => `${split} ${rows[split][role].length}`).join(', ')}`);
    }
  } finally {
    await server?.close();
  }
}

/** A server that lacks a tool, or declares it otherwise, is refused before anything is called. */
async function openedServer(url: string, packs: readonly Pack[]): Promise<ToolServer> {
  try {
    return await openToolServer(url, packs);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new RequestsError(message.includes(url) ? message : `the tool server ${url} can't be used: ${message}`);
  }
}

/** Counted by the tokeniser of the base that will be served: the folder's own where it has models, else the examples'. */
async function readDialogues(folder: string): Promise<DialogueRows> {
  const own = join(folder, 'models');
  const manifest = loadManifest(existsSync(join(own, 'manifest.json')) ? own : join(ROOT, 'models'));
  const [base] = Object.entries(manifest.bases).find(([, { kind }]) => kind === 'generator') ?? [];
  if (base === undefined) throw new RequestsError(`${manifest.folder}/manifest.json has no generator`);
  const tokeniser = await openTokeniser(manifest, base);
  try {
    return dialogueRows(folder, { tokensMax: DIALOGUE_PROMPT_TOKENS_MAX, count: tokeniser.countTokens });
  } finally {
    await tokeniser.close();
  }
}

function writeDialogues(folder: string, found: DialogueRows, { onProgress }: OwnOptions): void {
  const { rows, unsupported, calls, tooLong } = found;
  for (const split of SPLITS) writeLines(rowsFile(folder, 'dialogue', split), rows[split]);
  onProgress(`dialogue: ${SPLITS.map((split) => `${split} ${rows[split].length}`).join(', ')}`);
  onProgress(
    `dialogue: ${unsupported} of ${calls} calls hold a value that no option says; ${tooLong} rows were too long`,
  );
}

export const rowsFile = (folder: string, role: string, split: string): string =>
  join(folder, '.training/rows', role, `${split}.jsonl`);
