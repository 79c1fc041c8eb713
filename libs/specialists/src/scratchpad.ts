/**
 * The single model: one generator that writes a scratchpad and then one tool call, turn by turn. The first list is the plan;
 * later lists mark progress and change nothing else. The model decides which of the pack's lists it is, whether a condition
 * is put and which, and the values of open parameters; the current step and whatever else has one option is settled by code
 * and only written out. So, as in chain mode, an instruction hidden in a result can choose neither a tool nor a value (R7).
 *
 * The form is asked field by field, because the next options depend on what was written before. A line of the scratchpad
 * ends with a line break; a piece of the call ends with what makes it unmistakable (scratchpad-call.ts).
 */
import { type FailedCall, type JsonValue, type StepResult, stepId } from '@pitcrew/contracts';
import type { Pack, RequestCondition } from '@pitcrew/workflow';
import { operatorsOf, subjectsOf } from './conditions.ts';
import {
  ABSENT,
  EXECUTOR_REQUEST_CHARACTERS_MAX,
  type ExecutorTask,
  executorFields,
  FAILURES_MAX,
  failureLines,
  optionValue,
  plainText,
} from './executor.ts';
import { saidNumbers } from './number-words.ts';
import type { WriterRow } from './rows.ts';
import {
  callOpening,
  callText,
  type Member,
  membersOf,
  nextPiece,
  type ReadCall,
  readCall,
  spacedJson,
} from './scratchpad-call.ts';
import { resultLines, resultNote } from './scratchpad-notes.ts';
import {
  END,
  freshScratchpad,
  type Mark,
  readScratchpad,
  type Scratchpad,
  scratchpadBlock,
  scratchpadLines,
} from './scratchpad-text.ts';
import { condense, oneLine } from './text.ts';

export type ScratchpadTask = {
  readonly pack: Pack;
  readonly request: string;
  /** What the turn before wrote; absent on the first turn. */
  readonly scratchpad?: string | undefined;
  /** Ordinal of the step to call, from 1; absent when no step is left. The first turn calls the first step. */
  readonly step?: number | undefined;
  /** All results so far, in plan order. */
  readonly history: readonly StepResult[];
  /** Failed calls of this step, oldest first. */
  readonly failures: readonly FailedCall[];
  readonly itemValue?: JsonValue;
};

export type ScratchpadField = {
  readonly forced: string;
  readonly options: readonly string[];
  /** Stands after the value, whichever it is. */
  readonly end: string;
};

/** The field after these values; undefined when the turn is complete. */
export type ScratchpadForm = (values: readonly string[]) => ScratchpadField | undefined;

/** Numbers of a request that a condition may compare with. */
const CONDITION_NUMBERS_MAX = 24;

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

/** What the scratchpad of this turn may be: on the first turn any list of the pack with any condition, later the one list with its marks. */
function draftsOf(task: ScratchpadTask): readonly Scratchpad[] {
  const { pack, scratchpad } = task;
  if (scratchpad !== undefined) return [progressed(task, readScratchpad(pack, scratchpad))];
  return Object.keys(pack.variations).flatMap((variation) =>
    [undefined, ...conditionsFor(task, variation)].map((condition) => freshScratchpad(pack, variation, condition)),
  );
}

/** What stands before the current step was done if it has a result; else it was skipped. */
function progressed({ pack, step, history }: ScratchpadTask, last: Scratchpad): Scratchpad {
  if (step !== undefined && step > last.steps.length) throw new Error(`the scratchpad has no step ${step}`);
  const results = new Map(history.map((done) => [done.step, done]));
  const through = (step ?? last.steps.length + 1) - 1;
  const markOf = (index: number): Mark => {
    const done = results.get(stepId(index + 1));
    if (index >= through) return { kind: 'open' };
    return done === undefined ? { kind: 'skipped' } : { kind: 'done', note: resultNote(pack, done) };
  };
  return { ...last, steps: last.steps.map(({ tool }, index) => ({ tool, mark: markOf(index) })), current: step };
}

/** Whether a first turn can write this condition: the number may be said in words that code can't read ("half an hour"). */
export const canWrite = (task: ScratchpadTask, variation: string, condition: RequestCondition | undefined): boolean =>
  condition === undefined ||
  conditionsFor(task, variation).some((each) => JSON.stringify(each) === JSON.stringify(condition));

function conditionsFor({ pack, request }: ScratchpadTask, variation: string): readonly RequestCondition[] {
  const said = new Set(saidNumbers(oneLine(request)).map(({ value }) => value));
  const numbers = [...said].slice(0, CONDITION_NUMBERS_MAX);
  return subjectsOf(pack, variation).flatMap((subject) => {
    const { tool, reference, type, values } = subject;
    const literals = type === 'string' ? values : numbers;
    return operatorsOf(subject).flatMap((operator) =>
      literals.map((literal) => ({ tool, reference, operator, literal })),
    );
  });
}

const calledTool = ({ steps, current }: Scratchpad): string | undefined =>
  current === undefined ? undefined : steps[current - 1]?.tool;

const executorTask = (task: ScratchpadTask, tool: string): ExecutorTask => ({ ...task, tool });

/** undefined when nothing can fill a required argument. */
function membersOfCall(task: ScratchpadTask, tool: string): readonly Member[] | undefined {
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
