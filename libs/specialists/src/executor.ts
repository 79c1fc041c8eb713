/**
 * The executor's question to a writer: the arguments of one tool call. Tool and argument names are forced; each value is
 * one of a closed set: a span of the request, a value of an enum, or a typed reference into an earlier result. So the
 * model samples only choices, and an instruction hidden in a result can't become a call (R7).
 *
 * The stable part of the prompt comes first, then the request, then results in plan order, then failures, and the tool
 * last: the steps of one run share the longest possible prefix, which the model keeps in its cache.
 */
import {
  type ArgumentSource,
  type FailedCall,
  type JsonObject,
  type JsonValue,
  resolveReference,
  type StepResult,
} from '@pitcrew/contracts';
import { type Argument, type Pack, referenceCandidates, type Tool } from '@pitcrew/workflow';
import { requestCandidates } from './candidates.ts';
import { asText, resultLine } from './result-line.ts';
import type { WriterRow } from './rows.ts';
import { condense, oneLine, shorten } from './text.ts';

/** About 400 tokens. */
export const EXECUTOR_REQUEST_CHARACTERS_MAX = 1_440;
/** Older failures say nothing that the latest two don't. */
export const FAILURES_MAX = 2;
export const FAILURE_CHARACTERS_MAX = 240;
/** Stands for an optional argument that is left out. */
export const ABSENT = '-';

export type ExecutorTask = {
  readonly pack: Pack;
  readonly tool: string;
  readonly request: string;
  readonly history: readonly StepResult[];
  readonly failures: readonly FailedCall[];
  readonly itemValue?: JsonValue;
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

export function executorPrompt(task: ExecutorTask): string {
  const lines = [
    condense(oneLine(task.request), EXECUTOR_REQUEST_CHARACTERS_MAX),
    ...task.history.map((done) => resultLine(task.pack, done)).filter((line) => line !== ''),
    ...(task.itemValue === undefined ? [] : [`$item=${shorten(asText(task.itemValue), 60)}`]),
    ...task.failures.slice(-FAILURES_MAX).flatMap(failureLines),
    signature(task.tool, toolOf(task)),
  ].map(plainText);
  return `<|im_start|>system\n${SYSTEM}<|im_end|>\n<|im_start|>user\n${lines.join('\n')}<|im_end|>\n<|im_start|>assistant\n`;
}

export function executorFields(task: ExecutorTask): ExecutorFields {
  const fields: ExecutorField[] = [];
  for (const [name, argument] of Object.entries(toolOf(task).arguments)) {
    const field = fieldOf(task, name, argument);
    if (field.options.length === 0) return { kind: 'missing', argument: name };
    fields.push(field);
  }
  return { kind: 'fields', fields };
}

export type Parsed = { readonly sources: readonly ArgumentSource[]; readonly arguments: JsonObject };

/** What the writer chose, resolved to typed values. `values` stand in the order of the fields. */
export function parseCall(task: ExecutorTask, fields: readonly ExecutorField[], values: readonly string[]): Parsed {
  const results = { steps: new Map(task.history.map((done) => [done.step, done.result])), item: task.itemValue };
  const sources: ArgumentSource[] = [];
  const resolved: Record<string, JsonValue> = {};
  fields.forEach((field, index) => {
    const source = values[index];
    if (source === undefined || !field.options.includes(source))
      throw new Error(`the writer's value for ${field.argument} is none of its options: ${JSON.stringify(source)}`);
    if (source === ABSENT && !field.references.has(source)) return;
    sources.push({ argument: field.argument, source });
    const argument = toolOf(task).arguments[field.argument] as Argument;
    resolved[field.argument] = field.references.has(source)
      ? resolveReference(source, results)
      : literal(source, argument);
  });
  return { sources, arguments: resolved };
}

/** The row that teaches this call: `gold` maps each argument to its source; an argument that is not in it is absent. */
export function executorRow(task: ExecutorTask, gold: Readonly<Record<string, string>>, voice: string): WriterRow {
  const found = executorFields(task);
  if (found.kind === 'missing') throw new Error(`${task.tool}: nothing can fill ${found.argument}`);
  const pieces = found.fields.flatMap((field) => {
    const value = gold[field.argument] ?? ABSENT;
    if (!field.options.includes(value)) throw new Error(`${task.tool}: ${field.argument}=${value} is not an option`);
    const forced = { text: field.forced, trained: false };
    // A single option is forced when it is served, so there is nothing to learn from it.
    if (field.options.length === 1) return [forced, { text: `${value}\n`, trained: false }];
    return [forced, { text: `${value}\n`, trained: true, options: field.options.map((option) => `${option}\n`) }];
  });
  return { prompt: executorPrompt(task), pieces, voice };
}

function fieldOf(task: ExecutorTask, name: string, argument: Argument): ExecutorField {
  const fromResults =
    argument.from === 'request'
      ? []
      : [...itemReference(task, argument), ...referenceCandidates(task.pack, task.tool, task.history, name)];
  const fromRequest = argument.from === 'result' ? [] : offers(task, name, argument);
  const options = [...new Set([...fromResults, ...fromRequest, ...(argument.optional ? [ABSENT] : [])])];
  return { argument: name, forced: `${name}=`, options, references: new Set(fromResults) };
}

/** The element of a `for_each` is a value of its own when it is a scalar of the argument's type. */
function itemReference({ itemValue }: ExecutorTask, { type }: Argument): readonly string[] {
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

function failureLines(failure: FailedCall): string[] {
  const tried = Object.entries(failure.arguments).map(([name, value]) => `${name}=${shorten(asText(value), 24)}`);
  return [
    `Tried: ${tried.join(' ')}`,
    `Previous tool call failed: ${JSON.stringify(shorten(oneLine(failure.message), FAILURE_CHARACTERS_MAX))}`,
    'Adjust your approach and try again.',
  ];
}

const signature = (name: string, tool: Tool): string =>
  `${name}(${Object.entries(tool.arguments)
    .map(([argument, declared]) => (declared.optional ? `${argument}?` : argument))
    .join(', ')})`;

/** Nobody's words may end a turn or begin another: the marks of the chat template become ordinary text. */
const plainText = (line: string): string => line.replace(/<\|(\w+)\|>/g, '< $1 >');

function literal(text: string, { type }: Argument): JsonValue {
  if (type === 'integer' || type === 'number') return Number(text);
  if (type === 'boolean') return text === 'true';
  if (type === 'string[]') return [text];
  if (type === 'integer[]' || type === 'number[]') return text.split(',').map(Number);
  return text;
}
