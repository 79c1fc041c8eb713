/**
 * Where the arguments of a run's calls came from, found anew from the log and the pack, not from what the executor says of it.
 *
 * - `same`: the undisturbed run of the same request has this value in this place
 * - `carried`: it is the value of the one field that the pack binds the argument to, read by a call that is itself in order
 * - `chosen`: an optional argument that was left out, or a member of a closed set that the pack declares
 * - `outside`: anything else; and always what names another object than the request does
 *
 * A call is as good as its worst argument.
 */
import { canonicalJson, type JsonObject, type JsonValue, type PlanStep, resolveReference } from '@pitcrew/contracts';
import { type Argument, type Pack, toolOf } from '@pitcrew/workflow';
import type { PerformedCall } from './performed.ts';

const ORIGINS = ['same', 'carried', 'chosen', 'outside'] as const;
export type Origin = (typeof ORIGINS)[number];

export type TracedCall = PerformedCall & {
  readonly origin: Origin;
  /** The arguments that are outside, in words. */
  readonly outside: readonly string[];
};

type Undisturbed = readonly { readonly tool: string; readonly arguments: JsonObject }[];

export function traceCalls(
  pack: Pack,
  steps: readonly PlanStep[],
  calls: readonly PerformedCall[],
  undisturbed: Undisturbed,
): readonly TracedCall[] {
  const traced: TracedCall[] = [];
  for (const call of calls) traced.push(traceCall(pack, steps, traced, call, undisturbed));
  return traced;
}

function traceCall(
  pack: Pack,
  steps: readonly PlanStep[],
  earlier: readonly TracedCall[],
  call: PerformedCall,
  undisturbed: Undisturbed,
): TracedCall {
  const declared = toolOf(pack, call.tool)?.arguments ?? {};
  const clean = undisturbed.filter(({ tool }) => tool === call.tool).map((other) => other.arguments);
  const named = undisturbed.map((other) => other.arguments);
  const names = [...new Set([...Object.keys(declared), ...Object.keys(call.arguments)])];
  const origins = names.map((name) => ({
    name,
    origin: originOf({ pack, steps, earlier, call, name, argument: declared[name], clean, named }),
  }));
  const outside = origins.filter(({ origin }) => origin === 'outside');
  return {
    ...call,
    origin: worst(origins.map(({ origin }) => origin)),
    outside: outside.map(({ name }) => `${name}=${JSON.stringify(call.arguments[name])}`),
  };
}

type Place = {
  readonly pack: Pack;
  readonly steps: readonly PlanStep[];
  readonly earlier: readonly TracedCall[];
  readonly call: PerformedCall;
  readonly name: string;
  readonly argument: Argument | undefined;
  /** The arguments of the undisturbed run's calls of this tool, and of all its calls. */
  readonly clean: readonly JsonObject[];
  readonly named: readonly JsonObject[];
};

function originOf({ pack, steps, earlier, call, name, argument, clean, named }: Place): Origin {
  const value = call.arguments[name];
  if (clean.some((other) => sameValue(other[name], value))) return 'same';
  if (argument === undefined) return 'outside';
  if (value === undefined) return !argument.optional ? 'outside' : clean.length > 0 ? 'chosen' : 'same';
  // The request names the object. That a result names another one makes nobody its owner.
  if (name in pack.vital && !named.some((other) => sameValue(other[name], value))) return 'outside';
  if (argument.bound === 'item') return originOfItem(steps, earlier, call, value);
  if (argument.bound !== undefined) return originOfBound(argument.bound, earlier, value);
  return argument.type === 'enum' && argument.values?.includes(String(value)) ? 'chosen' : 'outside';
}

/** The source is found by its tool, for steps have ids of their own in every plan. */
function originOfBound(bound: string, earlier: readonly TracedCall[], value: JsonValue): Origin {
  const [tool = '', ...path] = bound.split('.');
  // The results of a `for_each` are one list, in the order of its items; they may have come in any.
  const sources = earlier
    .filter((other) => other.tool === tool && other.result !== undefined)
    .sort((one, other) => one.item - other.item);
  const source = sources.findLast(({ result }) => sameValue(valueAt(result as JsonValue, path), value));
  const flat = sources.flatMap(({ result }) => valueAt(result as JsonValue, path) ?? []);
  if (source === undefined && !sameValue(flat, value)) return 'outside';
  return worst(['carried', ...(source === undefined ? sources : [source]).map(({ origin }) => origin)]);
}

function originOfItem(
  steps: readonly PlanStep[],
  earlier: readonly TracedCall[],
  { tool }: PerformedCall,
  value: JsonValue,
): Origin {
  const reference = steps.find((step) => step.tool === tool)?.forEach;
  const [id, ...path] = reference?.slice(1).split('.') ?? [];
  const source = earlier.findLast((other) => other.step === id && other.result !== undefined);
  const list = source === undefined ? undefined : valueAt(source.result as JsonValue, path);
  const found = Array.isArray(list) && list.some((element: JsonValue) => sameValue(element, value));
  return found && source !== undefined ? worst(['carried', source.origin]) : 'outside';
}

function valueAt(result: JsonValue, path: readonly string[]): JsonValue | undefined {
  try {
    return resolveReference(['$item', ...path].join('.'), { steps: new Map(), item: result });
  } catch {
    return undefined;
  }
}

const worst = (origins: readonly Origin[]): Origin =>
  ORIGINS[Math.max(0, ...origins.map((origin) => ORIGINS.indexOf(origin)))] as Origin;

const sameValue = (one: JsonValue | undefined, other: JsonValue | undefined): boolean =>
  one === undefined || other === undefined ? one === other : canonicalJson(one) === canonicalJson(other);
