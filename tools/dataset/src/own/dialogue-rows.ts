/**
 * Rows of the role `dialogue` from a team's dialogues: one for each turn of the assistant, and one more for each further call
 * of a turn. A file is a voice where splits.json names it; else every dialogue is one, and all its turns share a split.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  dialogueRow,
  parseDialogues,
  questionsOf,
  type TokenBudget,
  turnsOf,
  type WriterRow,
} from '@pitcrew/specialists';
import { distinct } from '../emit.ts';
import { SPLITS, type Split } from '../splits.ts';
import { byHash, hasSplits, ownSplits } from './own-splits.ts';

/** What a writer is trained on at most; a longer row is left out and told. */
export const DIALOGUE_ROW_TOKENS_MAX = 1_536;

export type DialogueRows = {
  readonly rows: Readonly<Record<Split, readonly WriterRow[]>>;
  /** Calls with a value that the form can't say; their rows teach what comes before it. */
  readonly unsupported: number;
  readonly calls: number;
  readonly tooLong: number;
};

export const hasDialogues = (folder: string): boolean => filesOf(folder).length > 0;

export function dialogueRows(folder: string, budget: TokenBudget): DialogueRows {
  const counts = { unsupported: 0, calls: 0, tooLong: 0 };
  const rows: Record<Split, WriterRow[]> = { train: [], gate: [], test: [] };
  for (const { file, voice } of filesOf(folder)) {
    for (const dialogue of parseDialogues(readFileSync(file, 'utf8'), file)) {
      const own = hasSplits(folder) ? voice : `${voice}:${dialogue.line}`;
      const split = hasSplits(folder) ? ownSplits(folder)(own) : byHash(own);
      for (const { conversation, gold } of turnsOf(dialogue).flatMap(questionsOf)) {
        const { row, unsupported } = dialogueRow(conversation, gold, budget, own);
        const isTooLong =
          budget.count(row.prompt + row.pieces.map(({ text }) => text).join('')) > DIALOGUE_ROW_TOKENS_MAX;
        counts.calls += gold === undefined ? 0 : 1;
        counts.unsupported += unsupported === undefined ? 0 : 1;
        counts.tooLong += isTooLong ? 1 : 0;
        // A row without a choice teaches nothing.
        if (!isTooLong && row.pieces.some(({ trained }) => trained)) rows[split].push(row);
      }
    }
  }
  const [train, gate, test] = SPLITS.map((split) => distinct(rows[split]));
  return { rows: { train: train ?? [], gate: gate ?? [], test: test ?? [] }, ...counts };
}

function filesOf(folder: string): { readonly file: string; readonly voice: string }[] {
  const dialogues = join(folder, 'dialogues');
  if (!existsSync(dialogues)) return [];
  const names = readdirSync(dialogues).filter((name) => name.endsWith('.jsonl'));
  return names.sort().map((name) => ({ file: join(dialogues, name), voice: name.slice(0, -'.jsonl'.length) }));
}
