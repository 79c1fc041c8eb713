/**
 * A single model with neither plan nor scratchpad, to compare with: shown the request and what the tools have said so far, it
 * names the next tool of the pack and the arguments that are open, until it says that it is done. Which tool comes next,
 * whether one is left out and when to stop are its own decisions; tools and values come from closed sets as everywhere.
 */
import {
  type FailedCall,
  type JsonObject,
  type JsonValue,
  resolveReference,
  type StepResult,
  UnresolvedReference,
} from '@pitcrew/contracts';
import type { Pack } from '@pitcrew/workflow';
import {
  ABSENT,
  EXECUTOR_REQUEST_CHARACTERS_MAX,
  type ExecutorTask,
  executorFields,
  FAILURES_MAX,
  failureLines,
  openFields,
  parseCall,
  plainText,
} from './executor.ts';
import type { WriterRow } from './rows.ts';
import type { ScratchpadForm } from './scratchpad.ts';
import { resultText } from './scratchpad-notes.ts';
import { condense, oneLine } from './text.ts';

export type SingleTask = {
  readonly pack: Pack;
  readonly request: string;
  /** In the order of the calls. */
  readonly history: readonly StepResult[];
  readonly failures: readonly FailedCall[];
};

/** Stands in the place of a tool when nothing is left to do. */
export const SINGLE_DONE = 'done';

export type SingleTurn =
  | { readonly kind: 'done' }
  /** One call, or one for each element of the list that the pack runs the tool for. */
  | { readonly kind: 'call'; readonly tool: string; readonly calls: readonly JsonObject[] };

const SYSTEM = 'Make the next tool call, or say that it is done.';

export function singlePrompt({ pack, request, history, failures }: SingleTask): string {
  const lines = [
    condense(oneLine(request), EXECUTOR_REQUEST_CHARACTERS_MAX),
    ...history.map((done) => `${done.tool}: ${resultText(pack, done)}`),
    ...failures.slice(-FAILURES_MAX).flatMap(failureLines),
  ].map(plainText);
  return `<|im_start|>system\n${SYSTEM}<|im_end|>\n<|im_start|>user\n${lines.join('\n')}<|im_end|>\n<|im_start|>assistant\n`;
}

/** The tool, then each of its open arguments. */
export function singleForm(task: SingleTask): ScratchpadForm {
  return ([tool, ...values]) => {
    if (tool === undefined) return { forced: '', options: [...callableTools(task), SINGLE_DONE], end: '\n' };
    if (tool === SINGLE_DONE) return undefined;
    const field = openFields(fieldsOf(task, tool) ?? [])[values.length];
    return field && { forced: field.forced, options: field.options, end: '\n' };
  };
}

export function parseSingle(task: SingleTask, [tool, ...values]: readonly string[]): SingleTurn {
  if (tool === undefined || tool === SINGLE_DONE) return { kind: 'done' };
  const calls = (itemsOf(task, tool) ?? []).map((item) => {
    const asked = executorTask(task, tool, item);
    const found = executorFields(asked);
    return found.kind === 'fields' ? parseCall(asked, found.fields, values).arguments : {};
  });
  return { kind: 'call', tool, calls };
}

/** The row that teaches the right turn: a tool with the sources of its arguments, or that it is done. */
export function singleRow(
  task: SingleTask,
  right: { readonly tool: string; readonly sources: Readonly<Record<string, string>> } | undefined,
  voice: string,
): WriterRow {
  const open = right === undefined ? [] : openFields(fieldsOf(task, right.tool) ?? []);
  const values = [right?.tool ?? SINGLE_DONE, ...open.map(({ argument }) => right?.sources[argument] ?? ABSENT)];
  const form = singleForm(task);
  const pieces = values.flatMap((value, index) => {
    const field = form(values.slice(0, index));
    if (!field?.options.includes(value))
      throw new Error(`${task.pack.name}: ${value} is none of the options of this turn`);
    const chosen = { text: `${value}\n`, trained: field.options.length > 1 };
    const options = field.options.map((option) => `${option}\n`);
    return [
      ...(field.forced === '' ? [] : [{ text: field.forced, trained: false }]),
      chosen.trained ? { ...chosen, options } : chosen,
    ];
  });
  return { prompt: singlePrompt(task), pieces, voice };
}

/** Tools that were not called yet and whose required arguments something can fill. */
const callableTools = (task: SingleTask): readonly string[] =>
  task.pack.order.filter(
    (tool) => !task.history.some((done) => done.tool === tool) && fieldsOf(task, tool) !== undefined,
  );

function fieldsOf(task: SingleTask, tool: string) {
  const items = itemsOf(task, tool);
  if (items === undefined) return undefined;
  const found = executorFields(executorTask(task, tool, items[0]));
  return found.kind === 'fields' ? found.fields : undefined;
}

const executorTask = (task: SingleTask, tool: string, itemValue: JsonValue | undefined): ExecutorTask => ({
  ...task,
  tool,
  ...(itemValue !== undefined && { itemValue }),
});

/** What the tool is called for: once, or for each element of a list; undefined when the list is not there yet, or is empty. */
function itemsOf({ pack, history }: SingleTask, tool: string): readonly (JsonValue | undefined)[] | undefined {
  const [source, ...path] = pack.template[tool]?.forEach?.split('.') ?? [];
  if (source === undefined) return [undefined];
  const done = history.find((each) => each.tool === source);
  if (done === undefined) return undefined;
  try {
    const list = resolveReference(`$${[done.step, ...path].join('.')}`, { steps: new Map([[done.step, done.result]]) });
    return Array.isArray(list) && list.length > 0 ? (list as readonly JsonValue[]) : undefined;
  } catch (error) {
    if (error instanceof UnresolvedReference) return undefined;
    throw error;
  }
}
