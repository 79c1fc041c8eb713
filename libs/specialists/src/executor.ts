/**
 * The executor's question to a writer: the arguments of one tool call that are open. Each value is one of a closed set: a
 * span of the request, a value of an enum, or a typed reference into an earlier result. So the model samples only choices,
 * and an instruction hidden in a result can't become a call (R7). An argument with one option is settled and the model
 * isn't told of it: what the pack binds to a result, or the only number of the request. Many calls need no model at all.
 *
 * The stable part of the prompt comes first, then the request, then results in plan order, then failures, and the tool
 * last: the steps of one run share the longest possible prefix, which the model keeps in its cache.
 */
import {
  type ArgumentSource,
  canonicalJson,
  type FailedCall,
  type GivenArguments,
  type JsonObject,
  type JsonValue,
  resolveReference,
  type StepResult,
} from '@pitcrew/contracts';
import { type Argument, isIdentifier, type Pack, referenceCandidates, type Tool } from '@pitcrew/workflow';
import { requestCandidates } from './candidates.ts';
import { GIVEN, NOT_GIVEN } from './given.ts';
import { asText, resultLine } from './result-line.ts';
import type { WriterRow } from './rows.ts';
import { condense, oneLine, shorten } from './text.ts';

/** About 400 tokens. */
export const EXECUTOR_REQUEST_CHARACTERS_MAX = 1_440;
/** Older failures say nothing that the latest two don't. */
export const FAILURES_MAX = 2;
export const FAILURE_CHARACTERS_MAX = 240;
/** Stands for an optional argument that is left out. */
export const ABSENT = NOT_GIVEN;

export type ExecutorTask = {
  readonly pack: Pack;
  readonly tool: string;
  readonly request: string;
  readonly history: readonly StepResult[];
  readonly failures: readonly FailedCall[];
  readonly itemValue?: JsonValue;
  /** What the planner read of the optional arguments; nothing = the writer decides that too. */
  readonly given?: GivenArguments | undefined;
};

export type ExecutorField = {
  readonly argument: string;
  readonly forced: string;
  readonly options: readonly string[];
  /** Those of the options that are references; any other is taken as it is written. */
  readonly references: ReadonlySet<string>;
};

export type ExecutorFields =
  | { readonly kind: 'fields'; readonly fields: readonly ExecutorField[] }
  | { readonly kind: 'missing'; readonly argument: string };

const SYSTEM = 'Fill in the arguments of the tool call.';

/** What stands before and after the lines that a call is made from; the same for every call. */
export const EXECUTOR_FRAME = [
  `<|im_start|>system\n${SYSTEM}<|im_end|>\n<|im_start|>user\n`,
  '<|im_end|>\n<|im_start|>assistant\n',
] as const;

/**
 * `results` are lines that were condensed for a narrow window (executor-context.ts). By default every result is shown in
 * full. Training rows always are: their runs have at most eight steps, far below any window, and what is learnt from a
 * result is to copy the reference of a field that stands there.
 */
export function executorPrompt(
  task: ExecutorTask,
  open: readonly ExecutorField[],
  results: readonly string[] = task.history.map((done) => resultLine(task.pack, done)).filter((line) => line !== ''),
): string {
  const lines = [
    condense(oneLine(task.request), EXECUTOR_REQUEST_CHARACTERS_MAX),
    ...results,
    ...(task.itemValue === undefined ? [] : [`$item=${shorten(asText(task.itemValue), 60)}`]),
    ...task.failures.slice(-FAILURES_MAX).flatMap(failureLines),
    signature(task.tool, open),
  ].map(plainText);
  return EXECUTOR_FRAME.join(lines.join('\n'));
}

export function executorFields(task: ExecutorTask): ExecutorFields {
  const fields: ExecutorField[] = [];
  for (const [name, argument] of Object.entries(toolOf(task).arguments)) {
    const field = fieldOf(task, name, argument);
    if (field.options.length === 0) return { kind: 'missing', argument: name };
    fields.push(field);
  }
  return { kind: 'fields', fields: untried(task, fields) };
}

/**
 * Of a closed set or of several ids, what failed is not proposed again. With several open arguments their combination decides,
 * which no single one shows; any words of the request are no set to go through; and what the pack binds is left out because
 * the failure says so, never because nothing else is left.
 */
function untried(task: ExecutorTask, fields: readonly ExecutorField[]): readonly ExecutorField[] {
  const [open, ...more] = openFields(fields);
  if (open === undefined || more.length > 0 || !isOfClosedSet(task, open.argument)) return fields;
  const tried = task.failures.map((failed) => canonicalJson(failed.arguments[open.argument] ?? null));
  const options = open.options.filter(
    (option) => !tried.includes(canonicalJson(argumentOf(task, open, option) ?? null)),
  );
  return options.length === 0 ? fields : fields.map((field) => (field === open ? { ...open, options } : field));
}

function isOfClosedSet(task: ExecutorTask, name: string): boolean {
  const argument = toolOf(task).arguments[name];
  return argument?.bound === undefined && (argument?.type === 'enum' || isIdentifier(name));
}

/** Undefined when the option leaves the argument out. */
const argumentOf = (task: ExecutorTask, field: ExecutorField, option: string): JsonValue | undefined =>
  option === ABSENT && !field.references.has(option) ? undefined : optionValue(task, field, option);

/** The fields that a model has to fill; the others have one option. */
export const openFields = (fields: readonly ExecutorField[]): readonly ExecutorField[] =>
  fields.filter(({ options }) => options.length > 1);

export type Parsed = { readonly sources: readonly ArgumentSource[]; readonly arguments: JsonObject };

/** What the writer chose for the open fields, in their order, and what was settled, resolved to typed values. */
export function parseCall(task: ExecutorTask, fields: readonly ExecutorField[], values: readonly string[]): Parsed {
  const sources: ArgumentSource[] = [];
  const resolved: Record<string, JsonValue> = {};
  const chosen = new Map(openFields(fields).map((field, index) => [field, values[index]]));
  fields.forEach((field) => {
    const source = chosen.has(field) ? chosen.get(field) : field.options[0];
    if (source === undefined || !field.options.includes(source))
      throw new Error(`the writer's value for ${field.argument} is none of its options: ${JSON.stringify(source)}`);
    const value = argumentOf(task, field, source);
    if (value === undefined) return;
    sources.push({ argument: field.argument, source });
    resolved[field.argument] = value;
  });
  return { sources, arguments: resolved };
}

/** What an option stands for: the value at a reference, or the words themselves in the argument's type. */
export function optionValue(task: ExecutorTask, { argument, references }: ExecutorField, source: string): JsonValue {
  if (!references.has(source)) return literal(source, toolOf(task).arguments[argument] as Argument);
  const steps = new Map(task.history.map((done) => [done.step, done.result]));
  return resolveReference(source, { steps, item: task.itemValue });
}

/** The row that teaches this call: `gold` maps each argument to its source; one that is not in it is absent. Without pieces it teaches nothing. */
export function executorRow(task: ExecutorTask, gold: Readonly<Record<string, string>>, voice: string): WriterRow {
  const found = executorFields(task);
  if (found.kind === 'missing') throw new Error(`${task.tool}: nothing can fill ${found.argument}`);
  const sourceOf = ({ argument, options }: ExecutorField): string => {
    const value = gold[argument] ?? ABSENT;
    if (!options.includes(value)) throw new Error(`${task.tool}: ${argument}=${value} is not an option`);
    return value;
  };
  const values = new Map(found.fields.map((field) => [field, sourceOf(field)]));
  const open = openFields(found.fields);
  const pieces = open.flatMap((field) => [
    { text: field.forced, trained: false },
    { text: `${values.get(field)}\n`, trained: true, options: field.options.map((option) => `${option}\n`) },
  ]);
  return { prompt: executorPrompt(task, open), pieces, voice };
}

function fieldOf(task: ExecutorTask, name: string, argument: Argument): ExecutorField {
  const fromResults =
    argument.from === 'request'
      ? []
      : [...itemReference(task, argument), ...referenceCandidates(task.pack, task.tool, task.history, name)];
  const fromRequest = argument.from === 'result' ? [] : offers(task, name, argument);
  const read = readOptions(task, name, fromRequest);
  if (read !== undefined) return { argument: name, forced: `${name}=`, options: read, references: new Set() };
  // What the pack binds is taken from there; only after a failure may an optional one be left out.
  const settled = argument.bound !== undefined && fromResults.length > 0 && task.failures.length === 0;
  const absent = argument.optional && !settled ? [ABSENT] : [];
  const options = [...new Set([...fromResults, ...fromRequest, ...absent])];
  return { argument: name, forced: `${name}=`, options, references: new Set(fromResults) };
}

/** What is left to choose once the planner has read the argument. After a failure its reading is in doubt like everything else. */
function readOptions({ given, failures }: ExecutorTask, name: string, spans: readonly string[]): string[] | undefined {
  const read = given?.arguments[name];
  if (read === undefined || failures.length > 0) return undefined;
  if (read !== GIVEN) return [read];
  return spans.length > 0 ? [...spans] : [ABSENT];
}

/** The element of a `for_each` is a value of its own when it is a scalar of the argument's type. */
function itemReference({ itemValue }: ExecutorTask, { type, bound }: Argument): readonly string[] {
  if (bound !== undefined && bound !== 'item') return [];
  const fits = type === 'integer' ? Number.isInteger(itemValue) : itemValue !== undefined && typeof itemValue === type;
  return fits ? ['$item'] : [];
}

/** After a failure the error text may name a value of an enum that the request doesn't, so all are open again. */
const offers = (task: ExecutorTask, name: string, argument: Argument): readonly string[] =>
  argument.type === 'enum' && task.failures.length > 0
    ? (argument.values ?? [])
    : requestCandidates(task.request, name, argument);

function toolOf(task: Pick<ExecutorTask, 'pack' | 'tool'>): Tool {
  const tool = task.pack.tools[task.tool];
  if (tool === undefined) throw new Error(`${task.pack.name} has no tool ${task.tool}`);
  return tool;
}

export function failureLines(failure: FailedCall): string[] {
  const tried = Object.entries(failure.arguments).map(([name, value]) => `${name}=${shorten(asText(value), 24)}`);
  return [
    `Tried: ${tried.join(' ')}`,
    `Previous tool call failed: ${JSON.stringify(shorten(oneLine(failure.message), FAILURE_CHARACTERS_MAX))}`,
    'Adjust your approach and try again.',
  ];
}

const signature = (name: string, open: readonly ExecutorField[]): string =>
  `${name}(${open.map(({ argument, options }) => (options.at(-1) === ABSENT ? `${argument}?` : argument)).join(', ')})`;

/** Nobody's words may end a turn or begin another: the marks of the chat template become ordinary text. */
export const plainText = (line: string): string => line.replace(/<\|(\w+)\|>/g, '< $1 >');

function literal(text: string, { type }: Argument): JsonValue {
  if (type === 'integer' || type === 'number') return Number(text);
  if (type === 'boolean') return text === 'true';
  if (type === 'string[]') return [text];
  if (type === 'integer[]' || type === 'number[]') return text.split(',').map(Number);
  return text;
}
