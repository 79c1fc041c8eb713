/** A turn of the single model as a row of its training: the same prompt and the same fields as served, filled in right. */
import type { RequestCondition } from '@pitcrew/workflow';
import { ABSENT, executorFields, optionValue } from './executor.ts';
import type { WriterRow } from './rows.ts';
import { executorTask, membersOfCall, scratchpadForm, scratchpadPrompt } from './scratchpad.ts';
import { callText, spacedJson } from './scratchpad-call.ts';
import { calledTool, draftsOf } from './scratchpad-drafts.ts';
import type { ScratchpadTask } from './scratchpad-task.ts';
import { freshScratchpad, scratchpadLines } from './scratchpad-text.ts';

/** The right turn: the list and the condition, which only a first turn decides, and the source of each argument. */
export type ScratchpadGold = {
  readonly variation: string;
  readonly condition?: RequestCondition | undefined;
  readonly sources: Readonly<Record<string, string>>;
};

/** The row that teaches this turn. Without a trained piece it teaches nothing. Throws when the right turn can't be written. */
export function scratchpadRow(task: ScratchpadTask, gold: ScratchpadGold, voice: string): WriterRow {
  const form = scratchpadForm(task);
  const text = goldText(task, gold);
  const values: string[] = [];
  const pieces: WriterRow['pieces'] = [];
  let at = 0;
  for (let field = form(values); field !== undefined; field = form(values)) {
    const { forced, options, end } = field;
    const value = options.find((option) => text.startsWith(`${forced}${option}${end}`, at));
    if (value === undefined)
      throw new Error(`${task.pack.name}: no option writes ${JSON.stringify(text.slice(at, at + 80))}`);
    if (forced !== '') pieces.push({ text: forced, trained: false });
    const open =
      options.length > 1 ? { trained: true, options: options.map((option) => `${option}${end}`) } : { trained: false };
    pieces.push({ text: `${value}${end}`, ...open });
    values.push(value);
    at += forced.length + value.length + end.length;
  }
  return { prompt: scratchpadPrompt(task), pieces, voice };
}

function goldText(task: ScratchpadTask, { variation, condition, sources }: ScratchpadGold): string {
  const [later] = task.scratchpad === undefined ? [] : draftsOf(task);
  const draft = later ?? freshScratchpad(task.pack, variation, condition);
  const block = `${scratchpadLines(task.pack, draft).join('\n')}\n`;
  const tool = calledTool(draft);
  const found = tool === undefined ? undefined : executorFields(executorTask(task, tool));
  if (tool === undefined || found?.kind !== 'fields') return block;
  const literals = new Map(
    found.fields.flatMap((field): [string, string][] => {
      const source = sources[field.argument] ?? ABSENT;
      if (!field.options.includes(source)) throw new Error(`${tool}: ${field.argument}=${source} is not an option`);
      if (source === ABSENT && !field.references.has(source)) return [];
      return [[field.argument, spacedJson(optionValue(executorTask(task, tool), field, source))]];
    }),
  );
  return `${block}${callText(tool, membersOfCall(task, tool) ?? [], literals)}`;
}
