/**
 * The tool call under a scratchpad: `<tool_call>{"function": "validate_order", "params": {"order_id": 4521}}</tool_call>`.
 * Every value is a literal out of the closed set that the executor's fields enumerate; a reference is resolved before it is
 * written. What the request gives comes first, what results give last; an optional parameter that is left out is not written
 * at all: the choice is which key comes next. So each piece ends with the key that follows it, or with the end of the call.
 */
import type { ArgumentSource, JsonObject, JsonValue } from '@pitcrew/contracts';
import { ABSENT, type ExecutorField, type ExecutorTask, optionValue } from './executor.ts';

/** One parameter, and every literal that it may be. */
export type Member = {
  readonly name: string;
  readonly optional: boolean;
  /** Where each literal comes from, by its text; the first of equal ones. */
  readonly literals: ReadonlyMap<string, string>;
};

const CLOSE = '}}</tool_call>';
export const callOpening = (tool: string): string => `<tool_call>{"function": "${tool}", "params": {`;

export function membersOf(task: ExecutorTask, fields: readonly ExecutorField[]): readonly Member[] {
  const members = fields.map((field) => memberOf(task, field)).filter(({ literals }) => literals.size > 0);
  const taken = task.pack.tools[task.tool]?.arguments ?? {};
  const isSettled = ({ name }: Member): boolean => taken[name]?.from === 'result';
  return [...members.filter((member) => !isSettled(member)), ...members.filter(isSettled)];
}

function memberOf(task: ExecutorTask, field: ExecutorField): Member {
  const literals = new Map<string, string>();
  let optional = false;
  for (const source of field.options) {
    if (source === ABSENT && !field.references.has(source)) optional = true;
    else {
      const text = spacedJson(optionValue(task, field, source));
      if (!literals.has(text)) literals.set(text, source);
    }
  }
  return { name: field.argument, optional, literals };
}

/** The options of the next piece after the pieces so far; undefined when the call is complete. */
export function nextPiece(members: readonly Member[], pieces: readonly string[]): readonly string[] | undefined {
  let options = followings(members, 0, '');
  for (const piece of pieces) {
    const taken = options.find(({ text }) => text === piece);
    if (taken === undefined) throw new Error(`this is none of the options of a call: ${JSON.stringify(piece)}`);
    if (taken.member === undefined) return undefined;
    options = optionsOf(members, taken.member);
  }
  return options.map(({ text }) => text);
}

/** A text, and the parameter whose value comes after it. */
type Following = { readonly text: string; readonly member: number | undefined };

function optionsOf(members: readonly Member[], at: number): readonly Following[] {
  const next = followings(members, at + 1, ', ');
  return [...(members[at] as Member).literals.keys()].flatMap((literal) =>
    next.map(({ text, member }) => ({ text: `${literal}${text}`, member })),
  );
}

/** Any of the optional parameters up to the first that can't be left out. */
function followings(members: readonly Member[], from: number, separator: string): readonly Following[] {
  const found: Following[] = [];
  for (const [offset, { name, optional }] of members.slice(from).entries()) {
    found.push({ text: `${separator}"${name}": `, member: from + offset });
    if (!optional) return found;
  }
  return [...found, { text: CLOSE, member: undefined }];
}

/** The whole call with the given literals; a parameter without one is left out. */
export function callText(tool: string, members: readonly Member[], literals: ReadonlyMap<string, string>): string {
  const written = members.filter(({ name }) => literals.has(name));
  const params = written.map(({ name }) => `"${name}": ${literals.get(name)}`);
  return `${callOpening(tool)}${params.join(', ')}${CLOSE}`;
}

export type ReadCall = {
  readonly tool: string;
  readonly arguments: JsonObject;
  readonly sources: readonly ArgumentSource[];
};

/** Throws on a parameter that is no member, or whose value is none of its literals. */
export function readCall(members: readonly Member[], text: string): ReadCall {
  const call: { function: string; params: JsonObject } = JSON.parse(
    text.slice('<tool_call>'.length, -'</tool_call>'.length),
  );
  const sources = Object.entries(call.params).map(([argument, value]) => {
    const source = members.find(({ name }) => name === argument)?.literals.get(spacedJson(value));
    if (source === undefined)
      throw new Error(`${call.function}: ${argument}=${JSON.stringify(value)} is not an option`);
    return { argument, source };
  });
  return { tool: call.function, arguments: call.params, sources };
}

/** JSON with a blank after each colon and comma, as people write it. */
export function spacedJson(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map((each: JsonValue) => spacedJson(each)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}: ${spacedJson(member)}`);
  return `{${members.join(', ')}}`;
}
