/**
 * The single model: one generator that writes a scratchpad and then one tool call, turn by turn. The first list is the plan;
 * later lists mark progress and change nothing else. The model decides which of the pack's lists it is, whether a condition
 * is put and which, and the values of open parameters; the current step and whatever else has one option is settled by code
 * and only written out. So, as in chain mode, an instruction hidden in a result can choose neither a tool nor a value (R7).
 *
 * The form is asked field by field, because the next options depend on what was written before. A line of the scratchpad
 * ends with a line break; a piece of the call ends with what makes it unmistakable (scratchpad-call.ts).
 */
import {
  EXECUTOR_REQUEST_CHARACTERS_MAX,
  type ExecutorTask,
  executorFields,
  FAILURES_MAX,
  failureLines,
  plainText,
} from './executor.ts';
import { callOpening, type Member, membersOf, nextPiece, type ReadCall, readCall } from './scratchpad-call.ts';
import { calledTool, draftsOf } from './scratchpad-drafts.ts';
import { resultLines } from './scratchpad-notes.ts';
import type { ScratchpadTask } from './scratchpad-task.ts';
import { END, readScratchpad, type Scratchpad, scratchpadBlock, scratchpadLines } from './scratchpad-text.ts';
import { condense, oneLine } from './text.ts';

export type ScratchpadField = {
  readonly forced: string;
  readonly options: readonly string[];
  /** Stands after the value, whichever it is. */
  readonly end: string;
};

/** The field after these values; undefined when the turn is complete. */
export type ScratchpadForm = (values: readonly string[]) => ScratchpadField | undefined;

const SYSTEM = 'Keep a scratchpad, then make one tool call.';

export function scratchpadPrompt(task: ScratchpadTask): string {
  const lines = [condense(oneLine(task.request), EXECUTOR_REQUEST_CHARACTERS_MAX), ...context(task)].map(plainText);
  return `<|im_start|>system\n${SYSTEM}<|im_end|>\n<|im_start|>user\n${lines.join('\n')}<|im_end|>\n<|im_start|>assistant\n`;
}

function context({ pack, scratchpad, history, failures }: ScratchpadTask): readonly string[] {
  if (scratchpad === undefined) return [];
  const last = history.at(-1);
  const news =
    failures.length > 0 ? failures.slice(-FAILURES_MAX).flatMap(failureLines) : last && resultLines(pack, last);
  return [scratchpadBlock(scratchpad), ...(news ?? [])];
}

export function scratchpadForm(task: ScratchpadTask): ScratchpadForm {
  const drafts = draftsOf(task).map((draft) => ({ draft, lines: scratchpadLines(task.pack, draft) }));
  const membersFor = memoised((tool: string) => membersOfCall(task, tool));
  return (values) => {
    const linesEnd = values.indexOf(END);
    if (linesEnd === -1) {
      const open = drafts.filter(({ lines }) => values.every((value, index) => lines[index] === value));
      return { forced: '', options: [...new Set(open.map(({ lines }) => lines[values.length] as string))], end: '\n' };
    }
    const tool = calledTool(readScratchpad(task.pack, values.slice(0, linesEnd + 1).join('\n')));
    const members = tool === undefined ? undefined : membersFor(tool);
    if (tool === undefined || members === undefined) return undefined;
    const pieces = values.slice(linesEnd + 1);
    const options = nextPiece(members, pieces);
    return options && { forced: pieces.length === 0 ? callOpening(tool) : '', options, end: '' };
  };
}

/** The values of a form in which nothing is open: no model has to be asked. */
export function settledTurn(form: ScratchpadForm): readonly string[] | undefined {
  const values: string[] = [];
  for (let field = form(values); field !== undefined; field = form(values)) {
    const [only, ...others] = field.options;
    if (only === undefined || others.length > 0) return undefined;
    values.push(only);
  }
  return values;
}

export type Turn = {
  /** Scratchpad and call as they were written. */
  readonly text: string;
  readonly scratchpad: Scratchpad;
  /** How many of the values are lines of the scratchpad; the others are the call's. */
  readonly lines: number;
  /** Absent when no step is left, or when nothing can fill a required argument of the step's tool. */
  readonly call?: ReadCall;
};

export function parseTurn(task: ScratchpadTask, values: readonly string[]): Turn {
  const text = written(scratchpadForm(task), values).trimEnd();
  const scratchpad = readScratchpad(task.pack, text);
  const at = text.indexOf('<tool_call>', text.indexOf(END));
  const tool = calledTool(scratchpad);
  const lines = values.indexOf(END) + 1;
  if (at === -1 || tool === undefined) return { text, scratchpad, lines };
  return { text, scratchpad, lines, call: readCall(membersOfCall(task, tool) ?? [], text.slice(at)) };
}

/** Which required argument of the tool nothing can fill; undefined when the call can be made. */
export function missingArgument(task: ScratchpadTask, tool: string): string | undefined {
  const found = executorFields(executorTask(task, tool));
  return found.kind === 'missing' ? found.argument : undefined;
}

export const executorTask = (task: ScratchpadTask, tool: string): ExecutorTask => ({ ...task, tool });

/** undefined when nothing can fill a required argument. */
export function membersOfCall(task: ScratchpadTask, tool: string): readonly Member[] | undefined {
  const found = executorFields(executorTask(task, tool));
  return found.kind === 'missing' ? undefined : membersOf(executorTask(task, tool), found.fields);
}

function written(form: ScratchpadForm, values: readonly string[]): string {
  return values
    .map((value, index) => {
      const field = form(values.slice(0, index));
      if (!field?.options.includes(value))
        throw new Error(`${JSON.stringify(value)} is none of the options of this turn`);
      return `${field.forced}${value}${field.end}`;
    })
    .join('');
}

function memoised<T>(make: (key: string) => T): (key: string) => T {
  const made = new Map<string, T>();
  return (key) => {
    const found = made.get(key) ?? make(key);
    made.set(key, found);
    return found;
  };
}
