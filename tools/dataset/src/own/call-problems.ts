/**
 * Whether recorded calls fit their pack, before anything is made of them: the tools and arguments are declared, references
 * lead to earlier calls, nothing waits for itself in a circle. Each problem names its field in the row.
 */
import type { JsonValue } from '@pitcrew/contracts';
import { type Pack, toolOf, variationOf } from '@pitcrew/workflow';
import type { RecordedCall } from '../requests.ts';

export type CallProblem = { readonly field: string; readonly message: string };

/** `$find_order.zone`, or `$s1.zone` for the first call. */
const REFERENCE = /^\$([A-Za-z_][\w-]*)((?:\.[A-Za-z_][\w-]*(?:\[\])?)+)$/;

export const readReference = (value: JsonValue): { head: string; path: string } | undefined => {
  const [, head, path] = typeof value === 'string' ? (REFERENCE.exec(value) ?? []) : [];
  return head === undefined || path === undefined ? undefined : { head, path };
};

/** The index of the call that a reference or `after` names; -1 for none. */
export const callNamed = (calls: readonly RecordedCall[], name: string): number => {
  const byTool = calls.findIndex(({ tool }) => tool === name);
  const [, place] = /^s([1-9]\d*)$/.exec(name) ?? [];
  return byTool >= 0 || place === undefined ? byTool : Number(place) <= calls.length ? Number(place) - 1 : -1;
};

export function callProblems(pack: Pack, variation: string, calls: readonly RecordedCall[]): readonly CallProblem[] {
  const unknown = calls.flatMap((call, index) => [
    ...toolProblems(pack, variation, call, `calls.${index}`),
    ...nameProblems(calls, call, `calls.${index}`),
  ]);
  if (unknown.length > 0) return unknown;
  const circle = circleOf(pack, calls);
  if (circle !== undefined)
    return [{ field: 'calls', message: `${circle.join(', ')} wait for each other in a circle` }];
  return calls.flatMap((call, index) => orderProblems(pack, calls, call, index));
}

function toolProblems(pack: Pack, variation: string, call: RecordedCall, field: string): CallProblem[] {
  const tool = toolOf(pack, call.tool);
  if (tool === undefined) return [{ field: `${field}.tool`, message: `${pack.name} has no tool ${call.tool}` }];
  if (variationOf(pack, variation)?.without.includes(call.tool))
    return [{ field: `${field}.tool`, message: `the variation ${variation} leaves ${call.tool} out` }];
  const undeclared = Object.keys(call.arguments).filter((name) => !(name in tool.arguments));
  const missing = Object.entries(tool.arguments).filter(
    ([name, { optional, bound }]) => !optional && bound === undefined && call.arguments[name] === undefined,
  );
  return [
    ...undeclared.map((name) => ({
      field: `${field}.arguments.${name}`,
      message: `${call.tool} takes no such argument`,
    })),
    ...missing.map(([name]) => ({ field: `${field}.arguments`, message: `${call.tool} requires ${name}` })),
  ];
}

function nameProblems(calls: readonly RecordedCall[], call: RecordedCall, field: string): CallProblem[] {
  const unknown = (name: string) => callNamed(calls, name) < 0;
  return [
    ...call.after.filter(unknown).map((name) => ({ field: `${field}.after`, message: `no call is named ${name}` })),
    ...referencesIn(call)
      .filter(({ head }) => unknown(head))
      .map(({ argument, head }) => ({ field: `${field}.arguments.${argument}`, message: `no call is named ${head}` })),
  ];
}

function orderProblems(pack: Pack, calls: readonly RecordedCall[], call: RecordedCall, index: number): CallProblem[] {
  const later = (name: string) => callNamed(calls, name) >= index;
  const field = `calls.${index}`;
  return [
    ...referencesIn(call)
      .filter(({ head }) => later(head))
      .map(({ argument, head }) => ({
        field: `${field}.arguments.${argument}`,
        message: `it refers to ${head}, which is called later`,
      })),
    ...call.after.filter(later).map((name) => ({ field: `${field}.after`, message: `${name} is called later` })),
    ...(toolOf(pack, call.tool)?.needs ?? [])
      .filter((need) => calls.findIndex(({ tool }) => tool === need) > index)
      .map((need) => ({ field: `${field}.tool`, message: `${call.tool} needs ${need}, which is called later` })),
  ];
}

const referencesIn = ({ arguments: args }: RecordedCall) =>
  Object.entries(args).flatMap(([argument, value]) => {
    const reference = readReference(value);
    return reference === undefined ? [] : [{ argument, head: reference.head }];
  });

/** Tools that wait for each other, by references, `after` and the pack's needs; undefined when there is an order. */
function circleOf(pack: Pack, calls: readonly RecordedCall[]): readonly string[] | undefined {
  const waitsFor = (index: number): number[] => {
    const call = calls[index] as RecordedCall;
    const named = [...call.after, ...referencesIn(call).map(({ head }) => head)].map((name) => callNamed(calls, name));
    const needed = (toolOf(pack, call.tool)?.needs ?? []).map((need) => calls.findIndex(({ tool }) => tool === need));
    return [...named, ...needed].filter((other) => other >= 0 && other !== index);
  };
  const open = new Set(calls.keys());
  for (;;) {
    const free = [...open].filter((index) => waitsFor(index).every((other) => !open.has(other)));
    if (free.length === 0) break;
    for (const index of free) open.delete(index);
  }
  return open.size === 0 ? undefined : [...new Set([...open].map((index) => calls[index]?.tool ?? ''))];
}
