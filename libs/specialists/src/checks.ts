/**
 * What code can say for certain about a call, a result or a finished run. Pure, from the pack's declarations alone; each
 * finding is one sentence. The model is asked only about what is left: no probability overrules a finding.
 */
import { canonicalJson, type JsonObject, type JsonValue, resolveReference, type StepResult } from '@pitcrew/contracts';
import {
  type Argument,
  boundReference,
  brokenResultRule,
  expandPlan,
  isIdentifier,
  type Pack,
  referenceCandidates,
  type Tool,
  toolOf,
} from '@pitcrew/workflow';
import { requestCandidates } from './candidates.ts';
import { saysNothing } from './no-value.ts';
import { asText, fieldOf } from './result-line.ts';
import { oneLine } from './text.ts';

export type CallTask = {
  readonly pack: Pack;
  readonly tool: string;
  readonly request: string;
  readonly arguments: JsonObject;
  readonly history: readonly StepResult[];
  /** The element of the `for_each` that this call is for. */
  readonly itemValue?: JsonValue;
};
export type StepTask = CallTask & { readonly result: JsonValue };
export type RunTask = {
  readonly pack: Pack;
  readonly variation: string;
  readonly request: string;
  readonly history: readonly StepResult[];
  /** Tools whose steps were skipped, because a condition did not hold. */
  readonly skipped: readonly string[];
};

export function callFindings(task: CallTask): readonly string[] {
  const tool = toolOf(task.pack, task.tool);
  if (tool === undefined) return [`${task.pack.name} has no tool ${task.tool}`];
  const undeclared = Object.keys(task.arguments).filter((name) => !Object.hasOwn(tool.arguments, name));
  return [
    ...undeclared.map((name) => `${task.tool} takes no argument ${name}`),
    ...Object.entries(tool.arguments).flatMap(([name, argument]) => argumentFindings(task, name, argument)),
    ...sharedNumbers(task),
  ];
}

/** Whether the pack settles every argument that the tool takes: the findings then say all that there is to say. */
export function isBound(task: CallTask): boolean {
  const declared = Object.keys(toolOf(task.pack, task.tool)?.arguments ?? {});
  return [...declared, ...Object.keys(task.arguments)].every((name) => isSettled(task, name));
}

/**
 * Whether an opinion on the call is worth asking for: something that is no member of a closed set is open. Of those any may be right after a
 * failure, which the validator is not told of, so the encoder has never been shown a wrong one.
 */
export const needsOpinion = (task: CallTask): boolean =>
  Object.entries(toolOf(task.pack, task.tool)?.arguments ?? {}).some(
    ([name, { type }]) => type !== 'enum' && !isSettled(task, name),
  );

/** Whether one value alone can be right, so that code has judged it: what the pack binds, unless its step was left out and another's has to do. */
export function isSettled({ pack, tool, history }: CallTask, name: string): boolean {
  const argument = toolOf(pack, tool)?.arguments[name];
  if (argument?.bound === undefined) return false;
  return argument.optional || argument.bound === 'item' || boundReference(argument, history) !== undefined;
}

export function stepFindings(task: StepTask): readonly string[] {
  const tool = toolOf(task.pack, task.tool);
  if (tool === undefined) return [`${task.pack.name} has no tool ${task.tool}`];
  if (!isObject(task.result)) return [`${task.tool}: the result is not an object`];
  const broken = brokenResultRule(task.pack, task.tool, task.result);
  return [
    ...Object.entries(tool.result).flatMap(([path, type]) => fieldFindings(task, path, type)),
    ...identityFindings(tool, task.arguments, task.result),
    ...(broken === undefined ? [] : [broken]),
  ];
}

/** Every step of the variation has to be done, or skipped for its condition; whether it was the right variation is the model's question. */
export function runFindings({ pack, variation, history, skipped }: RunTask): readonly string[] {
  const done = new Set([...history.map(({ tool }) => tool), ...skipped]);
  return expandPlan(pack, variation)
    .steps.filter(({ tool }) => !done.has(tool))
    .map(({ tool }) => `${tool} was not done`);
}

/** The references whose value is this one, among those that the argument may take; an undeclared argument takes none. */
export function referencesTo(task: CallTask, name: string, value: JsonValue): readonly string[] {
  if (!Object.hasOwn(toolOf(task.pack, task.tool)?.arguments ?? {}, name)) return [];
  const steps = new Map(task.history.map(({ step, result }) => [step, result]));
  return referenceCandidates(task.pack, task.tool, task.history, name).filter(
    (reference) => canonicalJson(resolveReference(reference, { steps })) === canonicalJson(value),
  );
}

function argumentFindings(task: CallTask, name: string, argument: Argument): string[] {
  const value = task.arguments[name];
  if (value === undefined) return omissionFindings(task, name, argument);
  if (!isOfType(value, argument)) return [`${name} must be ${argument.values?.join(' or ') ?? argument.type}`];
  if (argument.from !== 'request' && (isItem(task, value) || referencesTo(task, name, value).length > 0)) return [];
  if (argument.from !== 'result' && standsIn(task.request, name, argument, value)) return [];
  return [`${name} ${asText(value)} stands in ${SOURCES[argument.from ?? 'either']}`];
}

/** What the pack binds to a result that is there is never left out. */
function omissionFindings(task: CallTask, name: string, { optional, bound }: Argument): string[] {
  if (!optional) return [`${name} is missing`];
  const known = bound !== undefined && referenceCandidates(task.pack, task.tool, task.history, name).length > 0;
  return known ? [`${name} is missing, and ${bound} is known`] : [];
}

/** A number that the request says once is not an id and an amount at the same time. */
function sharedNumbers(task: CallTask): string[] {
  const taken = Object.entries(task.arguments).flatMap(([name, value]) => {
    const digits = /^\D*(\d+)$/.exec(asText(value))?.[1];
    return digits === undefined || referencesTo(task, name, value).length > 0 ? [] : [{ name, digits }];
  });
  const numbers = [
    ...oneLine(task.request)
      .replace(/(?<=\d)[,'’\u00a0\u202f](?=\d{3})/g, '')
      .matchAll(/\d+/g),
  ].map(String);
  return taken.flatMap(({ name, digits }, index) => {
    const other = taken.slice(0, index).find((each) => Number(each.digits) === Number(digits));
    if (other === undefined || isIdentifier(name) === isIdentifier(other.name)) return [];
    const said = numbers.filter((number) => Number(number) === Number(digits)).length;
    return said > 1 ? [] : [`${other.name} and ${name} are the same number, which the request says once`];
  });
}

/** Whether the value is the element that the call is for. */
export const isItem = ({ itemValue }: CallTask, value: JsonValue): boolean =>
  itemValue !== undefined && canonicalJson(itemValue) === canonicalJson(value);

const SOURCES = {
  request: 'no part of the request',
  result: 'no earlier result',
  either: 'neither the request nor an earlier result',
} as const;

/** An enum's value may come from an error text instead of the request's words, so it stands for itself. */
function standsIn(request: string, name: string, argument: Argument, value: JsonValue): boolean {
  if (argument.type === 'enum' || argument.type === 'boolean') return true;
  const text = asText(value);
  const offered = requestCandidates(request, name, argument);
  if (argument.prefix !== undefined) return offered.some((id) => sameName(id, text));
  if (argument.type === 'string' || argument.type === 'string[]')
    return oneLine(request).toLowerCase().includes(text.toLowerCase());
  return offered.includes(text);
}

function fieldFindings(task: StepTask, path: string, type: string): string[] {
  const value = fieldOf({ step: 's1' as StepResult['step'], tool: task.tool, result: task.result }, path);
  if (value === undefined) return [`${task.tool}: ${path} is absent from the result`];
  const texts = (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string');
  const empty = texts.find(saysNothing);
  if (empty !== undefined) return [`${task.tool}: ${path} is ${JSON.stringify(empty)}, which is no value`];
  const ofType = path.includes('[]') && Array.isArray(value) && !type.endsWith('[]') ? `${type}[]` : type;
  return isOfDeclaredType(value, ofType) ? [] : [`${task.tool}: ${path} is not ${type}`];
}

/** A result that names another thing than the call asked for is another thing's result. */
const identityFindings = (tool: Tool, asked: JsonObject, result: JsonObject): string[] =>
  Object.keys(tool.arguments)
    .filter((name) => isIdentifier(name) && asked[name] !== undefined && result[name] !== undefined)
    .filter((name) => !sameName(asText(asked[name] as JsonValue), asText(result[name] as JsonValue)))
    .map((name) => `${tool.name} answered for ${name} ${asText(result[name] as JsonValue)}`);

/** `2041` and `alr-2041` name the same alert; case and punctuation say nothing. */
export function sameName(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')) as [string, string];
  if (a === '' || b === '') return false;
  const [bare, full] = /^\d+$/.test(a) ? [a, b] : [b, a];
  return a === b || (/^\d+$/.test(bare) && full.replace(/^\p{L}+/u, '') === bare);
}

const isOfType = (value: JsonValue, { type, values }: Argument): boolean =>
  type === 'enum' ? typeof value === 'string' && (values ?? []).includes(value) : isOfDeclaredType(value, type);

function isOfDeclaredType(value: JsonValue, type: string): boolean {
  if (type.endsWith('[]'))
    return Array.isArray(value) && value.every((each) => isOfDeclaredType(each, type.slice(0, -2)));
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type && (type !== 'number' || Number.isFinite(value));
}

const isObject = (value: JsonValue): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
